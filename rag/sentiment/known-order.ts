/** What is kept in the order it became known. */
export interface Known {
  readonly id: string;
  readonly knownAt: number;
}

/** Puts an item where it belongs: by when it was known, then by id, so that the order of arrival leaves no trace. */
export function insertKnown<T extends Known>(items: T[], item: T): void {
  const last = items.at(-1);
  if (last === undefined || isBefore(last, item)) items.push(item);
  else
    items.splice(
      placeOf(items, (other) => isBefore(other, item)),
      0,
      item,
    );
}

export function removeKnown<T extends Known>(items: T[], item: T): void {
  const place = placeOf(items, (other) => isBefore(other, item));
  if (items[place]?.id === item.id) items.splice(place, 1);
}

/** Returns the place of the first item known at a time or later. */
export function firstKnownFrom(items: readonly Known[], time: number): number {
  return placeOf(items, ({ knownAt }) => knownAt < time);
}

function isBefore(a: Known, b: Known): boolean {
  return a.knownAt === b.knownAt ? a.id < b.id : a.knownAt < b.knownAt;
}

function placeOf<T>(items: readonly T[], isLeft: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isLeft(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
