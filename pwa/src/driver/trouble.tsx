import {driver} from '../i18n/driver';
import {say} from '../i18n/lang';
import {office} from '../i18n/office';
import {Banner} from '../ui/blocks';
import {ButtonLink} from '../ui/button';
import {status} from './phone';

/** What stands between this phone and the service, worst first; nothing when all is well or only the network is away. */
export function Trouble() {
  const t = say(driver);
  const o = say(office).trouble;
  const s = status.value;
  if (s.state === 'blocked') {
    const words: Readonly<Record<string, string>> = t.store;
    return <Banner tone="bad">{words[s.trouble ?? ''] ?? t.store.failed}</Banner>;
  }
  if (s.access === 'revoked') return <Banner tone="bad">{o.revoked}</Banner>;
  if (s.access === 'expired' || (s.driver && s.state === 'signIn')) {
    return (
      <Banner tone="warn">
        <p>{s.access === 'expired' ? o.expired : o.unsigned}</p>
        <ButtonLink href="/enrol">{t.enrol}</ButtonLink>
      </Banner>
    );
  }
  if (s.upgrade === 'needed') return <Banner tone="warn">{o.upgrade}</Banner>;
  return null;
}
