import {useSignal} from '@preact/signals';
import {
  beginFactor,
  changePassword,
  confirmFactor,
  endFactor,
  endSession,
  sessions,
  signOut,
  type Me,
} from '../../api/desk';
import type {Problem} from '../../api/problem';
import {deskAccess} from '../../i18n/desk-access';
import {deskPeople} from '../../i18n/desk-people';
import {ago} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {Badge, Banner, Card, Facts, Item, List} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Field} from '../../ui/field';
import {formProps, secretOf, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {QrImage} from '../../ui/qr';
import {toast} from '../../ui/toast';
import {PushHere} from '../push';
import {roleName} from '../roles';
import {askWho, session} from '../session';

export function Account({who}: {readonly who: Me}) {
  const t = say(deskAccess).account;
  const leave = async () => {
    await signOut();
    session.value = {kind: 'nobody', ended: false};
  };
  return (
    <Page title={t.title} lead={t.lead} narrow>
      <Card title={t.who} id="who">
        <Facts
          rows={[
            [say(deskPeople).person.name, who.name],
            ...(who.login ? [[t.login, who.login] as const] : []),
            [t.roles, who.roles.map(roleName).join(', ')],
          ]}
        />
        <Button icon="exit" onClick={leave}>
          {t.signOut}
        </Button>
      </Card>
      <PasswordCard />
      <FactorCard on={who.factor ?? false} />
      <PushHere />
      <SessionsCard />
    </Page>
  );
}

const shownProblem = (form: ReturnType<typeof useForm>) =>
  form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />;

function PasswordCard() {
  const t = say(deskAccess).account;
  const s = say(deskAccess);
  const form = useForm({
    check: v => ({
      ...(secretOf(v, 'current') ? {} : {current: s.signIn.passwordNeeded}),
      ...([...secretOf(v, 'next')].length < 12 ? {next: s.setup.passwordShort} : {}),
    }),
    send: async v => {
      const r = await changePassword({current: secretOf(v, 'current'), next: secretOf(v, 'next')});
      if (!r.ok) return onField(r.problem, r.problem.code === 'password.wrong' ? 'current' : 'next');
      form.ref.current?.reset();
      toast(t.changed);
      return null;
    },
  });
  return (
    <Card title={t.passwordTitle} id="password">
      <form class="stack" {...formProps(form)}>
        {shownProblem(form)}
        <Field
          name="current"
          type="password"
          label={t.current}
          error={form.errors['current']}
          autocomplete="current-password"
        />
        <Field
          name="next"
          type="password"
          label={t.next}
          hint={s.setup.passwordHint}
          error={form.errors['next']}
          autocomplete="new-password"
        />
        <Button type="submit" busy={form.busy}>
          {t.change}
        </Button>
      </form>
    </Card>
  );
}

/** The server names the field "password"; a form with two of them must say which. */
function onField(p: Problem, field: string): Problem {
  return p.fields?.['password'] ? {...p, fields: {[field]: p.detail}} : p;
}

type Step =
  | {readonly kind: 'rest'}
  | {readonly kind: 'scan'; readonly secret: string; readonly url: string}
  | {readonly kind: 'done'; readonly recovery: readonly string[]};

function FactorCard({on}: {readonly on: boolean}) {
  const t = say(deskAccess).account;
  const step = useSignal<Step>({kind: 'rest'});
  const now = step.value;
  return (
    <Card title={t.totpTitle} id="factor">
      <Badge tone={on ? 'good' : 'warn'}>{on ? t.totpOn : t.totpOff}</Badge>
      <p>{t.totpWhy}</p>
      {now.kind === 'rest' && <FactorSwitch on={on} onScan={s => (step.value = s)} />}
      {now.kind === 'scan' && (
        <FactorScan secret={now.secret} url={now.url} onDone={recovery => (step.value = {kind: 'done', recovery})} />
      )}
      {now.kind === 'done' && (
        <div class="stack">
          <Banner tone="good">
            <p>{t.totpDone}</p>
          </Banner>
          <h3>{t.totpRecovery}</h3>
          <p>{t.totpRecoveryText}</p>
          <ul class="code-text">
            {now.recovery.map(c => (
              <li key={c}>{c}</li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

/** The password is asked again before the second step changes. */
function FactorSwitch({on, onScan}: {readonly on: boolean; readonly onScan: (s: Step) => void}) {
  const t = say(deskAccess).account;
  const form = useForm({
    check: v => (secretOf(v, 'password') ? {} : {password: say(deskAccess).signIn.passwordNeeded}),
    send: async v => {
      const password = secretOf(v, 'password');
      if (on) {
        const r = await endFactor({password});
        if (!r.ok) return r.problem;
        toast(t.totpRemoved);
        await askWho();
        return null;
      }
      const r = await beginFactor({password});
      if (!r.ok) return r.problem;
      onScan({kind: 'scan', secret: r.data.secret, url: r.data.url});
      return null;
    },
  });
  return (
    <form class="stack" {...formProps(form)}>
      {shownProblem(form)}
      <Field
        name="password"
        type="password"
        label={t.current}
        error={form.errors['password']}
        autocomplete="current-password"
      />
      <Button type="submit" look={on ? 'danger' : 'secondary'} icon="lock" busy={form.busy}>
        {on ? t.totpRemove : t.totpStart}
      </Button>
    </form>
  );
}

type ScanProps = {
  readonly secret: string;
  readonly url: string;
  readonly onDone: (recovery: readonly string[]) => void;
};

function FactorScan({secret, url, onDone}: ScanProps) {
  const t = say(deskAccess).account;
  const form = useForm({
    check: v => (textOf(v, 'code') ? {} : {code: say(deskAccess).signIn.codeNeeded}),
    send: async v => {
      const r = await confirmFactor({code: textOf(v, 'code').replace(/\s/g, '')});
      if (!r.ok) return r.problem;
      onDone(r.data.recovery);
      await askWho();
      return null;
    },
  });
  return (
    <form class="stack" {...formProps(form)}>
      {shownProblem(form)}
      <p>{t.totpScan}</p>
      <div class="qr">
        <QrImage text={url} label={say(deskPeople).qr} />
        <p class="small">{t.totpKey}</p>
        <p class="code-text">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      </div>
      <Field
        name="code"
        label={say(deskAccess).signIn.code}
        error={form.errors['code']}
        code
        inputMode="numeric"
        autocomplete="one-time-code"
      />
      <Button type="submit" look="primary" busy={form.busy}>
        {t.totpConfirm}
      </Button>
    </form>
  );
}

function SessionsCard() {
  const t = say(deskAccess).account;
  const all = useLoad(sessions);
  const problem = useSignal<Problem | null>(null);
  const end = async (id: string) => {
    const r = await endSession(id);
    problem.value = r.ok ? null : r.problem;
    if (r.ok) toast(t.sessionEnded);
    all.again();
  };
  return (
    <Card title={t.sessionsTitle} id="sessions">
      {problem.value && <ProblemBanner problem={problem.value} />}
      <Loading of={all}>
        {({sessions: list}) => (
          <List label={t.sessionsTitle}>
            {list.map(s => (
              <Item key={s.id} name={s.label} detail={t.sessionSeen(ago(s.seen, Date.now()))}>
                {s.current ? (
                  <Badge tone="good">{t.sessionHere}</Badge>
                ) : (
                  <Button aria-label={t.sessionEndOf(s.label)} onClick={() => end(s.id)}>
                    {t.sessionEnd}
                  </Button>
                )}
              </Item>
            ))}
          </List>
        )}
      </Loading>
    </Card>
  );
}
