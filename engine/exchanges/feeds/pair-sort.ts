let spare = new Float64Array(1_024);

/**
 * Sorts pairs of numbers by the first of each, in place and rising, and keeps the order of equal ones. Runs that are
 * there already are used, since venues send the levels of a message in order.
 */
export function sortPairs(values: Float64Array, count: number): void {
  const end = count * 2;
  if (spare.length < end) spare = new Float64Array(end * 2);
  let runs: number[] = [];
  for (let from = 0; from < end; from = runEnd(values, from, end)) runs.push(from);
  runs.push(end);
  let source: Float64Array = values;
  let target: Float64Array = spare;
  while (runs.length > 2) {
    const merged: number[] = [];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const [from = 0, middle = end, to = end] = [runs[run], runs[run + 1], runs[run + 2]];
      mergeRuns(source, target, from, middle, to);
      merged.push(from);
    }
    merged.push(end);
    runs = merged;
    [source, target] = [target, source];
  }
  if (source !== values) values.set(source.subarray(0, end));
}

/** Where the run that begins here ends; one that falls is turned round. */
function runEnd(values: Float64Array, from: number, end: number): number {
  let at = from + 2;
  if (at >= end) return end;
  if ((values[at] ?? 0) >= (values[from] ?? 0)) {
    while (at < end && (values[at] ?? 0) >= (values[at - 2] ?? 0)) at += 2;
    return at;
  }
  while (at < end && (values[at] ?? 0) < (values[at - 2] ?? 0)) at += 2;
  for (let low = from, high = at - 2; low < high; low += 2, high -= 2) {
    const [key = 0, quantity = 0] = [values[low], values[low + 1]];
    values[low] = values[high] ?? 0;
    values[low + 1] = values[high + 1] ?? 0;
    values[high] = key;
    values[high + 1] = quantity;
  }
  return at;
}

function mergeRuns(source: Float64Array, target: Float64Array, from: number, middle: number, end: number): void {
  let [one, other] = [from, middle];
  for (let to = from; to < end; to += 2) {
    const first = other >= end || (one < middle && (source[one] ?? 0) <= (source[other] ?? 0));
    const at = first ? one : other;
    target[to] = source[at] ?? 0;
    target[to + 1] = source[at + 1] ?? 0;
    if (first) one += 2;
    else other += 2;
  }
}
