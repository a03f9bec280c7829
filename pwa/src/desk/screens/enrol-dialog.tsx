import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {newEnrolment, type Person} from '../../api/desk';
import {clockTime} from '../../i18n/format';
import {deskPeople} from '../../i18n/desk-people';
import {say} from '../../i18n/lang';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {QrImage} from '../../ui/qr';

/** The link as QR and as typed code. Shown once: closing it loses it, a new one is one press away. */
export function EnrolDialog({person, onClose}: {readonly person: Person; readonly onClose: () => void}) {
  const t = say(deskPeople).enrol;
  const ticket = useLoad(() => newEnrolment(person.id));
  return (
    <Dialog title={t.title(person.name)} onClose={onClose}>
      <Loading of={ticket}>
        {({code, url, expiresAt}) => (
          <div class="stack" key={code}>
            <p>{t.how}</p>
            <div class="qr">
              <QrImage text={url} label={t.qr} />
              <p class="soft small">{t.code}</p>
              <p class="big-code code-text">{code}</p>
              <p class="soft small">
                {t.address} <span class="code-text">{`${new URL(url).host}/enrol`}</span>
              </p>
            </div>
            <Expiry at={expiresAt} again={ticket.again} />
            <p class="soft small">{t.once}</p>
          </div>
        )}
      </Loading>
    </Dialog>
  );
}

/** Counts whole minutes, so that it is said ten times and not six hundred. */
function Expiry({at, again}: {readonly at: string; readonly again: () => void}) {
  const t = say(deskPeople).enrol;
  const end = new Date(at).getTime();
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  const left = end - now.value;
  if (left <= 0) {
    return (
      <Banner tone="warn">
        <p>{t.gone}</p>
        <Button look="primary" icon="refresh" onClick={again}>
          {t.again}
        </Button>
      </Banner>
    );
  }
  return (
    <p>
      {t.until(clockTime(end))} <span class="soft">{t.left(Math.ceil(left / 60_000))}</span>
    </p>
  );
}
