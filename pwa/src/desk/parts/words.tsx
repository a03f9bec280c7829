// States in words, and small facts that every screen writes the same way.
import type {Slip} from '../../api/town';
import {phoneText} from '../../i18n/format';
import {deskField} from '../../i18n/desk-field';
import {deskOrder} from '../../i18n/desk-order';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge, type Tone} from '../../ui/blocks';

const word = (words: Readonly<Record<string, string>>, key: string): string => words[key] ?? key;

export const goodsWord = (state: string) => word(say(deskTown).goods, state);
export const chequeWord = (state: string) => word(say(deskTown).cheque, state);
export const channelWord = (channel: string) => word(say(deskTown).channels, channel);
export const kindWord = (kind: string) => word(say(deskTown).kinds, kind);
export const effectWord = (effect: string) => word(say(deskTown).effects, effect);
export const codeWord = (code: string) => word(say(deskTown).codes, code);
export const progressWord = (p: string) => word(say(deskTown).progress, p);
export const failWord = (r: string) => word(say(deskTown).fails, r);

const goodsTone: Readonly<Record<string, Tone>> = {
  ordered: 'warn',
  unavailable: 'bad',
  attemptFailed: 'bad',
  delivered: 'good',
  ready: 'good',
};

/** Where a slip is, in one or two badges. */
export function SlipState({slip: s}: {readonly slip: Slip}) {
  const t = say(deskTown);
  if (s.cancelled) return <Badge tone="bad">{t.cancelled}</Badge>;
  const tone = goodsTone[s.goods];
  return (
    <span class="row tight">
      <Badge {...(tone ? {tone} : {icon: 'clock' as const})}>{goodsWord(s.goods)}</Badge>
      {s.cheque.state === 'owed' && <Badge tone="warn">{say(deskOrder).slip.chequeToFetch}</Badge>}
      {s.attention && <Badge tone="bad">{t.toSettle}</Badge>}
      {s.complete && <Badge tone="good">{t.complete}</Badge>}
      {s.corrects && <Badge>{say(deskField).corrective.badge}</Badge>}
    </span>
  );
}

/** A number that a phone can call. */
export const Tel = ({number}: {readonly number: string}) => (
  <a href={`tel:${number.replace(/[^\d+]/g, '')}`} class="tel">
    {phoneText(number)}
  </a>
);
