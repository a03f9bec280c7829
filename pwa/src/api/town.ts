// What the desk asks of the server about the town's work: calls, households, shops, orders, slips, rounds.
import {api, settle} from './http';
import type {components} from './schema.gen';

type Schema = components['schemas'];
export type Household = Schema['HouseholdItem'];
export type HouseholdForm = Schema['HouseholdForm'];
export type Twins = Schema['TwinsItem'];
export type Likely = Schema['LikelyItem'];
export type Request = Schema['RequestItem'];
export type Referral = Schema['ReferralForm'];
export type Merchant = Schema['MerchantItem'];
export type MerchantForm = Schema['MerchantForm'];
export type Nearest = Schema['NearestItem'];
export type Order = Schema['OrderItem'];
export type NewOrder = Schema['PlaceOrderInputBody'];
export type Lot = Schema['LotItem'];
export type Slip = Schema['SlipItem'];
export type SlipDetail = Schema['SlipDetail'];
export type SlipEntry = Schema['SlipEntry'];
export type Round = Schema['RoundItem'];
export type Stop = Schema['StopItem'];
export type Point = Schema['Point'];
export type Places = Schema['MapOutputBody'];
export type Problem = Schema['ProblemItem'];
export type Cheques = Schema['ChequesOutputBody'];
export type Cheque = Schema['ChequeItem'];
export type Today = Schema['TodayOutputBody'];
export type Service = Schema['ServiceOutputBody'];
export type Telling = Schema['Telling'];

export const requestStates = ['toCall', 'toAssess', 'referred', 'done', 'dropped'] as const;
export type RequestState = (typeof requestStates)[number];

const at = (id: string) => ({params: {path: {id}}});
/** Names an asking: sent again under the same key, nothing is made twice. */
export const under = (key: string) => ({header: {'Idempotency-Key': key}});

export const today = () => settle(api.GET('/api/today'));
export const service = () => settle(api.GET('/api/service'));
export const setService = (body: Schema['SetServiceInputBody']) => settle(api.PUT('/api/service', {body}));
export const pushKeys = () => settle(api.GET('/api/push/keys'));
export const rotatePushKeys = () => settle(api.POST('/api/push/rotate'));
export const days = (count: number) => settle(api.GET('/api/service/days', {params: {query: {count}}}));

export const callers = (body: Schema['LikelyInputBody']) => settle(api.POST('/api/callers', {body}));
/** A page of a list: where it begins, '' for the first one. */
type Place = {readonly cursor?: string};
export type HouseholdFilter = Place & {readonly text?: string; readonly sector?: string; readonly left?: boolean};
export const households = (query: HouseholdFilter) => settle(api.GET('/api/households', {params: {query}}));
export const household = (id: string) => settle(api.GET('/api/households/{id}', at(id)));
export const addHousehold = (body: HouseholdForm, key: string) =>
  settle(api.POST('/api/households', {params: under(key), body}));
export const editHousehold = (id: string, body: Schema['EditHouseholdInputBody']) =>
  settle(api.PUT('/api/households/{id}', {...at(id), body}));
export const leaveHousehold = (id: string, body: Schema['LeaveInputBody']) =>
  settle(api.POST('/api/households/{id}/leave', {...at(id), body}));
export const returnHousehold = (id: string) => settle(api.POST('/api/households/{id}/return', at(id)));
export const exceptHousehold = (id: string, body: Schema['ExceptInputBody'], key: string) =>
  settle(api.POST('/api/households/{id}/exceptions', {params: {path: {id}, ...under(key)}, body}));

export const duplicates = () => settle(api.GET('/api/duplicates'));
export const joinHousehold = (id: string, body: Schema['JoinInputBody']) =>
  settle(api.POST('/api/households/{id}/join', {...at(id), body}));
export const partHousehold = (id: string) => settle(api.POST('/api/households/{id}/part', at(id)));
export const keepApart = (id: string, other: string, reason: string) =>
  settle(api.POST('/api/households/{id}/apart', {...at(id), body: {other, reason}}));
/** The household that a record belongs to: itself, or the one that stands for it. */
export async function standingHousehold(id: string): ReturnType<typeof household> {
  const r = await household(id);
  return r.ok && r.data.joinedInto ? standingHousehold(r.data.joinedInto) : r;
}

export const requests = (state: RequestState, cursor: string) =>
  settle(api.GET('/api/requests', {params: {query: {state, cursor}}}));
export const request = (id: string) => settle(api.GET('/api/requests/{id}', at(id)));
export const noteRequest = (body: Schema['NoteRequestInputBody'], key: string) =>
  settle(api.POST('/api/requests', {params: under(key), body}));
export const callRequest = (id: string, reached: boolean, key: string) =>
  settle(api.POST('/api/requests/{id}/calls', {params: {path: {id}, ...under(key)}, body: {reached}}));
export const linkRequest = (id: string, to: string) =>
  settle(api.POST('/api/requests/{id}/household', {...at(id), body: {household: to}}));
export const dropRequest = (id: string, reason: string) =>
  settle(api.POST('/api/requests/{id}/drop', {...at(id), body: {reason}}));
export const reopenRequest = (id: string, reason: string) =>
  settle(api.POST('/api/requests/{id}/reopen', {...at(id), body: {reason}}));
export const resolveReferral = (id: string, referral: string, outcome: string) =>
  settle(api.POST('/api/requests/{id}/outcome', {...at(id), body: {referral, outcome}}));
export const assessment = (id: string) => settle(api.GET('/api/requests/{id}/assessment', at(id)));
export const assess = (id: string, body: Schema['AssessInputBody'], key: string) =>
  settle(api.POST('/api/requests/{id}/assessment', {params: {path: {id}, ...under(key)}, body}));

export const merchants = () => settle(api.GET('/api/merchants'));
export const merchant = (id: string) => settle(api.GET('/api/merchants/{id}', at(id)));
export const addMerchant = (body: MerchantForm, key: string) =>
  settle(api.POST('/api/merchants', {params: under(key), body}));
export const editMerchant = (id: string, body: Schema['EditMerchantInputBody']) =>
  settle(api.PUT('/api/merchants/{id}', {...at(id), body}));
export const coverage = () => settle(api.GET('/api/merchants/coverage'));
export const nearest = (home: string, trade: string, day: string) =>
  settle(api.GET('/api/merchants/nearest', {params: {query: {household: home, trade, day}}}));

export const orders = (home: string) => settle(api.GET('/api/orders', {params: {query: {household: home}}}));
export const placeOrder = (body: NewOrder, key: string) => settle(api.POST('/api/orders', {params: under(key), body}));
export const cancelOrder = (id: string, reason: string) =>
  settle(api.POST('/api/orders/{id}/cancel', {...at(id), body: {reason}}));
export const lots = () => settle(api.GET('/api/lots'));
export const allLots = () => settle(api.GET('/api/lots', {params: {query: {all: true}}}));
export const addLot = (body: Schema['AddLotInputBody'], key: string) =>
  settle(api.POST('/api/lots', {params: under(key), body}));
export const editLot = (id: string, {text, donor, stock, ended = false, version}: Schema['EditLotInputBody']) =>
  settle(api.PUT('/api/lots/{id}', {...at(id), body: {text, donor, stock, ended, version}}));

export type SlipFilter = {
  readonly day?: string;
  readonly household?: string;
  readonly merchant?: string;
  readonly round?: string;
  readonly number?: string;
  readonly closed?: boolean;
};
export const slips = (query: SlipFilter) => settle(api.GET('/api/slips', {params: {query}}));
export const slip = (id: string) => settle(api.GET('/api/slips/{id}', at(id)));
export const slipCodes = (id: string) => settle(api.GET('/api/slips/{id}/codes', at(id)));
export type RenewReason = Schema['RenewCodesInputBody']['reason'];
/** code is the one that is to end: asking twice replaces once. */
export const renewSlipCodes = (id: string, code: string, reason: RenewReason) =>
  settle(api.POST('/api/slips/{id}/codes', {...at(id), body: {code, reason}}));
export const shopCodes = (id: string) => settle(api.GET('/api/merchants/{id}/codes', at(id)));
export const renewShopCodes = (id: string, code: string, reason: RenewReason) =>
  settle(api.POST('/api/merchants/{id}/codes', {...at(id), body: {code, reason}}));
export const mailSlip = (id: string) => settle(api.POST('/api/slips/{id}/mail', at(id)));
export const slipMail = (id: string) => settle(api.GET('/api/slips/{id}/mail', at(id)));
export const sendSlip = (id: string, channel: string) =>
  settle(api.POST('/api/slips/{id}/sent', {...at(id), body: {channel}}));
export const readySlip = (id: string, body: Schema['ReadySlipInputBody']) =>
  settle(api.POST('/api/slips/{id}/ready', {...at(id), body}));
export const unavailableSlip = (id: string, reason: string) =>
  settle(api.POST('/api/slips/{id}/unavailable', {...at(id), body: {reason}}));
export const stateAmount = (id: string, amountCents: number, reason: string) =>
  settle(api.POST('/api/slips/{id}/amount', {...at(id), body: reason ? {amountCents, reason} : {amountCents}}));
export const noteSlip = (id: string, text: string, key: string) =>
  settle(api.POST('/api/slips/{id}/notes', {params: {path: {id}, ...under(key)}, body: {text}}));
export const cancelSlip = (id: string, reason: string) =>
  settle(api.POST('/api/slips/{id}/cancel', {...at(id), body: {reason}}));
export const reopenSlip = (id: string, reason: string) =>
  settle(api.POST('/api/slips/{id}/reopen', {...at(id), body: {reason}}));
/** entry is the slip's takeBack; pressing twice takes back once. */
export const takeBackSlip = (id: string, entry: string) =>
  settle(api.POST('/api/slips/{id}/takeback', {...at(id), body: {entry}}));
export const moveSlip = (id: string, day: string) => settle(api.POST('/api/slips/{id}/day', {...at(id), body: {day}}));
export const settleEntry = (id: string, body: Schema['SettleInputBody']) =>
  settle(api.POST('/api/slips/{id}/settle', {...at(id), body}));
export type PaperSlip = Schema['KeyInInputBody'];
export const keyInSlip = (id: string, body: PaperSlip) => settle(api.POST('/api/slips/{id}/paper', {...at(id), body}));
export const putOffSlip = (id: string, body: Schema['PutOffInputBody']) =>
  settle(api.POST('/api/slips/{id}/putoff', {...at(id), body}));
export type Corrective = Schema['CorrectInputBody'];
export const correctSlip = (id: string, body: Corrective) =>
  settle(api.POST('/api/slips/{id}/corrective', {...at(id), body}));
export const assign = (id: string, from: string, to: string) =>
  settle(api.POST('/api/slips/{id}/round', {...at(id), body: {from, to}}));

export const rounds = (day: string) => settle(api.GET('/api/rounds', {params: {query: {day}}}));
export const round = (id: string) => settle(api.GET('/api/rounds/{id}', at(id)));
export const places = (day: string) => settle(api.GET('/api/map', {params: {query: {day}}}));
export const newRound = (body: Schema['NewRoundInputBody'], key: string) =>
  settle(api.POST('/api/rounds', {params: under(key), body}));
export const equipRound = (id: string, vehicle: string, note: string) =>
  settle(api.PUT('/api/rounds/{id}', {...at(id), body: {vehicle, note}}));
export const placeStop = (id: string, slipId: string, place: number) =>
  settle(api.POST('/api/rounds/{id}/place', {...at(id), body: {slip: slipId, place}}));
export const returnStop = (id: string, body: Schema['ReturnInputBody']) =>
  settle(api.POST('/api/rounds/{id}/return', {...at(id), body}));
export const unpinStop = (id: string, slipId: string) =>
  settle(api.POST('/api/rounds/{id}/unpin', {...at(id), body: {slip: slipId}}));
export const publishRound = (id: string, version: number) =>
  settle(api.POST('/api/rounds/{id}/publish', {...at(id), body: {version}}));
export const moveRound = (id: string, driver: string, reason: string) =>
  settle(api.POST('/api/rounds/{id}/move', {...at(id), body: {driver, reason}}));

export const cancelRound = (id: string, reason: string) =>
  settle(api.POST('/api/rounds/{id}/cancel', {...at(id), body: {reason}}));
export const restoreRound = (id: string) => settle(api.POST('/api/rounds/{id}/restore', at(id)));

export const problems = () => settle(api.GET('/api/problems'));
export type Held = Schema['HeldOutputBody'];
export const held = () => settle(api.GET('/api/held'));
export const tryHeld = (id: string) => settle(api.POST('/api/held/{id}/try', at(id)));
export const dismissHeld = (id: string, reason: string) =>
  settle(api.POST('/api/held/{id}/dismiss', {...at(id), body: {reason}}));
export const settleGap = (id: string, reason: string) =>
  settle(api.POST('/api/gaps/{id}/settle', {...at(id), body: {reason}}));
export const giveUpPhoto = (id: string, entry: string, reason: string) =>
  settle(api.POST('/api/slips/{id}/photo', {...at(id), body: {entry, reason}}));
export type Alert = Schema['AlertItem'];
export const alerts = (state: 'open' | 'settled', cursor: string) =>
  settle(api.GET('/api/alerts', {params: {query: {cursor, state}}}));
export const settleAlert = (slipId: string, body: Schema['SettleAlertInputBody']) =>
  settle(api.POST('/api/alerts/{id}/settle', {...at(slipId), body}));
export const reopenAlert = (slipId: string, body: Schema['ReopenAlertInputBody']) =>
  settle(api.POST('/api/alerts/{id}/reopen', {...at(slipId), body}));
export const cheques = () => settle(api.GET('/api/cheques'));
export const orderStops = (id: string, version: number, wish: readonly string[]) =>
  settle(api.POST('/api/rounds/{id}/order', {...at(id), body: {version, slips: [...wish]}}));
