import {useSignal} from '@preact/signals';
import type {Enrolled, Invitation} from '@sync/enrolment';
import {StoreError} from '@sync/storage';
import {noAnswer, type Problem} from '../../api/problem';
import {bareCode, CODE_LENGTH, shownCode} from '../../code';
import {driver} from '../../i18n/driver';
import {office} from '../../i18n/office';
import {say} from '../../i18n/lang';
import {Banner, Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Check, Field} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go} from '../../ui/router';
import {toast} from '../../ui/toast';
import {installWay} from '../install';
import {client} from '../phone';
import {useCharter} from './charter';

/** A name to find this phone by, from what the browser says of itself. */
function guessedLabel(): string {
  const ua = navigator.userAgent;
  const kind = ['iPhone', 'iPad', 'Android', 'Windows', 'Macintosh', 'Linux'].find(k => ua.includes(k));
  return kind === 'Macintosh' ? 'Mac' : (kind ?? '');
}

/** The person's press is what redeems the code: opening the link alone uses nothing up. */
export function Enrol({token}: {readonly token: string}) {
  const t = say(office).enrol;
  const byLink = useSignal(token !== '');
  const agreed = useSignal(false);
  const charterMissed = useSignal(false);
  const charter = useCharter();
  const form = useForm({
    check: v => {
      charterMissed.value = !agreed.value;
      const short = !byLink.value && bareCode(textOf(v, 'code')).length !== CODE_LENGTH;
      return {...(short ? {code: t.codeShort} : {}), ...(agreed.value ? {} : {charter: t.charterNeeded})};
    },
    send: async v => {
      const invitation: Invitation = byLink.value ? {token} : {code: shownCode(textOf(v, 'code'))};
      const problem = await redeem(invitation, textOf(v, 'label'));
      if (problem) return problem;
      toast(t.done);
      go('/', {replace: true});
      return null;
    },
  });
  return (
    <Page title={t.title} lead={byLink.value ? t.byLink : t.byCode} narrow>
      {installWay() === 'iphone' && <Banner tone="warn">{t.installFirst}</Banner>}
      <form class="stack" {...formProps(form)}>
        {form.problem && <ProblemBanner problem={form.problem} />}
        {!byLink.value && (
          <Field
            code
            name="code"
            label={t.code}
            hint={t.codeHint}
            error={form.errors['code']}
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={20}
          />
        )}
        <Field name="label" label={t.label} hint={t.labelHint} defaultValue={guessedLabel()} autocomplete="off" />
        <Card title={t.charterTitle} id="charter">
          <ul class="promises">
            {[...t.charter, ...charter].map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Check
            name="charter"
            label={t.charterAgree}
            checked={agreed.value}
            error={charterMissed.value && !agreed.value ? t.charterNeeded : undefined}
            onChange={v => {
              agreed.value = v;
            }}
          />
        </Card>
        <Button look="primary" type="submit" icon="phone" busy={form.busy}>
          {t.submit}
        </Button>
        {byLink.value && (
          <Button look="plain" onClick={() => (byLink.value = false)}>
            {t.another}
          </Button>
        )}
      </form>
    </Page>
  );
}

async function redeem(invitation: Invitation, label: string): Promise<Problem | null> {
  let done: Enrolled;
  try {
    done = await client.enrol(invitation, label);
  } catch (e) {
    return storeProblem(e);
  }
  switch (done.kind) {
    case 'enrolled':
      return null;
    case 'noAnswer':
      return noAnswer;
    case 'later':
      return {status: 429, code: 'access.throttled', detail: '', wait: Math.ceil(done.after / 1000)};
    case 'refused':
      return {status: 410, code: done.code, detail: done.code === 'enrolment.gone' ? say(office).enrol.again : ''};
  }
}

/** What the disk said, in words with a remedy. */
function storeProblem(e: unknown): Problem {
  const words: Readonly<Record<string, string>> = say(driver).store;
  const code = e instanceof StoreError ? e.code : 'failed';
  return {status: 507, code: `store.${code}`, detail: words[code] ?? say(driver).store.failed};
}
