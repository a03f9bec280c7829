import {driver} from '../i18n/driver';
import {say} from '../i18n/lang';
import {Banner} from '../ui/blocks';
import {ButtonLink} from '../ui/button';
import {status} from './phone';

/** What stands between this phone and the service, worst first; nothing when all is well or only the network is away. */
export function Trouble() {
  const t = say(driver);
  const s = status.value;
  if (s.state === 'blocked') {
    const words: Readonly<Record<string, string>> = t.store;
    return <Banner tone="bad">{words[s.trouble ?? ''] ?? t.store.failed}</Banner>;
  }
  if (s.access === 'revoked') return <Banner tone="bad">{t.sync.revoked}</Banner>;
  if (s.access === 'expired' || (s.driver && s.state === 'signIn')) {
    return (
      <Banner tone="warn">
        <p>{s.access === 'expired' ? t.sync.expired : t.sync.unsigned}</p>
        <ButtonLink href="/enrol">{t.enrol}</ButtonLink>
      </Banner>
    );
  }
  if (s.upgrade === 'needed') return <Banner tone="warn">{t.sync.upgrade}</Banner>;
  return null;
}
