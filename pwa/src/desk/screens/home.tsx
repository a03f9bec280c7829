import type {Me} from '../../api/desk';
import {capital, longDay} from '../../i18n/format';
import {deskPeople} from '../../i18n/desk-people';
import {say} from '../../i18n/lang';
import {Banner, Item, List} from '../../ui/blocks';
import {Page} from '../../ui/page';
import {doors} from '../doors';

/** What this person may do, as doors to open. */
export function Home({who}: {readonly who: Me}) {
  const t = say(deskPeople);
  const open = doors(who).filter(d => d.about);
  return (
    <Page title={t.home.hello(who.name)} lead={capital(longDay(Date.now()))}>
      {open.length === 0 && <Banner>{t.home.none}</Banner>}
      <List label={t.home.lead}>
        {open.map(d => (
          <Item key={d.href} href={d.href} name={d.label} detail={d.about} icon={d.icon} />
        ))}
      </List>
    </Page>
  );
}
