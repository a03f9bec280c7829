import {useSignal} from '@preact/signals';
import {signIn, type Me} from '../../api/desk';
import {deskAccess} from '../../i18n/desk-access';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Field} from '../../ui/field';
import {formProps, secretOf, textOf, useForm} from '../../ui/form';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {session} from '../session';

type First = {readonly login: string; readonly password: string};

const enter = (me: Me) => {
  session.value = {kind: 'somebody', me};
};

/** Login and password, then the second step when the account has one. */
export function SignIn({ended}: {readonly ended: boolean}) {
  const first = useSignal<First | null>(null);
  return first.value ? (
    <SecondStep first={first.value} onStartOver={() => (first.value = null)} />
  ) : (
    <FirstStep ended={ended} onCodeNeeded={f => (first.value = f)} />
  );
}

function FirstStep({ended, onCodeNeeded}: {readonly ended: boolean; readonly onCodeNeeded: (f: First) => void}) {
  const t = say(deskAccess).signIn;
  const form = useForm({
    check: v => ({
      ...(textOf(v, 'login') ? {} : {login: t.loginNeeded}),
      ...(secretOf(v, 'password') ? {} : {password: t.passwordNeeded}),
    }),
    send: async v => {
      const typed = {login: textOf(v, 'login'), password: secretOf(v, 'password')};
      const r = await signIn(typed);
      if (r.ok) enter(r.data);
      else if (r.problem.code === 'session.code_needed') onCodeNeeded(typed);
      else return r.problem;
      return null;
    },
  });
  return (
    <Page title={t.title} lead={t.lead} narrow>
      {ended && <Banner tone="warn">{t.ended}</Banner>}
      <form class="stack" {...formProps(form)}>
        <Problems form={form} />
        <Field
          name="login"
          label={t.login}
          error={form.errors['login']}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
        />
        <Field
          name="password"
          type="password"
          label={t.password}
          error={form.errors['password']}
          autocomplete="current-password"
        />
        <Button look="primary" type="submit" busy={form.busy}>
          {t.submit}
        </Button>
      </form>
      <p class="soft small">{t.forgotten}</p>
      <p class="small">
        <a href="/">{t.driver}</a>
      </p>
    </Page>
  );
}

function SecondStep({first, onStartOver}: {readonly first: First; readonly onStartOver: () => void}) {
  const t = say(deskAccess).signIn;
  const form = useForm({
    check: v => (textOf(v, 'code') ? {} : {code: t.codeNeeded}),
    send: async v => {
      const r = await signIn({...first, code: textOf(v, 'code').replace(/\s/g, '')});
      if (!r.ok) return r.problem;
      enter(r.data);
      return null;
    },
  });
  return (
    <Page title={t.codeTitle} lead={t.codeLead} narrow>
      <form class="stack" {...formProps(form)}>
        <Problems form={form} />
        <Field
          name="code"
          label={t.code}
          hint={t.codeHint}
          error={form.errors['code']}
          code
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck={false}
        />
        <Button look="primary" type="submit" busy={form.busy}>
          {t.codeSubmit}
        </Button>
        <Button look="plain" onClick={onStartOver}>
          {t.startOver}
        </Button>
      </form>
    </Page>
  );
}

/** A fault that belongs to a field is shown there; throttling in words that do not frighten. */
function Problems({form}: {readonly form: ReturnType<typeof useForm>}) {
  const t = say(deskAccess).signIn;
  if (!form.problem || form.problem.fields) return null;
  return form.problem.status === 429 ? (
    <ProblemBanner problem={form.problem} text={t.throttled} />
  ) : (
    <ProblemBanner problem={form.problem} />
  );
}
