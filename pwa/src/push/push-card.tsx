import {useSignal} from '@preact/signals';
import type {Problem} from '../api/problem';
import {say} from '../i18n/lang';
import {push} from '../i18n/push';
import {Banner, Card} from '../ui/blocks';
import {Button} from '../ui/button';
import {Check} from '../ui/field';
import {useLoad} from '../ui/load';
import {ProblemBanner} from '../ui/problem';
import {toast} from '../ui/toast';
import {ask, stateNow, turnOff, turnOn, type Area, type Kind, type Settings, type Who} from './subscribe';

type Props = {readonly area: Area; readonly who: Who};

/** Asks for the permission with its reason beside the button, never by itself. */
export function PushCard({area, who}: Props) {
  const t = say(push);
  const state = useSignal(stateNow(area));
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const settings = useLoad(() => ask<Settings>(who, 'GET', '/api/push'));
  const act = async (what: () => Promise<Problem | null>) => {
    busy.value = true;
    problem.value = await what();
    state.value = stateNow(area);
    busy.value = false;
  };
  const begin = async () => {
    const r = await turnOn(area, who);
    return r.ok ? null : r.problem;
  };
  const end = async () => {
    await turnOff(who);
    return null;
  };
  if (!settings.data)
    return settings.problem && settings.problem.status > 0 ? <ProblemBanner problem={settings.problem} /> : null;
  if (!settings.data.enabled) {
    return (
      <Card title={t.title} id="push">
        <p>{t.serverOff}</p>
      </Card>
    );
  }
  return (
    <Card title={t.title} id="push">
      {problem.value && <ProblemBanner problem={problem.value} />}
      {state.value === 'off' && (
        <>
          <p>{area === 'driver' ? t.whyDriver : t.whyDesk}</p>
          <Button look="primary" busy={busy.value} onClick={() => act(begin)}>
            {t.turnOn}
          </Button>
        </>
      )}
      {state.value === 'on' && <On who={who} settings={settings.data} onOff={() => act(end)} busy={busy.value} />}
      {state.value === 'blocked' && <Banner tone="warn">{t.blocked}</Banner>}
      {state.value === 'install' && <p>{t.install}</p>}
      {state.value === 'unsupported' && <p>{t.unsupported}</p>}
    </Card>
  );
}

type OnProps = {
  readonly who: Who;
  readonly settings: Settings;
  readonly onOff: () => void;
  readonly busy: boolean;
};

function On({who, settings, onOff, busy}: OnProps) {
  const t = say(push);
  const off = useSignal<readonly Kind[]>(settings.kinds.filter(k => !k.on).map(k => k.kind));
  const problem = useSignal<Problem | null>(null);
  const choose = async (kind: Kind, hear: boolean) => {
    const before = off.value;
    off.value = hear ? before.filter(k => k !== kind) : [...before, kind];
    const r = await ask(who, 'PUT', '/api/push/kinds', {off: off.value});
    problem.value = r.ok ? null : r.problem;
    if (!r.ok) off.value = before;
  };
  const test = async () => {
    const r = await ask(who, 'POST', '/api/push/test', {});
    problem.value = r.ok ? null : r.problem;
    if (r.ok) toast(t.tested);
  };
  return (
    <>
      <Banner tone="good">{t.on}</Banner>
      {problem.value && <ProblemBanner problem={problem.value} />}
      {settings.kinds.length > 0 && (
        <fieldset class="stack">
          <legend>{t.kinds}</legend>
          {settings.kinds.map(({kind}) => (
            <Check
              key={kind}
              name={`push-${kind}`}
              label={t.kind[kind]}
              checked={!off.value.includes(kind)}
              onChange={hear => void choose(kind, hear)}
            />
          ))}
        </fieldset>
      )}
      <Button onClick={test}>{t.test}</Button>
      <Button busy={busy} onClick={onOff}>
        {t.turnOff}
      </Button>
    </>
  );
}

/** The card while there is something to decide, and nothing where nothing can be had. */
export function OfferPush(props: Props) {
  const first = useSignal(stateNow(props.area));
  const settings = useLoad(() => ask<Settings>(props.who, 'GET', '/api/push'));
  return first.value === 'off' && settings.data?.enabled ? <PushCard {...props} /> : null;
}
