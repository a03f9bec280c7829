import type {HeldRow} from '@sync/storage';
import {capital, longDay} from '../../i18n/format';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {Badge, Banner, EmptyState, Item, List} from '../../ui/blocks';
import {Page} from '../../ui/page';
import {KeepData} from '../keep-data';
import {InstallHint} from '../install-hint';
import {rows, status} from '../phone';
import {Trouble} from '../trouble';

/** What the list reads of a slip document; everything else in it is for the stop's own screen. */
type SlipFace = {readonly number: string; readonly household: string; readonly merchant: string};

const text = (v: unknown): string => (typeof v === 'string' ? v : '');
const part = (v: unknown, key: string): unknown =>
  typeof v === 'object' && v !== null ? (v as Record<string, unknown>)[key] : undefined;

function faceOf(row: HeldRow): SlipFace {
  const sheet = part(row.doc, 'sheet') ?? row.doc;
  return {
    number: text(part(row.doc, 'number')),
    household: text(part(part(sheet, 'household'), 'name')),
    merchant: text(part(part(sheet, 'merchant'), 'name')),
  };
}

/** Today, honestly: what this phone holds, and nothing that the server has not granted. */
export function Home() {
  const t = say(driver);
  const who = status.value.driver;
  const all = rows.value;
  const slips = Array.isArray(all) ? (all as readonly HeldRow[]).filter(r => r.type === 'slip') : [];
  return (
    <Page title={who ? t.home.hello(who.name) : t.welcome.title} lead={capital(longDay(Date.now()))} narrow>
      <Trouble />
      {all === 'unreadable' && <Banner tone="bad">{t.home.unread}</Banner>}
      {slips.length === 0 ? (
        <EmptyState title={t.home.none}>
          <p class="soft">{t.home.noneText}</p>
        </EmptyState>
      ) : (
        <section class="stack" aria-labelledby="slips">
          <h2 id="slips">{t.home.count(slips.length)}</h2>
          <List label={t.home.slips}>
            {slips.map(r => (
              <Slip key={r.id} row={r} />
            ))}
          </List>
        </section>
      )}
      <InstallHint />
      <KeepData />
    </Page>
  );
}

function Slip({row}: {readonly row: HeldRow}) {
  const t = say(driver).home;
  const face = faceOf(row);
  const detail = [face.number && t.slip(face.number), face.merchant].filter(Boolean).join(' · ');
  return (
    <Item name={face.household || t.slip(face.number || row.id.slice(-6))} detail={detail}>
      {row.leaving && <Badge tone="warn">{t.leaving}</Badge>}
    </Item>
  );
}
