import {choosePassword, setUp} from '../../api/desk';
import {deskAccess} from '../../i18n/desk-access';
import {lang, say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Field} from '../../ui/field';
import {formProps, secretOf, textOf, useForm} from '../../ui/form';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go} from '../../ui/router';
import {toast} from '../../ui/toast';
import {askWho, session} from '../session';

const MIN_PASSWORD = 12;
const tooShort = (p: string) => [...p].length < MIN_PASSWORD;

/** The first administrator, from the one-time link of the terminal. The token stays in the fragment. */
export function SetUp({token}: {readonly token: string}) {
  const t = say(deskAccess).setup;
  const form = useForm({
    check: v => ({
      ...(textOf(v, 'name') ? {} : {name: t.nameNeeded}),
      ...(textOf(v, 'login') ? {} : {login: say(deskAccess).signIn.loginNeeded}),
      ...(tooShort(secretOf(v, 'password')) ? {password: t.passwordShort} : {}),
    }),
    send: async v => {
      const r = await setUp({
        token,
        name: textOf(v, 'name'),
        login: textOf(v, 'login'),
        password: secretOf(v, 'password'),
        locale: lang.peek(),
      });
      if (!r.ok) return r.problem;
      session.value = {kind: 'somebody', me: r.data};
      go('/desk', {replace: true});
      return null;
    },
  });
  return (
    <Page title={t.title} lead={t.lead} narrow>
      {!token && <Banner tone="bad">{t.noLink}</Banner>}
      <form class="stack" {...formProps(form)}>
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <Field name="name" label={t.name} hint={t.nameHint} error={form.errors['name']} autocomplete="name" />
        <Field
          name="login"
          label={t.login}
          hint={t.loginHint}
          error={form.errors['login']}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
        />
        <Field
          name="password"
          type="password"
          label={t.password}
          hint={t.passwordHint}
          error={form.errors['password']}
          autocomplete="new-password"
        />
        <Button look="primary" type="submit" busy={form.busy}>
          {t.submit}
        </Button>
      </form>
    </Page>
  );
}

/** A first or new password, from the link that an administrator handed over. */
export function ChoosePassword({token}: {readonly token: string}) {
  const t = say(deskAccess).setup;
  const form = useForm({
    check: v => (tooShort(secretOf(v, 'password')) ? {password: t.passwordShort} : {}),
    send: async v => {
      const r = await choosePassword({token, password: secretOf(v, 'password')});
      if (!r.ok) return r.problem;
      toast(t.chosen);
      await askWho();
      go('/desk', {replace: true});
      return null;
    },
  });
  return (
    <Page title={t.chooseTitle} lead={t.chooseLead} narrow>
      <form class="stack" {...formProps(form)}>
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <Field
          name="password"
          type="password"
          label={t.password}
          hint={t.passwordHint}
          error={form.errors['password']}
          autocomplete="new-password"
        />
        <Button look="primary" type="submit" busy={form.busy}>
          {t.chooseSubmit}
        </Button>
      </form>
    </Page>
  );
}
