// A round that the service called off, as a phone holds it in the round's place.
import type {RowView} from '@sync/view';
import {fields, reachedIn, text, type Round} from './round';

export type CancelledRound = {
  readonly id: string;
  readonly day: string;
  readonly reason: string;
  /** The name of who did. */
  readonly by: string;
  readonly at: string;
  /** Who set out has a mileage to note. */
  readonly state: Round['state'];
  readonly view: RowView;
};

/** Of the rows that are no slips and no rounds to drive. */
export const cancelledRounds = (rows: readonly RowView[]): readonly CancelledRound[] =>
  rows.filter(({row}) => row.type === 'cancelledRound').map(read);

function read(view: RowView): CancelledRound {
  const {day, reason, by, at} = fields(view.row.doc);
  return {
    id: view.row.id,
    day: text(day),
    reason: text(reason),
    by: text(by),
    at: text(at),
    state: reachedIn(view),
    view,
  };
}
