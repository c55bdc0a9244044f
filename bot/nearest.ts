/** Returns the known word that was probably meant, or null. */
export function nearest(written: string, known: readonly string[]): string | null {
  const word = plain(written);
  const ranked = known
    .map((name) => ({ name, distance: likeness(word, plain(name)) }))
    .sort((left, right) => left.distance - right.distance);
  const best = ranked[0];
  return best !== undefined && word.length > 1 && best.distance <= Math.max(1, Math.floor(word.length / 3))
    ? best.name
    : null;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '').slice(0, 60);
}

function likeness(written: string, known: string): number {
  if (written.length >= 4 && (written.startsWith(known) || known.startsWith(written))) return 1;
  return editDistance(written, known);
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  let before = row;
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      // Two letters the wrong way round are one slip of the fingers.
      const crossed = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = crossed ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}
