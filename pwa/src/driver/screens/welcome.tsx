import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {ButtonLink} from '../../ui/button';
import {Page} from '../../ui/page';
import {WithOffice} from '../part';

/** Before this phone has a name: the two ways in. */
export function Welcome() {
  const t = say(driver).welcome;
  return (
    <Page title={t.title} lead={t.lead} narrow>
      <Card title={t.driver} id="driver">
        <p>{t.driverText}</p>
        <ButtonLink href="/enrol" look="primary" icon="phone">
          {t.enrol}
        </ButtonLink>
        <ButtonLink href="/outbox" look="plain">
          {t.file}
        </ButtonLink>
      </Card>
      <Card title={t.staff} id="staff">
        <p>{t.staffText}</p>
        <ButtonLink href="/desk">{t.desk}</ButtonLink>
      </Card>
      <WithOffice aside view={p => <p.InstallHint />} />
    </Page>
  );
}
