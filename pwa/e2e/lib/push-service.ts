// A push service of one machine: it speaks Firefox's protocol over a WebSocket on one side and takes
// encrypted messages over HTTP on the other, as the makers' own do.
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';

export type PushService = {
  readonly origin: string;
  readonly socket: string;
  /** Status codes given to senders, in order. */
  readonly answered: number[];
  /** Codes that the browser gave back for each message: 100 is delivered and handled. */
  readonly acks: number[];
  /** What the senders sent; nobody but the browser can read it. */
  readonly bodies: Buffer[];
  close(): Promise<void>;
};

type Said = {
  readonly messageType?: string;
  readonly channelID?: string;
  readonly updates?: readonly {readonly code?: number}[];
};

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

const TEXT = 1;
const CLOSE = 8;
type Frame = {readonly op: number; readonly text: string};

/** The whole frames of a client, which are masked, and what is left of one that is still coming. */
function framesIn(data: Buffer): {readonly frames: readonly Frame[]; readonly rest: Buffer} {
  const frames: Frame[] = [];
  let at = 0;
  while (at + 6 <= data.length) {
    const op = (data[at] ?? 0) & 15;
    const short = (data[at + 1] ?? 0) & 127;
    const from = short === 126 ? at + 4 : at + 2;
    const size = short === 126 ? data.readUInt16BE(at + 2) : short;
    const end = from + 4 + size;
    if (end > data.length) break;
    const mask = data.subarray(from, from + 4);
    const body = Buffer.from(data.subarray(from + 4, end)).map((b, i) => b ^ (mask[i % 4] ?? 0));
    frames.push({op, text: Buffer.from(body).toString()});
    at = end;
  }
  return {frames, rest: data.subarray(at)};
}

export async function startPushService(): Promise<PushService> {
  const answered: number[] = [];
  const acks: number[] = [];
  const bodies: Buffer[] = [];
  const channels = new Map<string, Duplex>();
  const open = new Set<Duplex>();
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (d: Buffer) => parts.push(d));
    req.on('end', () => {
      const channel = req.url?.split('/').pop() ?? '';
      const browser = channels.get(channel);
      const body = Buffer.concat(parts);
      bodies.push(body);
      const status = browser ? 201 : 410;
      answered.push(status);
      browser?.write(
        frame(
          JSON.stringify({
            messageType: 'notification',
            channelID: channel,
            version: String(answered.length),
            data: body.toString('base64url'),
            headers: {encoding: 'aes128gcm'},
          }),
        ),
      );
      res.writeHead(status).end();
    });
  });
  const hear = (socket: Duplex, said: Said, origin: string) => {
    const {messageType, channelID = ''} = said;
    const say = (m: object) => socket.write(frame(JSON.stringify(m)));
    if (messageType === 'hello') {
      say({messageType, status: 200, uaid: '0190a8f0000070008000000000000001', use_webpush: true, broadcasts: {}});
    } else if (messageType === 'register') {
      channels.set(channelID, socket);
      say({messageType, status: 200, channelID, pushEndpoint: `${origin}/push/${channelID}`});
    } else if (messageType === 'unregister') {
      channels.delete(channelID);
      say({messageType, status: 200, channelID});
    } else if (messageType === 'ack' || messageType === 'nack') {
      for (const u of said.updates ?? [said as {code?: number}]) acks.push(u.code ?? 0);
    }
  };
  server.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
    const key = createHash('sha1')
      .update(`${req.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const protocol = req.headers['sec-websocket-protocol'];
    socket.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${key}`,
        ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol.split(',')[0]}`] : []),
        '\r\n',
      ].join('\r\n'),
    );
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      const come = framesIn(Buffer.concat([rest, data]));
      rest = come.rest;
      for (const {op, text} of come.frames) {
        if (op === CLOSE) socket.end();
        if (op === TEXT) hear(socket, JSON.parse(text) as Said, origin);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    socket: `ws://127.0.0.1:${port}/`,
    answered,
    acks,
    bodies,
    async close() {
      for (const s of open) s.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What Firefox needs to use such a service, and to show banners without a desktop. */
export const firefoxPrefs = (service: PushService) => ({
  'dom.push.enabled': true,
  'dom.push.connection.enabled': true,
  'dom.push.testing.allowInsecureServerURL': true,
  'dom.push.testing.ignorePermission': true,
  'dom.webnotifications.enabled': true,
  'permissions.default.desktop-notification': 1,
  'dom.push.serverURL': service.socket,
  'alerts.useSystemBackend': false,
});
