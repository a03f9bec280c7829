// What waits for a decision: each with what happened, who, when, on which phone, and the few sensible answers.
import {useSignal} from '@preact/signals';
import type {Result} from '../../api/http';
import {cancelSlip, held, problems, settleEntry, type Held, type Problem as Case} from '../../api/town';
import {ago, dateTime} from '../../i18n/format';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';
import {Badge, EmptyState} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {toast} from '../../ui/toast';
import {useLive} from '../live';
import {AskReason} from '../parts/reason';
import {codeWord, effectWord, failWord, kindWord} from '../parts/words';
import {HeldItems, waitingIn} from './held';
import {PutOffDialog} from './put-off-dialog';

export function ProblemsScreen() {
  const t = say(deskRounds).problems;
  const all = useLoad(readCases);
  useLive(['slip', 'held', 'phone'], all.again);
  return (
    <Page title={t.title} lead={t.lead}>
      <Loading of={all}>
        {({list, held}) =>
          list.length + waitingIn(held) === 0 ? (
            <EmptyState title={t.none}>{t.noneText}</EmptyState>
          ) : (
            <ul class="list">
              {list.map(p => (
                <li key={`${p.slip}-${p.entry}`}>
                  <CaseCard of={p} again={all.again} />
                </li>
              ))}
              <HeldItems held={held} again={all.again} />
            </ul>
          )
        }
      </Loading>
    </Page>
  );
}

type Cases = {readonly list: readonly Case[]; readonly held: Held};

async function readCases(): Promise<Result<Cases>> {
  const [list, waiting] = await Promise.all([problems(), held()]);
  if (!list.ok) return list;
  if (!waiting.ok) return waiting;
  return {ok: true, data: {list: list.data.problems, held: waiting.data}};
}

function Told({of: p}: {readonly of: Case}) {
  const t = say(deskRounds).problems;
  const why = [p.reason && failWord(p.reason), p.note].filter(Boolean).join(' – ');
  return (
    <>
      <h2 class="h3">
        {kindWord(p.kind)} – {p.household}
      </h2>
      <p class="soft small">
        {[p.number, p.merchant, t.by(p.byName), dateTime(p.at), t.received(ago(p.received, Date.now()))]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {why && <p>{why}</p>}
      {(p.effect || (p.codes ?? []).length > 0) && (
        <p class="row tight">
          {p.effect && <Badge tone={p.effect === 'flagged' ? 'warn' : 'bad'}>{effectWord(p.effect)}</Badge>}
          {p.codes?.map(c => (
            <Badge key={c}>{codeWord(c)}</Badge>
          ))}
        </p>
      )}
    </>
  );
}

type CardProps = {readonly of: Case; readonly again: () => void};

function CaseCard({of: p, again}: CardProps) {
  const t = say(deskRounds).problems;
  const asking = useSignal<'accept' | 'dismiss' | 'cancel' | 'otherDay' | null>(null);
  const close = () => (asking.value = null);
  const decide = async (decision: string, reason: string) => {
    const r = await settleEntry(p.slip, {entry: p.entry, decision, reason});
    if (!r.ok) {
      again();
      return r.problem;
    }
    toast(t.settled);
    again();
    return null;
  };
  return (
    <article class="card case">
      <Told of={p} />
      <div class="row tight">
        {p.effect && (
          <>
            <Button look="primary" onClick={() => (asking.value = 'accept')}>
              {t.accept}
            </Button>
            <Button onClick={() => (asking.value = 'dismiss')}>{t.dismiss}</Button>
          </>
        )}
        {!p.effect && (
          <>
            <Button look="primary" onClick={() => (asking.value = 'otherDay')}>
              {t.otherDay}
            </Button>
            <Button look="danger" onClick={() => (asking.value = 'cancel')}>
              {t.cancel}
            </Button>
          </>
        )}
        <ButtonLink href={`/desk/slips/${p.slip}`}>{t.open}</ButtonLink>
      </div>
      {(asking.value === 'accept' || asking.value === 'dismiss') && (
        <AskReason
          title={asking.value === 'accept' ? t.accept : t.dismiss}
          yes={asking.value === 'accept' ? t.accept : t.dismiss}
          reasons={[]}
          onClose={close}
          send={reason => decide(asking.value ?? '', reason)}
        />
      )}
      {asking.value === 'cancel' && (
        <AskReason
          title={t.cancel}
          yes={t.cancel}
          danger
          reasons={[]}
          onClose={close}
          send={async reason => {
            const r = await cancelSlip(p.slip, reason);
            if (!r.ok) return r.problem;
            toast(t.cancelled);
            again();
            return null;
          }}
        />
      )}
      {asking.value === 'otherDay' && <PutOffDialog id={p.slip} again={again} onClose={close} />}
    </article>
  );
}
