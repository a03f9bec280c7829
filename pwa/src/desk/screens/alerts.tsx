// Welfare alerts, for the social worker alone: what was seen at the door, and what was done about it.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {alerts, reopenAlert, settleAlert, type Alert} from '../../api/town';
import {deskAlerts} from '../../i18n/desk-alerts';
import {ago, dateTime} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {Badge, EmptyState} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Area, Choice} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {asked} from '../../ui/router';
import {toast} from '../../ui/toast';
import {useLive} from '../live';
import {More, usePages} from '../parts/pages';
import {Tabs} from '../parts/tabs';
import '../css/alerts.css';

const states = ['open', 'settled'] as const;

export function AlertsScreen() {
  const t = say(deskAlerts);
  const state = states.find(s => s === asked('state')) ?? 'open';
  const all = usePages<Alert>(async cursor => {
    const r = await alerts(state, cursor);
    return r.ok ? {ok: true, data: {items: r.data.alerts, next: r.data.next ?? ''}} : r;
  }, state);
  useLive(['slip', 'alert'], all.again);
  const count = all.data?.items.length ?? 0;
  useEffect(() => {
    // The alert that was decided on is gone from the list, and the focus with it.
    if (document.activeElement === document.body) document.querySelector('h1')?.focus();
  }, [count]);
  return (
    <Page title={t.title} lead={t.lead}>
      <Tabs
        label={t.title}
        current={state}
        tabs={states.map(s => ({key: s, label: t.states[s], href: `/desk/alerts?state=${s}`}))}
      />
      <Loading of={all}>
        {({items}) =>
          items.length === 0 ? (
            <EmptyState title={t.none[state]} />
          ) : (
            <div class="stack">
              <ul class="list" aria-label={t.states[state]}>
                {items.map(a => (
                  <li key={`${a.slip}-${a.entry}`}>
                    <AlertCard of={a} again={all.again} />
                  </li>
                ))}
              </ul>
              <More of={all} />
            </div>
          )
        }
      </Loading>
    </Page>
  );
}

type CardProps = {readonly of: Alert; readonly again: () => void};

function AlertCard({of: a, again}: CardProps) {
  const t = say(deskAlerts);
  const asking = useSignal(false);
  const close = () => (asking.value = false);
  return (
    <article class="card case alert">
      <h2 class="h3">{a.household}</h2>
      <p class="said">{a.text}</p>
      <p class="soft small">
        {[t.by(a.byName), dateTime(a.at), t.received(ago(a.received, Date.now())), t.number(a.number)].join(' · ')}
      </p>
      {a.steps.length > 0 && <Past of={a} />}
      <div class="row tight">
        <Button look={a.settled ? 'secondary' : 'primary'} onClick={() => (asking.value = true)}>
          {a.settled ? t.reopen : t.settle}
        </Button>
        <ButtonLink href={`/desk/slips/${a.slip}`}>{t.slip}</ButtonLink>
      </div>
      {asking.value && !a.settled && <Settle of={a} again={again} onClose={close} />}
      {asking.value && a.settled && <Reopen of={a} again={again} onClose={close} />}
    </article>
  );
}

/** What was decided, the latest first. */
function Past({of: a}: {readonly of: Alert}) {
  const t = say(deskAlerts);
  const deeds: Readonly<Record<string, string>> = t.deeds;
  return (
    <ul class="past" aria-label={t.past}>
      {[...a.steps].reverse().map(s => (
        <li key={s.at}>
          <Badge {...(s.deed ? {tone: 'good' as const} : {tone: 'warn' as const})}>
            {s.deed ? (deeds[s.deed] ?? s.deed) : t.again}
          </Badge>
          <span class="soft small">{t.taken(s.byName, dateTime(s.at))}</span>
          {s.words && <p>{s.words}</p>}
        </li>
      ))}
    </ul>
  );
}

type DialogProps = CardProps & {readonly onClose: () => void};

function Settle({of: a, again, onClose}: DialogProps) {
  const t = say(deskAlerts);
  const deed = useSignal('');
  const form = useForm({
    check: v => ({
      deed: deed.value ? undefined : t.deedNeeded,
      words: deed.value === 'other' && !textOf(v, 'words') ? t.wordsNeeded : undefined,
    }),
    send: async v => {
      const r = await settleAlert(a.slip, {entry: a.entry, deed: deed.value, words: textOf(v, 'words')});
      again();
      if (!r.ok) return r.problem;
      toast(t.settled);
      onClose();
      return null;
    },
  });
  return (
    <Dialog title={t.settleOf(a.household)} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <p>{a.text}</p>
        <Choice
          legend={t.deed}
          name="deed"
          value={deed.value}
          options={Object.entries(t.deeds).map(([value, label]) => ({value, label}))}
          error={form.errors['deed']}
          onChange={v => (deed.value = v)}
        />
        <Area name="words" label={t.words} hint={t.wordsHint} error={form.errors['words']} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t.settle}
        </Button>
      </form>
    </Dialog>
  );
}

function Reopen({of: a, again, onClose}: DialogProps) {
  const t = say(deskAlerts);
  const form = useForm({
    check: v => ({words: textOf(v, 'words') ? undefined : t.wordsNeeded}),
    send: async v => {
      const r = await reopenAlert(a.slip, {entry: a.entry, reason: textOf(v, 'words')});
      again();
      if (!r.ok) return r.problem;
      toast(t.reopened);
      onClose();
      return null;
    },
  });
  return (
    <Dialog title={t.reopenOf(a.household)} onClose={onClose}>
      <form {...formProps(form)} class="stack">
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <p>{a.text}</p>
        <Area name="words" label={t.why} error={form.errors['words']} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t.reopen}
        </Button>
      </form>
    </Dialog>
  );
}
