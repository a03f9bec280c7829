import {driver} from '../../i18n/driver';
import {office} from '../../i18n/office';
import {ago} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {Banner, Card, Facts} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Page} from '../../ui/page';
import {WithVisit} from '../part';
import {client, rows, status} from '../phone';
import {Trouble} from '../trouble';

/** What waits, since when, and the button that sends it. Never "all sent" before the server said so. */
export function Outbox() {
  const t = say(driver);
  const o = say(office).outbox;
  const s = status.value;
  const now = Date.now();
  const facts: [string, string][] = [
    [o.contact, s.lastContact === null ? o.noContact : ago(s.lastContact, now)],
    ...(s.oldest === null ? [] : [[o.oldest, ago(s.oldest, now)] as [string, string]]),
    ...(s.photos === 0 ? [] : [[o.photos(s.photos), ''] as [string, string]]),
  ];
  return (
    <Page title={t.sync.title} narrow>
      <Trouble />
      {s.state === 'offline' && (
        <Banner tone="warn">
          <p>{o.failed}</p>
        </Banner>
      )}
      {s.parked.length > 0 && (
        <Banner tone="bad">
          <p>
            <strong>{t.sync.parked(s.parked.length)}</strong>
          </p>
          <p>{o.parkedText}</p>
          <p class="code-text small">{s.parked.map(p => p.code || p.reason).join(', ')}</p>
        </Banner>
      )}
      <Card>
        <h2>{rows.value === 'unreadable' ? t.sync.unknown : s.acts === 0 ? t.sync.allSent : t.sync.waiting(s.acts)}</h2>
        <Facts rows={facts} />
        <Button look="primary" icon="outbox" busy={s.state === 'sending'} onClick={() => client.trigger('tap')}>
          {s.state === 'sending' ? o.sending : o.sendNow}
        </Button>
        <p class="soft small">{o.offlineFine}</p>
      </Card>
      <WithVisit view={p => <p.Queue />} />
    </Page>
  );
}
