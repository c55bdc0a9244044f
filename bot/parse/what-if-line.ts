import type { SettingView } from '../../engine/ports/desk-view.ts';

/** What a line asks to be played again with; `rest` is what is left of it: when. */
export interface WhatIfLine {
  readonly stopFraction: number | null;
  readonly targetFraction: number | null;
  readonly settings: readonly { readonly key: string; readonly value: string }[];
  readonly rest: string;
}

const PERCENT = String.raw`(\d{1,3}(?:[.,]\d{1,4})?)\s?(?:%|퍼센트|프로|percent)`;
const BETWEEN = String.raw`(?:을|를|은|는|이|가)?\s?(?:of|at|to|is|was|were|had been|been|=)?\s?`;
const STOPS = `(?:the )?(?:stops?(?:[- ]loss(?:es)?)?|손절(?:가|선)?)`;
const TARGETS = `(?:the )?(?:targets?|take[- ]?profits?|익절(?:가|선)?|목표(?:가)?)`;

const FILLERS =
  /(?:^|\s)(?:what if|what|if|with|the|a|an|had|been|was|were|would|have|happened|over|in|for|and|set|we|i|you|만약에?|혹시|그리고|만|로|으로|쓰고|썼으면|썼다면|했으면|했다면|했더라면|였으면|였다면|이었으면|이었다면|어땠을까|어떻게 됐을까|어떻게|됐을까|돼|됐어|에|동안|때)(?=$|\s)/g;
const ENDINGS =
  /(?:로|으로)?\s?(?:했으면|했다면|했더라면|였으면|였다면|이었으면|이었다면|잡았으면|뒀으면)(?=$|[\s?!.])/g;

/** Tells a sentence about what might have been from an order to do it now. */
const MIGHT_HAVE = /[했였었았뒀]으면|[했였었았뒀]다면|더라면|\bwhat if\b|\bif\b.*\bhad\b|\bwould have\b.*\bif\b/;

/** Reads `지난주 손절 2%`, `stop 2% target 4% yesterday`, `risk.per-trade 1%`; null where nothing is to be changed. */
export function readWhatIfLine(line: string, settings: readonly SettingView[]): WhatIfLine | null {
  let rest = ` ${line.normalize('NFKC').toLowerCase().replace(/[?!]/g, ' ')} `;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest);
    if (found !== null) rest = rest.replace(found[0], ' ');
    return found;
  };
  const fractionOf = (what: string): number | null => {
    const found =
      take(new RegExp(`${what}${BETWEEN}${PERCENT}`)) ?? take(new RegExp(`${PERCENT}(?:의|짜리)?\\s?${what}`));
    return found === null ? null : Number((Number((found[1] ?? '').replace(',', '.')) / 100).toPrecision(12));
  };
  const changed = settings.flatMap(({ key }) => {
    const name = key.replace(/[.-]/g, '[.\\- ]?');
    const found = take(new RegExp(`(?<=\\s)${name}(?:을|를)?\\s?(?:=|to|at)?\\s?([^\\s,]+)`));
    return found === null ? [] : [{ key, value: (found[1] ?? '').replace(/(?:으로|로)$/, '') }];
  });
  const stopFraction = fractionOf(STOPS);
  const targetFraction = fractionOf(TARGETS);
  if (stopFraction === null && targetFraction === null && changed.length === 0) return null;
  rest = rest.replace(ENDINGS, ' ').replace(/[,.](?=\s)/g, ' ');
  // A filler may stand between two others.
  rest = rest.replace(FILLERS, ' ').replace(FILLERS, ' ').replace(/\s+/g, ' ').trim();
  return { stopFraction, targetFraction, settings: changed, rest };
}

/** Tells whether a whole sentence asks what would have been with something changed. */
export function asksWhatIf(line: string, settings: readonly SettingView[]): boolean {
  return MIGHT_HAVE.test(line.normalize('NFKC').toLowerCase()) && readWhatIfLine(line, settings) !== null;
}
