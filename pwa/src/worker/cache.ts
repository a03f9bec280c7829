// One cache per version of the app, named after the build.

/** The three areas; a phone keeps those that it opens. */
export type Area = 'driver' | 'desk' | 'merchant';

/** The files of each area, its page first. */
declare const __PRECACHE__: Readonly<Record<Area, readonly string[]>>;
declare const __BUILD__: string;

const PREFIX = 'portage-v';
export const current = `${PREFIX}${__BUILD__}`;

const known = new Set(Object.values(__PRECACHE__).flat());
const areas = Object.keys(__PRECACHE__) as Area[];

/** The page that every address of an area opens. */
export const pageOf = (area: Area): string => __PRECACHE__[area][0] ?? '/';

/** The area of an address, which exists only in the browser. */
export function areaOf(path: string): Area {
  if (/^\/desk(\/|$)/.test(path)) return 'desk';
  if (/^\/s(\/|$)/i.test(path)) return 'merchant';
  return 'driver';
}

/** Whether the path is one of the app's own files, of this version. */
export const isOwn = (path: string): boolean => known.has(path);

/** All versions kept here, oldest first. */
export async function versions(): Promise<readonly string[]> {
  return (await caches.keys()).filter(name => name.startsWith(PREFIX));
}

/** Fetches every file of the areas, past the HTTP cache: a half-old app is worse than none. */
export async function fill(wanted: Iterable<Area>): Promise<void> {
  const cache = await caches.open(current);
  const paths = new Set([...wanted].flatMap(area => __PRECACHE__[area]));
  await cache.addAll(
    [...paths].map(path => new Request(path, {cache: path.startsWith('/assets/') ? 'default' : 'reload'})),
  );
}

/** The areas that some version has here. */
export async function keptAreas(): Promise<readonly Area[]> {
  const there = await Promise.all(areas.map(async area => (await caches.match(pageOf(area))) !== undefined));
  return areas.filter((_, i) => there[i]);
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
