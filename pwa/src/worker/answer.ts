// Which requests the worker answers, and from where.
import {isOwn, keep, stored} from './cache';

/** The server's own: always the network's answer, or none. */
const OURS_TO_LEAVE = /^\/(api|paper|healthz|readyz|metrics|debug)(\/|$)/;

/** Addresses of the areas, which exist only in the browser. */
function areaPage(path: string): string {
  if (/^\/desk(\/|$)/.test(path)) return '/desk.html';
  if (/^\/s(\/|$)/i.test(path)) return '/merchant.html';
  return '/index.html';
}

/** The answer, or undefined to let the browser ask the network by itself. */
export function answer(request: Request, origin: string): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin || OURS_TO_LEAVE.test(url.pathname)) return undefined;
  if (request.mode === 'navigate') return page(request, areaPage(url.pathname));
  // Old names too: a page of the version before may still ask for its parts.
  if (isOwn(url.pathname) || url.pathname.startsWith('/assets/')) return file(request, url.pathname);
  return undefined;
}

async function page(request: Request, path: string): Promise<Response> {
  // The desk works with the server alone and fetches most of its parts: its page is the server's own version.
  if (path === '/desk.html') {
    try {
      return await fetch(request);
    } catch {
      // The stored page says that the server does not answer.
    }
  }
  return (await stored(path)) ?? fetch(request);
}

async function file(request: Request, path: string): Promise<Response> {
  const kept = await stored(path);
  if (kept) return kept;
  const reply = await fetch(request);
  // Parts that are fetched when first used, such as the reader of QR codes, are there from then on.
  if (reply.ok && path.startsWith('/assets/')) await keep(path, reply.clone());
  return reply;
}
