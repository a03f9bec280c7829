// A round goes out, or is put in order, as it is in sight.
import {orderStops, publishRound, round, type Round} from '../../api/town';
import type {Result} from '../../api/http';

const stops = (r: Round): string => r.stops.map(s => s.slip.id).join();

/**
 * The newest version when it has the stops in sight: own moves before it made one. With other stops the version that was
 * read, which the server refuses.
 */
async function versionOf(seen: Round): Promise<number> {
  const now = await round(seen.id);
  return now.ok && stops(now.data) === stops(seen) ? now.data.version : seen.version;
}

export async function publishSeen(seen: Round): Promise<Result<Round>> {
  return publishRound(seen.id, await versionOf(seen));
}

export async function orderSeen(seen: Round, wish: readonly string[]): Promise<Result<Round>> {
  return orderStops(seen.id, await versionOf(seen), wish);
}
