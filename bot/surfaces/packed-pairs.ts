import { displayWidth } from './display-width.ts';

const BETWEEN = ' · ';
/** Stands for nothing known: in a card of few lines it says nothing. */
const NOTHING = '-';

/** Returns `label: value` texts in as few lines of so many columns as hold them, each whole and in its order. */
export function packedPairs(pairs: readonly (readonly [label: string, value: string])[], columns: number): string[] {
  const packed: string[] = [];
  for (const [label, value] of pairs) {
    if (value === '' || value === NOTHING) continue;
    const text = label === '' ? value : `${label}${/[:?]$/.test(label) ? '' : ':'} ${value}`;
    const line = packed.at(-1);
    const longer = line === undefined ? null : `${line}${BETWEEN}${text}`;
    if (longer !== null && displayWidth(longer) <= columns) packed.splice(-1, 1, longer);
    else packed.push(text);
  }
  return packed;
}
