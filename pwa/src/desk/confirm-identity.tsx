// Asks for the password again: an act wants a fresh sign-in, or the session is over. The screen below keeps what was typed.
import {signal, useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {signIn, type Me} from '../api/desk';
import {confirmation, type Why} from '../api/http';
import {deskAccess} from '../i18n/desk-access';
import {say} from '../i18n/lang';
import {Button} from '../ui/button';
import {Dialog} from '../ui/dialog';
import {Field} from '../ui/field';
import {formProps, secretOf, textOf, useForm} from '../ui/form';
import {ProblemBanner} from '../ui/problem';

type Asked = {readonly why: Why; readonly answer: Promise<boolean>; readonly settle: (confirmed: boolean) => void};

const asked = signal<Asked | null>(null);

/** Two acts at once are confirmed by one answer. */
function ask(why: Why): Promise<boolean> {
  if (asked.value) return asked.value.answer;
  let settle: Asked['settle'] = () => {};
  const answer = new Promise<boolean>(resolve => {
    settle = confirmed => {
      asked.value = null;
      resolve(confirmed);
    };
  });
  asked.value = {why, answer, settle};
  return answer;
}

export function ConfirmIdentity({who}: {readonly who: Me}) {
  useEffect(() => {
    confirmation.ask = ask;
    return () => {
      confirmation.ask = null;
      asked.value?.settle(false);
    };
  }, []);
  return asked.value && <Question who={who} why={asked.value.why} settle={asked.value.settle} />;
}

type QuestionProps = {readonly who: Me; readonly why: Why; readonly settle: Asked['settle']};

function Question({who, why, settle}: QuestionProps) {
  const t = say(deskAccess);
  const ended = why === 'ended';
  const second = useSignal(who.factor ?? false);
  const form = useForm({
    check: v => ({
      ...(secretOf(v, 'password') ? {} : {password: t.signIn.passwordNeeded}),
      ...(second.value && !textOf(v, 'code') ? {code: t.signIn.codeNeeded} : {}),
    }),
    send: async v => {
      const code = textOf(v, 'code').replace(/\s/g, '');
      const r = await signIn({
        login: who.login ?? '',
        password: secretOf(v, 'password'),
        ...(code ? {code} : {}),
      });
      if (r.ok) settle(true);
      else if (r.problem.code === 'session.code_needed' && !second.value) second.value = true;
      else return r.problem;
      return null;
    },
  });
  return (
    <Dialog
      title={ended ? t.again.title : t.confirm.title}
      onClose={() => settle(false)}
      {...(ended ? {leave: t.again.leave} : {})}
    >
      <form class="stack" data-loose {...formProps(form)}>
        <p>{ended ? t.again.text(who.name) : t.confirm.text}</p>
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <input type="text" name="username" autocomplete="username" value={who.login} hidden readOnly />
        <Field
          name="password"
          type="password"
          label={t.signIn.password}
          error={form.errors['password']}
          autocomplete="current-password"
        />
        {second.value && (
          <Field
            name="code"
            label={t.signIn.code}
            hint={t.signIn.codeHint}
            error={form.errors['code']}
            code
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
          />
        )}
        <Button look="primary" type="submit" busy={form.busy}>
          {ended ? t.again.yes : t.confirm.yes}
        </Button>
      </form>
    </Dialog>
  );
}
