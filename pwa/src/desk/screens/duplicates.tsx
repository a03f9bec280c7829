// Households that may be there twice: compare, or keep apart with a reason.
import {useSignal} from '@preact/signals';
import {duplicates, keepApart, type Twins} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {deskJoin} from '../../i18n/desk-join';
import {say} from '../../i18n/lang';
import {Badge, EmptyState} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {Link} from '../../ui/router';
import {toast} from '../../ui/toast';
import {useLive} from '../live';
import {whereabouts} from '../parts/address';
import {AskReason} from '../parts/reason';

export function DuplicatesScreen() {
  const t = say(deskJoin);
  const loaded = useLoad(duplicates);
  useLive(['household'], loaded.again);
  const asking = useSignal<Twins | null>(null);
  const pair = asking.value;
  return (
    <Page title={t.title} lead={t.lead}>
      <Loading of={loaded}>
        {({pairs}) =>
          pairs.length === 0 ? (
            <EmptyState title={t.none}>
              <p>{t.noneText}</p>
            </EmptyState>
          ) : (
            <>
              <p class="soft" role="status">
                {t.found(pairs.length)}
              </p>
              <ul class="list">
                {pairs.map(p => (
                  <Pair key={p.a.id + p.b.id} pair={p} onApart={() => (asking.value = p)} />
                ))}
              </ul>
            </>
          )
        }
      </Loading>
      {pair && (
        <AskReason
          title={t.pair(pair.a.name, pair.b.name)}
          yes={t.apart}
          reasons={[]}
          onClose={() => (asking.value = null)}
          send={async reason => {
            const r = await keepApart(pair.a.id, pair.b.id, reason);
            if (!r.ok) return r.problem;
            toast(t.kept);
            loaded.again();
            return null;
          }}
        >
          <p>{t.apartText}</p>
        </AskReason>
      )}
    </Page>
  );
}

function Pair({pair: {a, b, reasons}, onApart}: {readonly pair: Twins; readonly onApart: () => void}) {
  const t = say(deskJoin);
  const words: Readonly<Record<string, string>> = say(deskIntake).call.reasons;
  return (
    <li class="item likely">
      <div class="words">
        <ul class="twins">
          {[a, b].map(h => (
            <li key={h.id}>
              <Link class="name" href={`/desk/households/${h.id}`}>
                {h.name}
              </Link>
              <span class="soft small">{whereabouts(h)}</span>
            </li>
          ))}
        </ul>
        <span class="row tight">
          {reasons.map(r => (
            <Badge key={r} tone="good">
              {words[r] ?? r}
            </Badge>
          ))}
        </span>
      </div>
      <div class="row tight">
        <ButtonLink look="primary" href={`/desk/households/${a.id}/join/${b.id}`}>
          {t.compare}
        </ButtonLink>
        <Button look="plain" onClick={onApart}>
          {t.apart}
        </Button>
      </div>
    </li>
  );
}
