import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {office} from '../../i18n/office';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Page} from '../../ui/page';
import {status} from '../phone';

/** The disk cannot be read: nobody is asked to start again over what may still be on it. */
export function Locked() {
  const t = say(office).locked;
  const words: Readonly<Record<string, string>> = say(driver).store;
  return (
    <Page title={t.title} narrow>
      <Banner tone="bad">{words[status.value.trouble ?? ''] ?? words['unreadable']}</Banner>
      <p>{t.keep}</p>
      <Button look="primary" icon="refresh" onClick={() => location.reload()}>
        {t.retry}
      </Button>
    </Page>
  );
}
