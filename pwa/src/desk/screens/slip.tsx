// One slip: what it says, where goods and cheque are, what the desk may do, and everything that happened.
import type {Me} from '../../api/desk';
import {renewSlipCodes, slip, slipCodes, type SlipDetail} from '../../api/town';
import {euros} from '../../i18n/format';
import {deskCode} from '../../i18n/desk-code';
import {deskField} from '../../i18n/desk-field';
import {deskIntake} from '../../i18n/desk-intake';
import {deskOrder} from '../../i18n/desk-order';
import {say} from '../../i18n/lang';
import {Badge, Banner, Card, Facts} from '../../ui/blocks';
import {useLoad} from '../../ui/load';
import {Page} from '../../ui/page';
import {QrImage} from '../../ui/qr';
import {Link} from '../../ui/router';
import {useLive} from '../live';
import {dayTitle, hoursText} from '../parts/days';
import {Journal, MarkOf, useNames} from '../parts/journal';
import {Opened} from '../parts/opened';
import {PrintLink} from '../parts/print';
import {RenewCode} from '../parts/renew-code';
import {SendButtons} from '../parts/send';
import {channelWord, chequeWord, SlipState, Tel} from '../parts/words';
import {may} from '../session';
import {SlipActions} from './slip-actions';

export function SlipScreen({who, id}: {readonly who: Me; readonly id: string}) {
  const loaded = useLoad(() => slip(id), id);
  useLive(['slip'], loaded.again);
  const list = {title: say(deskOrder).slips.title, href: '/desk/slips'};
  return (
    <Opened of={loaded} list={list}>
      {s => <Record key={s.id} who={who} slip={s} again={loaded.again} />}
    </Opened>
  );
}

type Props = {readonly who: Me; readonly slip: SlipDetail; readonly again: () => void};

function Record({who, slip: s, again}: Props) {
  const t = say(deskOrder).slip;
  const codes = useLoad(() => slipCodes(s.id), s.id);
  const name = useNames();
  return (
    <Page title={t.title(s.number)} lead={`${s.merchant.name} → ${s.household.name ?? ''}`}>
      <SlipState slip={s} />
      <Links slip={s} />
      {s.cancelled && <Banner tone="warn">{s.cancelled}</Banner>}
      {s.goodsReason && <Banner tone="warn">{s.goodsReason}</Banner>}
      <SendButtons who={who} slip={s} again={again} />
      <SlipActions who={who} slip={s} again={again} />
      <div class="columns">
        <Card title={t.products} id="products">
          {s.direct && <Badge>{t.direct}</Badge>}
          <ul class="lines">
            {s.lines.map(l => (
              <li key={l.id}>
                {l.quantity ? `${l.quantity} ` : ''}
                {l.text}
                {l.gift && <Badge tone="good">{l.donor ? t.donor(l.donor) : t.gift}</Badge>}
              </li>
            ))}
          </ul>
          <Money slip={s} />
        </Card>
        <Card title={s.household.name ?? ''} id="door">
          <Facts rows={door(s, name)} />
        </Card>
        <Card title={t.journal} id="journal">
          <Journal slip={s} />
        </Card>
        <Card title={t.code} id="code">
          {codes.data && (
            <div class="qr">
              <QrImage text={codes.data.url} label={t.code} />
              <p class="big-code">{codes.data.code}</p>
            </div>
          )}
          <div class="row tight">
            <PrintLink of={`slips?slip=${s.id}`}>{say(deskOrder).send.print}</PrintLink>
            <PrintLink of={`labels?slip=${s.id}`}>{t.labels}</PrintLink>
            {codes.data && !s.closed && may(who, 'orders.edit') && (
              <RenewCode
                lead={say(deskCode).code.slip}
                renew={reason => renewSlipCodes(s.id, codes.data?.code ?? '', reason)}
                then={codes.again}
              />
            )}
          </div>
        </Card>
      </div>
    </Page>
  );
}

function Links({slip: s}: {readonly slip: SlipDetail}) {
  const t = say(deskField).corrective;
  return (
    <>
      {s.correctedBy && (
        <Banner tone="warn">
          {t.correctedBy} <Link href={`/desk/slips/${s.correctedBy.id}`}>{s.correctedBy.number}</Link>
        </Banner>
      )}
      {s.correctsSlip && (
        <Banner>
          {t.corrects} <Link href={`/desk/slips/${s.correctsSlip.id}`}>{s.correctsSlip.number}</Link>
        </Banner>
      )}
    </>
  );
}

function Money({slip: s}: {readonly slip: SlipDetail}) {
  const t = say(deskOrder);
  // A paper slip may bring a cheque whose amount nobody stated before.
  const cents = s.amountCents ?? s.cheque.amountCents;
  const amount = s.free ? t.slip.free : cents ? euros(cents) : t.slip.noAmount;
  return (
    <Facts
      rows={[
        [t.slips.amount, <span class="amount">{amount}</span>],
        ...(s.free
          ? []
          : [[t.slip.payee, s.merchant.payee ?? ''] as const, [t.slips.cheque, chequeWord(s.cheque.state)] as const]),
        ...(s.bags ? [[t.slip.bags, String(s.bags)] as const] : []),
        ...(s.sent ? [[t.send.sent, channelWord(s.sent)] as const] : []),
        ...(s.residentMark ? [[t.slip.resident, <MarkOf mark={s.residentMark} />] as const] : []),
        ...(s.merchantMark ? [[t.slip.shopMark, <MarkOf mark={s.merchantMark} />] as const] : []),
      ]}
    />
  );
}

const driverOf = (s: SlipDetail) => s.driver || (s.rounds?.find(r => r.id === s.round)?.driver ?? '');

function door(s: SlipDetail, name: (id: string) => string): readonly (readonly [string, preact.ComponentChildren])[] {
  const t = say(deskOrder).slip;
  const h = s.household;
  const rows: (readonly [string, preact.ComponentChildren])[] = [
    [t.day, dayTitle(s.day)],
    [
      t.round,
      s.round ? (
        <span>
          <Link href={`/desk/rounds?day=${s.day}`}>{name(driverOf(s)) || s.vehicle || t.round}</Link>
          {name(driverOf(s)) && s.vehicle && ` · ${s.vehicle}`}
          {s.driver && `, ${s.opened ? t.opened : t.notOpened}`}
        </span>
      ) : (
        t.noRound
      ),
    ],
  ];
  if (h.phone) rows.push([say(deskIntake).households.phone, <Tel number={h.phone} />]);
  if (h.address)
    rows.push([say(deskIntake).households.address, <Link href={`/desk/households/${h.id}`}>{h.address}</Link>]);
  if (h.access) rows.push([t.access, h.access]);
  if (h.availability) rows.push([t.availability, hoursText(h.availability)]);
  if (s.note) rows.push([t.note, s.note]);
  rows.push([
    say(deskOrder).slips.merchant,
    [s.merchant.name, s.merchant.hours && hoursText(s.merchant.hours)].filter(Boolean).join(', '),
  ]);
  if (s.merchant.phone) rows.push([say(deskIntake).households.phone, <Tel number={s.merchant.phone} />]);
  return rows;
}
