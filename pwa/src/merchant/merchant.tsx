import {useSignal} from '@preact/signals';
import {bareCode, CODE_LENGTH} from '../code';
import {merchant} from '../i18n/merchant';
import {say} from '../i18n/lang';
import {Banner} from '../ui/blocks';
import {Button} from '../ui/button';
import {Field} from '../ui/field';
import {formProps, textOf, useForm} from '../ui/form';
import {DoorFrame} from '../ui/frame';
import {Page} from '../ui/page';

/** What it is, and the short code. Opening the slip itself comes with the slip's routes. */
export function Merchant() {
  const t = say(merchant);
  const answer = useSignal<'none' | 'soon' | 'offline'>('none');
  const form = useForm({
    check: v => (bareCode(textOf(v, 'code')).length === CODE_LENGTH ? {} : {code: t.codeShort}),
    send: async () => {
      answer.value = (await serverAnswers()) ? 'soon' : 'offline';
      return null;
    },
  });
  return (
    <DoorFrame home="/s" say={t.say}>
      <Page title={t.title} lead={t.lead} narrow>
        {answer.value === 'soon' && <Banner tone="warn">{t.soon}</Banner>}
        {answer.value === 'offline' && (
          <Banner tone="warn">
            <strong>{t.offlineTitle}</strong>
            <p>{t.offline}</p>
          </Banner>
        )}
        <form class="stack" {...formProps(form)}>
          <Field
            code
            name="code"
            label={t.code}
            hint={t.codeHint}
            error={form.errors['code']}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={20}
          />
          <Button look="primary" type="submit" busy={form.busy}>
            {t.open}
          </Button>
        </form>
        <p class="soft">{t.scan}</p>
      </Page>
    </DoorFrame>
  );
}

/** Asks the server itself: what the browser says of the network is not to be trusted. */
async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', {signal: AbortSignal.timeout(10_000)})).ok;
  } catch {
    return false;
  }
}
