/** A line of a comparison: in both, only in the old text, or only in the new one. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Returns how a text became another, line by line, with as few changed lines as can be. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const shared = sharedCounts(old, fresh);
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < fresh.length) {
    const [was, is] = [old[a], fresh[b]];
    if (was !== undefined && was === is) {
      lines.push({ mark: ' ', text: was });
      [a, b] = [a + 1, b + 1];
    } else if (was !== undefined && (is === undefined || countAt(shared, a + 1, b) >= countAt(shared, a, b + 1))) {
      lines.push({ mark: '-', text: was });
      a += 1;
    } else {
      lines.push({ mark: '+', text: is ?? '' });
      b += 1;
    }
  }
  return lines;
}

/** How many lines the rests of both texts have in common, in order, from each pair of places. */
function sharedCounts(old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] {
  const counts = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = fresh.length - 1; b >= 0; b -= 1) {
      const row = counts[a];
      if (row === undefined) continue;
      row[b] =
        old[a] === fresh[b]
          ? countAt(counts, a + 1, b + 1) + 1
          : Math.max(countAt(counts, a + 1, b), countAt(counts, a, b + 1));
    }
  }
  return counts;
}

function countAt(counts: readonly (readonly number[])[], a: number, b: number): number {
  return counts[a]?.[b] ?? 0;
}
