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
      {s.journal.map(e => (
        <Entry key={e.id} entry={e} by={e.by === s.merchant.id ? s.merchant.name : name(e.by)} />
      ))}
    </ol>
  );
}

type Data = {readonly amountCents?: number; readonly reason?: string; readonly note?: string; readonly text?: string};

function Entry({entry: e, by}: {readonly entry: SlipEntry; readonly by: string}) {
  const t = say(deskTown);
  const d = (e.data ?? {}) as Data;
  const said = [
    d.amountCents ? euros(d.amountCents) : '',
    d.reason && (e.kind === 'attemptFailed' ? failWord(d.reason) : d.reason),
    d.note,
    d.text,
  ].filter(Boolean);
  return (
    <li>
      <span class="strong">{kindWord(e.kind)}</span>
      <span class="soft small">{[dateTime(e.at), by, word(t.vias, e.via)].filter(Boolean).join(' · ')}</span>
      {said.length > 0 && <span>{said.join(' – ')}</span>}
      {(e.photos ?? []).map((sha256, i) => (
        <JournalPhoto key={sha256} sha256={sha256} alt={say(deskField).held.shown(i + 1)} />
      ))}
      {e.effect !== 'applied' && (
        <Badge tone={e.effect === 'flagged' ? 'warn' : 'bad'}>
          {[effectWord(e.effect), e.code && codeWord(e.code)].filter(Boolean).join(' : ')}
        </Badge>
      )}
    </li>
  );
}
