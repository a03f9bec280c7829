// One cache per version of the app, named after the build.

declare const __PRECACHE__: readonly string[];
declare const __BUILD__: string;

const PREFIX = 'portage-v';
export const current = `${PREFIX}${__BUILD__}`;

const known = new Set(__PRECACHE__);

/** Whether the path is one of the app's own files, of this version. */
export const isOwn = (path: string): boolean => known.has(path);

/** All versions kept here, oldest first. */
export async function versions(): Promise<readonly string[]> {
  return (await caches.keys()).filter(name => name.startsWith(PREFIX));
}

/** Fetches every file of this version, past the HTTP cache: a half-old app is worse than none. */
export async function fill(): Promise<void> {
  const cache = await caches.open(current);
  await cache.addAll(
    __PRECACHE__.map(path => new Request(path, {cache: path.startsWith('/assets/') ? 'default' : 'reload'})),
  );
}

/** Keeps this version and the newest before it. */
export async function prune(): Promise<void> {
  const others = (await versions()).filter(name => name !== current);
  await Promise.all(others.slice(0, -1).map(name => caches.delete(name)));
}

/** The file from this version, else from one before it. */
export async function stored(path: string): Promise<Response | undefined> {
  const cache = await caches.open(current);
  return (await cache.match(path)) ?? (await caches.match(path));
}

/** Keeps a file beside this version's own. A full disk loses the copy, not the answer. */
export async function keep(path: string, reply: Response): Promise<void> {
  try {
    await (await caches.open(current)).put(path, reply);
  } catch {
    // It is fetched again the next time.
  }
}
