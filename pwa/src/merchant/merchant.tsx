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
  const asked = useSignal(false);
  const form = useForm({
    check: v => (bareCode(textOf(v, 'code')).length === CODE_LENGTH ? {} : {code: t.codeShort}),
    send: async () => {
      asked.value = true;
      return null;
    },
  });
  return (
    <DoorFrame home="/s" say={t.say}>
      <Page title={t.title} lead={t.lead} narrow>
        {asked.value && <Banner tone="warn">{t.soon}</Banner>}
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
