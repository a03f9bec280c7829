// A slip's journal as people read it: what, who, when, and where it did not go smoothly.
import {people} from '../../api/desk';
import type {SlipDetail, SlipEntry} from '../../api/town';
import {dateTime, euros} from '../../i18n/format';
import {deskField} from '../../i18n/desk-field';
import {deskOrder} from '../../i18n/desk-order';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge} from '../../ui/blocks';
import {useLoad} from '../../ui/load';
import {JournalPhoto} from './photo';
import {dayName} from './days';
import {codeWord, effectWord, failWord, kindWord} from './words';

const word = (words: Readonly<Record<string, string>>, key: string): string => words[key] ?? key;

/** Names of colleagues by id; where they cannot be read, the id stands. */
export function useNames(): (id: string) => string {
  const all = useLoad(people);
  const names = new Map((all.data?.people ?? []).map(p => [p.id, p.name]));
  return id => names.get(id) ?? '';
}

type Mark = NonNullable<SlipDetail['residentMark']>;

export function MarkOf({mark: m}: {readonly mark: Mark}) {
  const t = say(deskOrder).slip;
  const how = m.cannotSign ? [t.cannotSign(m.cannotSign), m.witness && t.witness(m.witness)] : [m.name];
  return <span>{[...how, dateTime(m.at), m.paper && say(deskTown).vias.paper].filter(Boolean).join(', ')}</span>;
}

export function Journal({slip: s}: {readonly slip: SlipDetail}) {
  const name = useNames();
  return (
    <ol class="journal">
      {s.journal.map((e, i) => {
        const plan = e.kind === 'assigned' ? planned(s, i, name) : e.kind === 'corrected' ? corrected(s, e) : undefined;
        return (
          <Entry
            key={e.id}
            entry={e}
            by={e.by === s.merchant.id ? s.merchant.name : name(e.by)}
            {...(plan && {plan})}
          />
        );
      })}
    </ol>
  );
}

type Data = {
  readonly amountCents?: number;
  readonly reason?: string;
  readonly note?: string;
  readonly text?: string;
  readonly round?: string;
  readonly driver?: string;
  readonly entry?: string;
};
type Plan = {readonly what: string; readonly whose: string};

const dataOf = (e: SlipEntry | undefined): Data => (e?.data ?? {}) as Data;

/**
 * What became of the slip's round by the i-th entry. A draft's driver is not in its entry: it is whoever was then sent
 * out with it, or has it now.
 */
function planned(s: SlipDetail, i: number, name: (id: string) => string): Plan {
  const t = say(deskTown);
  const {round = '', driver = ''} = dataOf(s.journal[i]);
  if (!round) return {what: t.takenOut, whose: ''};
  const plans = s.journal.filter(e => e.kind === 'assigned');
  const at = plans.findIndex(e => e.id === s.journal[i]?.id);
  const before = dataOf(plans[at - 1]);
  const sent = plans.slice(at).find(e => dataOf(e).round === round && dataOf(e).driver);
  const there = s.rounds?.find(r => r.id === round);
  const who = name(driver || dataOf(sent).driver || (there?.driver ?? ''));
  return {
    what: before.round === round && driver ? (before.driver ? t.handedOn : t.sentOut) : kindWord('assigned'),
    whose: [who, there && dayName(there.day)].filter(Boolean).join(', '),
  };
}

/** Which line a correction takes back. */
function corrected(s: SlipDetail, e: SlipEntry): Plan {
  const target = s.journal.find(x => x.id === dataOf(e).entry);
  return {what: kindWord('corrected'), whose: target ? kindWord(target.kind) : ''};
}

function Entry({entry: e, by, plan}: {readonly entry: SlipEntry; readonly by: string; readonly plan?: Plan}) {
  const t = say(deskTown);
  const d = dataOf(e);
  const said = [
    plan?.whose,
    d.amountCents ? euros(d.amountCents) : '',
    d.reason && (e.kind === 'attemptFailed' ? failWord(d.reason) : d.reason),
    d.note,
    d.text,
  ].filter(Boolean);
  return (
    <li>
      <span class="strong">{plan?.what ?? kindWord(e.kind)}</span>
      <span class="soft small">{[dateTime(e.at), by, word(t.vias, e.via)].filter(Boolean).join(' · ')}</span>
      {said.length > 0 && <span>{said.join(' – ')}</span>}
      {(e.photos ?? []).map((sha256, i) => (
        <JournalPhoto key={sha256} sha256={sha256} alt={say(deskField).held.shown(i + 1)} />
      ))}
      {e.effect === 'applied' && e.code === 'corrected' && <Badge icon="back">{codeWord(e.code)}</Badge>}
      {e.effect !== 'applied' && (
        <Badge tone={e.effect === 'flagged' ? 'warn' : 'bad'}>
          {[effectWord(e.effect), e.code && codeWord(e.code)].filter(Boolean).join('\u00a0: ')}
        </Badge>
      )}
    </li>
  );
}
