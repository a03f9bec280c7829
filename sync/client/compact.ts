type Full<T> = {[K in keyof T]?: Exclude<T[K], undefined>};

/** The fields of value that say something: not '', 0, false, undefined or an empty list. */
export function compact<T extends object>(value: T): Full<T> {
  const kept = Object.entries(value).filter(([, field]) => (Array.isArray(field) ? field.length > 0 : Boolean(field)));
  return Object.fromEntries(kept) as Full<T>;
}
