// The key that signs for the town towards push services: how old it is, and a new one when it is asked for.
import {useSignal} from '@preact/signals';
import {pushKeys, rotatePushKeys} from '../../api/town';
import {deskService} from '../../i18n/desk-service';
import {dateTime} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Confirm} from '../../ui/dialog';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {ProblemBanner} from '../../ui/problem';
import {useAct} from '../parts/act';

export function PushKeys() {
  const t = say(deskService).keys;
  const loaded = useLoad(pushKeys);
  const asking = useSignal(false);
  const {act, busy, problem} = useAct();
  return (
    <Card title={t.title} id="push-keys">
      <p class="soft">{t.why}</p>
      {problem && <ProblemBanner problem={problem} />}
      <Loading of={loaded}>
        {({keys: [now, ...before]}) =>
          now ? (
            <div class="stack">
              <p>{t.since(dateTime(now.since))}</p>
              {before.map(k => k.until && <p key={k.since}>{t.old(dateTime(k.until))}</p>)}
              <Button icon="refresh" busy={busy} onClick={() => (asking.value = true)}>
                {t.rotate}
              </Button>
            </div>
          ) : (
            <p>{t.none}</p>
          )
        }
      </Loading>
      {asking.value && (
        <Confirm
          title={t.sure}
          text={t.sureText}
          yes={t.rotate}
          onYes={() => void act(rotatePushKeys, {done: t.rotated, then: loaded.again})}
          onClose={() => (asking.value = false)}
        />
      )}
    </Card>
  );
}
