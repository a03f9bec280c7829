// fetch and compression, as the client wants them.

import type {Send} from '@sync/net';

/** Resolves with a whole reply from the network, never from a cache, never after a redirect. */
export const send: Send = async (path, call) => {
  const reply = await fetch(path, {
    method: call.method,
    headers: call.headers,
    body: call.body ?? null,
    cache: 'no-store',
    credentials: 'omit', // the device's credential is in the header; a cookie of the desk is not ours to send
    redirect: 'error', // a captive portal
    signal: AbortSignal.timeout(call.timeout),
  });
  return {status: reply.status, header: name => reply.headers.get(name), text: await reply.text()};
};

/** Undefined where the browser cannot compress. */
export const gzip =
  typeof CompressionStream === 'undefined'
    ? undefined
    : (text: string): Promise<ArrayBuffer> =>
        new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
