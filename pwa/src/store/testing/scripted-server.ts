// A small model of the server, written from sync/README.md alone, that does
// what a test tells it to: lose, cut, repeat, refuse, forget.

import type {Call, Reply} from '@sync/net';

import {sha} from './sha';

export type Fault =
  | 'lostRequest' // never arrives
  | 'lostReply' // arrives, the reply does not
  | 'cutRequest' // half of the body arrives
  | 'cutReply' // half of the reply arrives
  | 'repeated' // arrives twice, the second reply comes
  | 'late' // arrives after the next request, no reply
  | 'stale' // a cache answers with the last reply
  | 'portal' // a captive portal answers
  | 'newProto'
  | 'tooLarge'
  | 'throttled'
  | 'unavailable'
  | 'noReceipts';

export type WireAct = {id: string; seq: number; kind: string; slip?: string; data: Record<string, unknown>};

type Doc = {type: string; id: string; version: number; doc: {journal: {id: string; kind: string}[]}; drivers: string[]};

export type ServerDevice = {secret: string; driver: string; access: 'ok' | 'expired' | 'revoked'};

type State = {
  inbox: Map<string, {bytes: string; outcome: string; device: string; seq: number}>;
  effects: string[];
  docs: Map<string, Doc>;
  photos: Map<string, {parts: Uint8Array; total: number; whole: boolean}>;
};

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  header: name => headers[name] ?? null,
  text: value === undefined ? '' : JSON.stringify(value),
});

const problem = (status: number, code: string) => json(status, {status, code, title: code});

export class ScriptedServer {
  devices = new Map<string, ServerDevice>();
  state: State = {inbox: new Map(), effects: [], docs: new Map(), photos: new Map()};
  /** Taken one per request, then the line is good. */
  faults: (Fault | undefined)[] = [];
  /** For each request while set: no line at all. */
  down = false;
  /** Requests as they came, for the test to look at. */
  requests: {path: string; method: string; device: string; acts: WireAct[]; size: number; body: unknown}[] = [];
  retryAfter = '30';
  maxBody = 256 * 1024;
  maxPhotoPart = Number.POSITIVE_INFINITY;
  /** Bytes of a photo that go through before the line breaks, once. */
  breakPhotoAt: number | undefined;
  /** Kinds that make the envelope unreadable: a bug. */
  poison = new Set<string>();
  refuseAll = false;
  upgrade = false;
  maxDocs = Number.POSITIVE_INFINITY;
  decorate: (answer: Record<string, unknown>) => Record<string, unknown> = answer => answer;
  private lastReply: Reply | undefined;
  private enrolments = 0;
  private delayed: (() => void)[] = [];

  send = async (path: string, call: Call): Promise<Reply> => {
    await Promise.resolve();
    if (this.down) throw new TypeError('Failed to fetch');
    const fault = this.faults.shift();
    const late = this.delayed.splice(0);
    try {
      return await this.through(path, call, fault);
    } finally {
      for (const arrive of late) arrive();
    }
  };

  private async through(path: string, call: Call, fault: Fault | undefined): Promise<Reply> {
    switch (fault) {
      case 'lostRequest':
        throw new TypeError('Failed to fetch');
      case 'lostReply':
        this.handle(path, call);
        throw new TypeError('Failed to fetch');
      case 'cutRequest':
        this.handle(path, {...call, body: typeof call.body === 'string' ? call.body.slice(0, call.body.length / 2) : ''});
        throw new TypeError('Failed to fetch');
      case 'cutReply': {
        const reply = this.handle(path, call);
        return {...reply, text: reply.text.slice(0, reply.text.length / 2)};
      }
      case 'repeated':
        this.handle(path, call);
        return this.handle(path, call);
      case 'late':
        this.delayed.push(() => this.handle(path, call));
        throw new TypeError('Failed to fetch');
      case 'stale':
        return this.lastReply ?? json(504, {});
      case 'portal':
        return {status: 200, header: () => 'text/html', text: '<html>Wi-Fi gratuit, acceptez les conditions</html>'};
      case 'newProto': {
        const reply = this.handle(path, call);
        return {...reply, text: reply.text.replace('"proto":1', '"proto":2')};
      }
      case 'noReceipts':
        return json(200, {proto: 1});
      case 'tooLarge':
        return {status: 413, header: () => null, text: '<html>nginx</html>'};
      case 'throttled':
        return {...problem(429, 'throttled'), header: name => (name === 'retry-after' ? this.retryAfter : null)};
      case 'unavailable':
        return {...problem(503, 'unavailable'), header: name => (name === 'retry-after' ? this.retryAfter : null)};
      default: {
        const reply = this.handle(path, call);
        if (path === '/api/exchange' && reply.status === 200) this.lastReply = reply;
        return reply;
      }
    }
  }

  /** Who calls, or undefined. */
  private caller(call: Call): [string, ServerDevice] | undefined {
    const [id = '', secret] = (call.headers['authorization'] ?? '').replace('Portage ', '').split('.');
    const device = this.devices.get(id);
    return device && device.secret === secret ? [id, device] : undefined;
  }

  private handle(path: string, call: Call): Reply {
    const caller = this.caller(call);
    const text = typeof call.body === 'string' ? call.body : '';
    let body: {acts?: WireAct[]; have?: Record<string, number> | string; issued?: number; device?: string} | undefined;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    const size = typeof call.body === 'string' ? new TextEncoder().encode(call.body).length : (call.body?.byteLength ?? 0);
    this.requests.push({path, method: call.method, device: caller?.[0] ?? '', acts: body?.acts ?? [], size, body});
    if (path === '/api/enrol') return this.enrol(text);
    if (!caller) return problem(401, 'device.unknown');
    if (path.startsWith('/api/blobs/')) return this.blob(path.slice(11), call);
    if (size > this.maxBody) return problem(413, 'exchange.too_large');
    if (!body?.acts || body.device !== caller[0]) return problem(400, 'exchange.unreadable');
    if (this.refuseAll || body.acts.some(act => this.poison.has(act.kind))) return problem(422, 'exchange.bad');
    const have = body.have ?? {};
    const issued = body.issued ?? 0;
    if (typeof have === 'string') return this.compare(caller[0], caller[1], have, issued);
    return this.exchange(caller[0], caller[1], actBytes(text), have, issued);
  }

  /** A digest in the place of `have`: equal, or ask again with all versions. */
  private compare(id: string, device: ServerDevice, digest: string, issued: number): Reply {
    const granted = device.access === 'ok' ? [...this.state.docs.values()].filter(d => d.drivers.includes(device.driver)) : [];
    granted.sort((a, b) => (a.id < b.id ? -1 : 1));
    const text = granted.map(doc => `${doc.id}:${doc.version}\n`).join('');
    const same = sha(new TextEncoder().encode(text).buffer) === digest;
    const have = Object.fromEntries(granted.map(doc => [doc.id, doc.version]));
    const reply = this.exchange(id, device, [], have, issued);
    return same ? reply : json(200, {...(JSON.parse(reply.text) as object), more: true});
  }

  private exchange(id: string, device: ServerDevice, acts: string[], have: Record<string, number>, issued: number): Reply {
    const receipts = acts.map(bytes => this.receive(id, device, bytes));
    const seqs = [...this.state.inbox.values()].filter(act => act.device === id).map(act => act.seq);
    const held = new Set(seqs);
    const top = Math.max(0, issued, ...seqs);
    const missing = Array.from({length: top}, (_, i) => i + 1).filter(seq => !held.has(seq));
    const granted = device.access === 'ok' ? [...this.state.docs.values()].filter(d => d.drivers.includes(device.driver)) : [];
    const changed = granted.filter(doc => have[doc.id] !== doc.version);
    const answer = {
      proto: 1,
      access: device.access,
      receipts,
      high: (missing[0] ?? top + 1) - 1,
      holes: missing.map(seq => [seq, seq]),
      put: changed.slice(0, this.maxDocs).map(({drivers: _, ...doc}) => doc),
      gone: Object.keys(have).filter(key => !granted.some(doc => doc.id === key)),
      serverTime: '2026-04-03T08:00:00.000Z',
      more: changed.length > this.maxDocs,
      upgrade: this.upgrade,
    };
    return json(200, this.decorate(answer));
  }

  private receive(device: string, {access}: ServerDevice, bytes: string) {
    const act = JSON.parse(bytes) as WireAct;
    const first = this.state.inbox.get(act.id);
    if (first) {
      const receipt = first.bytes === bytes ? 'known' : 'differs';
      return {id: act.id, receipt, outcome: first.outcome, code: ''};
    }
    const doc = this.state.docs.get(act.slip ?? '');
    const outcome = !doc ? 'held' : access === 'revoked' ? 'flagged' : 'applied';
    this.state.inbox.set(act.id, {bytes, outcome, device, seq: act.seq});
    if (doc) {
      doc.doc.journal.push({id: act.id, kind: act.kind});
      doc.version++;
      this.state.effects.push(act.id);
    }
    return {id: act.id, receipt: 'stored', outcome, code: doc ? '' : 'slip.unknown'};
  }

  private enrol(text: string): Reply {
    const {code} = JSON.parse(text) as {code?: string};
    if (!code?.startsWith('DRIVER-')) return problem(410, 'enrolment.used');
    const driver = code.slice(7);
    const device = `device-${++this.enrolments}`;
    this.devices.set(device, {secret: `secret-${device}`, driver, access: 'ok'});
    return json(200, {device, secret: `secret-${device}`, driver: {id: driver, name: driver}, serverTime: ''});
  }

  private blob(sha: string, call: Call): Reply {
    const have = this.state.photos.get(sha);
    const offset = have?.parts.length ?? 0;
    const at = {'upload-offset': String(offset)};
    if (call.method === 'HEAD') return json(have?.whole ? 200 : 404, undefined, at);
    const [, from = '', total = ''] = /^bytes (\d+)-\d+\/(\d+)$/.exec(call.headers['content-range'] ?? '') ?? [];
    const part = new Uint8Array(call.body as ArrayBuffer);
    if (part.length > this.maxPhotoPart) throw new TypeError('Failed to fetch');
    if (Number(from) !== offset) return json(409, {code: 'blob.offset'}, at);
    const photo = {parts: new Uint8Array([...(have?.parts ?? []), ...part]), total: Number(total), whole: false};
    if (this.breakPhotoAt !== undefined && photo.parts.length > this.breakPhotoAt) {
      this.breakPhotoAt = undefined;
      throw new TypeError('Failed to fetch');
    }
    this.state.photos.set(sha, photo);
    if (photo.parts.length < photo.total) return json(202, undefined, {'upload-offset': String(photo.parts.length)});
    photo.whole = true;
    return json(201, undefined);
  }

  /** The driver may see this slip from now on. */
  grant(slip: string, ...drivers: string[]): void {
    const doc = this.state.docs.get(slip);
    if (doc) {
      doc.drivers = drivers;
      doc.version++;
    } else this.state.docs.set(slip, {type: 'slip', id: slip, version: 1, doc: {journal: []}, drivers});
  }

  backup(): State {
    return structuredClone(this.state);
  }

  acts(device?: string): WireAct[] {
    return [...this.state.inbox.values()]
      .filter(act => device === undefined || act.device === device)
      .map(act => JSON.parse(act.bytes) as WireAct);
  }
}

/** The bytes of each act in a body, as they were sent. */
function actBytes(body: string): string[] {
  const found: string[] = [];
  let from = body.indexOf('"acts":[') + 8;
  for (let i = from, depth = 0, inText = false; depth > 0 || body[i] !== ']' || inText; i++) {
    const char = body[i];
    if (inText) {
      if (char === '\\') i++;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') {
      if (depth++ === 0) from = i;
    } else if (char === '}' || char === ']') {
      if (--depth === 0) found.push(body.slice(from, i + 1));
    }
  }
  return found;
}
