// Which requests the worker answers, and from where.
import {areaOf, fill, isOwn, keep, pageOf, stored, type Area} from './cache';

/** The server's own: always the network's answer, or none. */
const OURS_TO_LEAVE = /^\/(api|paper|healthz|readyz|metrics|debug)(\/|$)/;

/** The answer, or undefined to let the browser ask the network by itself. */
export function answer(request: Request, origin: string): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin || OURS_TO_LEAVE.test(url.pathname)) return undefined;
  if (request.mode === 'navigate') return page(request, areaOf(url.pathname));
  // Old names too: a page of the version before may still ask for its parts.
  if (isOwn(url.pathname) || url.pathname.startsWith('/assets/')) return file(request, url.pathname);
  return undefined;
}

async function page(request: Request, area: Area): Promise<Response> {
  const kept = await stored(pageOf(area));
  if (kept && area !== 'desk') return kept;
  try {
    // The desk works with the server alone: its page is the server's own version.
    const reply = await fetch(request);
    // Opened for the first time on this phone: kept whole from now on, or not at all.
    if (!kept) fill([area]).catch(() => {});
    return reply;
  } catch (error) {
    if (kept) return kept; // it says that the server does not answer
    throw error;
  }
}

async function file(request: Request, path: string): Promise<Response> {
  const kept = await stored(path);
  if (kept) return kept;
  const reply = await fetch(request);
  // Parts that are fetched when first used, such as the reader of QR codes, are there from then on.
  if (reply.ok && path.startsWith('/assets/')) await keep(path, reply.clone());
  return reply;
}
