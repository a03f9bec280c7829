import {office} from '../i18n/office';
import {say} from '../i18n/lang';
import {Card} from '../ui/blocks';
import {Button} from '../ui/button';
import {install, installWay} from './install';

/** How to install on this very phone; nothing once it is. */
export function InstallHint() {
  const t = say(office).install;
  const way = installWay();
  if (way === 'installed') return null;
  return (
    <Card title={t.title} id="install">
      <p>{t.why}</p>
      {way === 'offered' && (
        <Button icon="install" onClick={install}>
          {t.button}
        </Button>
      )}
      {way === 'iphone' && (
        <>
          <ol class="steps">
            {t.iphone.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p class="soft small">{t.iphoneWhy}</p>
        </>
      )}
      {way === 'byMenu' && <p class="soft">{t.other}</p>}
    </Card>
  );
}
