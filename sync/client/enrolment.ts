// Enrolment: a single-use token or typed code makes this installation a device
// of one driver. sync/README.md, section 1.

import type {DeviceId, Epoch, PersonId} from './act';
import {common, problemCode, type Send} from './net';
import type {Driver, PhoneStore} from './storage';

/** What the person holds: the token of the QR's fragment, or the typed code. */
export type Invitation = {readonly token: string} | {readonly code: string};

export type Enrolled =
  | {readonly kind: 'enrolled'; readonly driver: Driver}
  /** The server's code, 'enrolment.gone' when it gave none with a 410. */
  | {readonly kind: 'refused'; readonly code: string}
  | {readonly kind: 'later'; readonly after: number}
  | {readonly kind: 'noAnswer'};

export type EnrolKit = {
  readonly store: PhoneStore;
  readonly send: Send;
  readonly now: () => number;
  readonly makeEpoch: () => Epoch;
};

const TIMEOUT = 30_000;

/** Redeems an invitation; the credential is on disk when it resolves with 'enrolled'. */
export async function redeem(invitation: Invitation, label: string, kit: EnrolKit): Promise<Enrolled> {
  const epoch = await kit.store.epoch(kit.makeEpoch);
  let reply;
  try {
    reply = await kit.send('/api/enrol', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({...invitation, epoch, label, charter: true}),
      timeout: TIMEOUT,
    });
  } catch {
    return {kind: 'noAnswer'};
  }
  const known = common(reply, kit.now());
  if (known?.kind === 'later') return known;
  const given = reply.status >= 200 && reply.status < 300 ? readGiven(reply.text) : undefined;
  if (given) {
    await kit.store.enrol({...given, epoch});
    return {kind: 'enrolled', driver: given.driver};
  }
  const code = problemCode(reply) ?? (reply.status === 410 ? 'enrolment.gone' : undefined);
  return code === undefined ? {kind: 'noAnswer'} : {kind: 'refused', code};
}

type Given = {readonly device: DeviceId; readonly secret: string; readonly driver: Driver};

function readGiven(text: string): Given | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const {device, secret, driver} = Object(body) as Record<string, unknown>;
  const {id, name} = Object(driver) as Record<string, unknown>;
  if (typeof device !== 'string' || typeof secret !== 'string' || typeof id !== 'string') return undefined;
  return {
    device: device as DeviceId,
    secret,
    driver: {id: id as PersonId, name: typeof name === 'string' ? name : ''},
  };
}
