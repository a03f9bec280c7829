import {afterEach, expect, test, vi} from 'vitest';
import {bringPhoto} from './photo';

vi.mock('../i18n/lang', () => ({lang: {peek: () => 'fr'}}));
afterEach(() => vi.unstubAllGlobals());

const photo = new Uint8Array(1_200_000).buffer;

/** Answers each part in turn; what was asked is kept as "from-to/size". */
function server(...replies: readonly Response[]) {
  const asked: string[] = [];
  let turn = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    expect(path).toMatch(/^\/api\/blobs\/[0-9a-f]{64}$/);
    asked.push(String(new Headers(init.headers).get('content-range')).replace('bytes ', ''));
    const reply = replies[turn++];
    if (!reply) throw new TypeError('no network');
    return reply;
  });
  return asked;
}

const said = (status: number, offset?: number, body: string | null = null) =>
  new Response(body, {status, headers: offset === undefined ? {} : {'upload-offset': String(offset)}});

test('parts follow one another, from where the server is', async () => {
  const asked = server(said(204, 524_288), said(409, 900_000, '{}'), said(201, 1_200_000));
  const heard: number[] = [];
  const r = await bringPhoto(photo, part => heard.push(part));
  expect(asked).toEqual(['0-524287/1200000', '524288-1048575/1200000', '900000-1199999/1200000']);
  expect(r.ok && r.data.size).toBe(1_200_000);
  expect(heard).toEqual([0, 524_288 / 1_200_000, 0.75]);
});

test('one that is there already is brought no further', async () => {
  const asked = server(said(201, 1_200_000));
  expect((await bringPhoto(photo, () => {})).ok).toBe(true);
  expect(asked).toHaveLength(1);
});

test('a refusal says why, and a lost line that no answer came', async () => {
  server(said(422, undefined, '{"code":"blob.image","detail":"Illisible."}'));
  expect(await bringPhoto(photo, () => {})).toMatchObject({ok: false, problem: {code: 'blob.image', status: 422}});
  server(said(409, 0, '{"code":"blob.offset","detail":"De nouveau."}'));
  expect(await bringPhoto(photo, () => {})).toMatchObject({ok: false, problem: {code: 'blob.offset'}});
  server();
  expect(await bringPhoto(photo, () => {})).toMatchObject({ok: false, problem: {code: 'network'}});
});
