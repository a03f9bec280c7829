// The adapters to a real browser, against a real local server and stand-ins
// for what Node does not have.

import 'fake-indexeddb/auto';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Client, Trigger} from '@sync/client';
import {askToPersist, openPhone, wakeOnEvents} from './browser';
import {webLock} from './lock';
import {gzip, send} from './net';

afterEach(() => vi.unstubAllGlobals());

describe('send', () => {
  let server: Server;
  let base = '';
  const call = {method: 'POST', headers: {'x-test': 'yes'}, body: '{"é":1}', timeout: 2_000} as const;

  beforeEach(async () => {
    server = createServer((request, reply) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url === '/redirect') return reply.writeHead(302, {location: '/echo'}).end();
        if (request.url === '/slow') return; // never answers
        if (request.url === '/cut') {
          reply.writeHead(200, {'content-length': '100'});
          return void reply.write('half', () => request.socket.destroy());
        }
        const body = Buffer.concat(chunks);
        const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        return reply.writeHead(418, {'upload-offset': '7'}).end(`${request.headers['x-test']} ${plain}`);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('gives status, headers and the whole body, whatever the status', async () => {
    const reply = await send(`${base}/echo`, call);
    expect([reply.status, reply.header('upload-offset'), reply.text]).toEqual([418, '7', 'yes {"é":1}']);
  });

  test('sends packed bytes as they are', async () => {
    const body = await gzip?.('{"é":1}');
    const headers = {...call.headers, 'content-encoding': 'gzip'};
    expect(await send(`${base}/echo`, {...call, headers, ...(body ? {body} : {})})).toMatchObject({text: 'yes {"é":1}'});
  });

  test.each(['/redirect', '/cut'])('rejects after %s', async path => {
    await expect(send(base + path, call)).rejects.toBeDefined();
  });

  test('rejects when time is up', async () => {
    await expect(send(`${base}/slow`, {...call, timeout: 20})).rejects.toMatchObject({name: 'TimeoutError'});
  });
});

describe('the lock', () => {
  const held = (request: unknown) => vi.stubGlobal('navigator', {locks: {request}});

  test('runs the task in it', async () => {
    const order: string[] = [];
    held(async (name: string, _options: object, task: () => Promise<void>) => {
      order.push(name);
      await task();
      order.push('released');
    });
    await webLock(async () => void order.push('task'));
    expect(order).toEqual(['portage.exchange', 'task', 'released']);
  });

  test.each<[string, unknown]>([
    ['there are no locks', undefined],
    ['a frozen tab holds it for too long', {locks: {request: () => Promise.reject(new DOMException('', 'TimeoutError'))}}],
  ])('runs it without when %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator ?? {});
    const task = vi.fn(async () => {});
    await webLock(task);
    expect(task).toHaveBeenCalledOnce();
  });

  test('passes on what the task throws, and does not run it twice', async () => {
    held((_name: string, _options: object, task: () => Promise<void>) => task());
    const task = vi.fn(() => Promise.reject(new Error('disk')));
    await expect(webLock(task)).rejects.toThrow('disk');
    expect(task).toHaveBeenCalledOnce();
  });
});

test("the page's events wake the client until it is told to stop", () => {
  const [page, paper, worker] = [new EventTarget(), new EventTarget(), new EventTarget()];
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', Object.assign(paper, {visibilityState: 'visible'}));
  vi.stubGlobal('navigator', {serviceWorker: worker});
  const woken: Trigger[] = [];
  const end = wakeOnEvents({trigger: reason => void woken.push(reason)} as Client);
  const all = () => {
    for (const event of ['online', 'focus', 'pageshow']) page.dispatchEvent(new Event(event));
    paper.dispatchEvent(new Event('visibilitychange'));
    worker.dispatchEvent(new MessageEvent('message', {data: {type: 'push'}}));
    worker.dispatchEvent(new MessageEvent('message', {data: 'other'}));
  };
  all();
  expect(woken).toEqual(['online', 'focus', 'visible', 'visible', 'push']);
  Object.assign(paper, {visibilityState: 'hidden'});
  paper.dispatchEvent(new Event('visibilitychange'));
  end();
  all();
  expect(woken).toHaveLength(5);
});

test.each<[unknown, string]>([
  [{storage: {persist: async () => true}}, 'granted'],
  [{storage: {persist: async () => false}}, 'denied'],
  [{storage: {persist: () => Promise.reject(new Error('x'))}}, 'denied'],
  [{}, 'denied'],
])('asking to keep the data: %#', async (navigator, outcome) => {
  vi.stubGlobal('navigator', navigator);
  expect(await askToPersist()).toBe(outcome);
});

test('a phone as the page opens it starts, finds nobody enrolled, and stops', async () => {
  vi.stubGlobal('navigator', {});
  const {client, store} = openPhone('1.0.0');
  await client.start();
  await client.settled();
  expect(client.status()).toMatchObject({state: 'signIn', driver: null, acts: 0});
  client.stop();
  store.close();
});
