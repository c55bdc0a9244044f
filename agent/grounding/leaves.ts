/** One value of a record, by its place. */
export interface Leaf {
  readonly path: string;
  /** The last word of the place: what kind of value it is. */
  readonly name: string;
  readonly value: string | number;
}

/** Returns every text and number in a record, with its place. */
export function leavesOf(record: unknown, path = '', name = ''): readonly Leaf[] {
  if (typeof record === 'string' || typeof record === 'number') return [{ path, name, value: record }];
  if (Array.isArray(record)) return record.flatMap((one, index) => leavesOf(one, `${path}[${index}]`, name));
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([key, value]) => leavesOf(value, join(path, key), key));
}

function join(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Tells whether a place is `prefix` or lies under it. */
export function isUnder(path: string, prefix: string): boolean {
  return path === prefix || (path.startsWith(prefix) && /^[.[]/.test(path.slice(prefix.length)));
}
