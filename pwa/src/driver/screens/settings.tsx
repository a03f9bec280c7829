import {useSignal} from '@preact/signals';
import {common} from '../../i18n/common';
import {driver} from '../../i18n/driver';
import {office} from '../../i18n/office';
import {say} from '../../i18n/lang';
import {Card, Facts} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Confirm} from '../../ui/dialog';
import {Page} from '../../ui/page';
import {go} from '../../ui/router';
import {SettingsPanel} from '../../ui/settings-panel';
import {toast} from '../../ui/toast';
import {KeepData} from '../keep-data';
import {client, status} from '../phone';
import {PushHere} from '../push-here';

export function Settings() {
  const t = say(office).settings;
  const who = status.value.driver;
  const asking = useSignal(false);
  const leave = async () => {
    await client.signOut();
    toast(t.left);
    go('/', {replace: true});
  };
  return (
    <Page title={say(common).settings.title} narrow>
      <SettingsPanel />
      <KeepData />
      {who && <PushHere />}
      {who && (
        <Card title={t.phone} id="phone">
          <Facts rows={[[t.driver, who.name]]} />
          <Button look="danger" icon="exit" onClick={() => (asking.value = true)}>
            {t.leave}
          </Button>
        </Card>
      )}
      {asking.value && (
        <Confirm
          title={t.leave}
          text={status.value.acts > 0 ? `${say(driver).sync.waiting(status.value.acts)}. ${t.leaveText}` : t.leaveText}
          yes={t.leaveYes}
          onYes={leave}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </Page>
  );
}

/** Before anybody is known: what concerns the screen alone. */
export function OpenSettings() {
  return (
    <Page title={say(common).settings.title} narrow>
      <SettingsPanel />
    </Page>
  );
}
