import {useSignal} from '@preact/signals';
import type {Fact} from '@sync/client';
import type {Entry} from '@sync/slip-state';
import {driver} from '../../i18n/driver';
import {clockTime, euros} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge, Banner, Card, Facts, Item, List} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Confirm} from '../../ui/dialog';
import {Page} from '../../ui/page';
import {correctable, journalOf} from '../model/journal';
import {dueCents, openWorks, type Work} from '../model/work';
import {stopPath} from '../part';
import {device, me, tour} from '../phone';
import {Changed} from './late';
import {save} from './save';

/** One slip: what is on it, and what this phone recorded, which may be corrected for a while. */
export function SlipScreen({work}: {readonly work: Work}) {
  const t = say(visit);
  const {merchant, household, lines} = work.sheet;
  const {state} = work;
  const problem = useSignal('');
  const run = async (fact: Fact) => {
    problem.value = await save([fact], '');
  };
  return (
    <Page
      title={t.stop.slip(work.number)}
      lead={t.stop.from(merchant.name, household.name || say(driver).today.nobody)}
      narrow
    >
      {problem.value && <Banner tone="bad">{problem.value}</Banner>}
      <Changed key={work.id} works={[work]} />
      {state.cancelled && <Banner tone="warn">{t.slip.cancelled(state.cancelled.text ?? '')}</Banner>}
      {work.view.place === 'inHand' && <Banner tone="warn">{t.slip.notYours}</Banner>}
      {state.complete && <Banner tone="good">{t.slip.complete}</Banner>}
      <Facts
        rows={[
          [t.slip.payee, merchant.payee || merchant.name],
          [t.slip.amount, amountOf(work)],
          ...(state.goods.bags ? [[t.pickUp.bags, String(state.goods.bags)] as const] : []),
        ]}
      />
      <section class="stack" aria-labelledby="lines">
        <h2 id="lines">{t.slip.lines}</h2>
        <ul class="plain-lines">
          {lines.map(l => (
            <li key={l.id}>
              {l.quantity} {l.text}{' '}
              {l.gift && <Badge tone="good">{l.donor ? t.lines.giftOf(l.donor) : t.lines.gift}</Badge>}
            </li>
          ))}
          {lines.length === 0 && <li class="soft">{t.lines.none}</li>}
        </ul>
      </section>
      {state.goods.holder === me.value && <GiveBack work={work} run={run} />}
      <Recorded work={work} run={run} />
      <ToStop work={work} />
      <ButtonLink href="/" icon="back">
        {t.stop.back}
      </ButtonLink>
    </Page>
  );
}

function amountOf(work: Work): string {
  const t = say(visit);
  if (work.sheet.noPayment) return t.stop.free;
  const cents = work.state.cheque.amountCents ?? dueCents(work);
  return cents > 0 ? euros(cents) : t.stop.amountUnknown;
}

/** Where this slip is next to be taken, given or paid: a notice opens the slip, the driver goes on to the stop. */
function ToStop({work}: {readonly work: Work}) {
  const t = say(driver).today;
  const stop = tour.value.stops.find(s => openWorks(s, me.value).some(w => w.id === work.id));
  if (!stop) return null;
  return (
    <div class="thumb">
      <ButtonLink href={stopPath(stop)} look="primary">
        {t.open[stop.kind](stop.name || t.nobody)}
      </ButtonLink>
    </div>
  );
}

type ActProps = {readonly work: Work; readonly run: (fact: Fact) => Promise<void>};

function GiveBack({work, run}: ActProps) {
  const t = say(visit).slip;
  const asking = useSignal<'merchant' | 'service' | null>(null);
  const back = (to: 'merchant' | 'service') =>
    void run({kind: 'goodsReturned', target: {slip: work.id}, basis: work.version, data: {to}});
  return (
    <Card title={t.giveBack} id="give-back">
      <p>{t.giveBackText}</p>
      <div class="row">
        {(['merchant', 'service'] as const).map(to => (
          <Button key={to} onClick={() => (asking.value = to)}>
            {t.backTo[to]}
          </Button>
        ))}
      </div>
      {asking.value && (
        <Confirm
          title={t.giveBack}
          text={t.sureBack}
          yes={t.backTo[asking.value]}
          onYes={() => asking.value && back(asking.value)}
          onClose={() => (asking.value = null)}
        />
      )}
    </Card>
  );
}

function Recorded({work, run}: ActProps) {
  const t = say(visit).slip;
  const asking = useSignal<Entry | null>(null);
  const entries = journalOf(work, me.value);
  const undo = (e: Entry) =>
    void run({kind: 'corrected', target: {slip: work.id}, basis: work.version, data: {entry: e.id, reason: t.mistake}});
  return (
    <section class="stack" aria-labelledby="recorded">
      <h2 id="recorded">{t.recorded}</h2>
      {entries.length === 0 && <p class="soft">{t.nothing}</p>}
      <List>
        {entries.map(e => {
          const effect = work.state.effects[e.id];
          const undone = effect?.code === 'corrected';
          return (
            <Item key={e.id} name={kindWords(e)} detail={clockTime(e.at)}>
              {undone && <Badge tone="warn">{t.undone}</Badge>}
              {!e.received && <Badge icon="clock">{t.waiting}</Badge>}
              {correctable(e, work, device.value, Date.now()) && (
                <Button onClick={() => (asking.value = e)}>{t.correct}</Button>
              )}
            </Item>
          );
        })}
      </List>
      {entries.length > 0 && <p class="soft small">{t.correctUntil}</p>}
      {asking.value && (
        <Confirm
          title={t.correct}
          text={t.sureCorrect(kindWords(asking.value))}
          yes={t.correctYes}
          onYes={() => asking.value && undo(asking.value)}
          onClose={() => (asking.value = null)}
        />
      )}
    </section>
  );
}

function kindWords(e: Entry): string {
  const words: Readonly<Record<string, string>> = say(visit).kinds;
  return words[e.kind] ?? e.kind;
}
