import type { Figure } from '../../engine/performance/figure.ts';
import { feesText } from '../i18n/fee-text.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import type { ReportWords } from '../i18n/report-words-shape.ts';
import { VENUE_WORDS } from '../i18n/venue-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block, Choice, Pair } from '../message.ts';
import { lines, pairs } from '../message.ts';
import type { Report } from './report.ts';
import type { ReportSort } from './report-period.ts';
import { REPORT_SORTS } from './report-period.ts';

/** What is said first: the result in a sentence, five figures. */
export function headline(report: Report, voice: Voice): readonly Block[] {
  return [lines(...sentences(report, voice)), pairs(figures(report, voice))];
}

/** Returns what a person may ask for next. */
export function reportChoices(shown: ReportSort | null, voice: Voice): readonly Choice[] {
  const { buttons } = REPORT_WORDS[voice.language];
  const others = REPORT_SORTS.filter((sort) => sort !== shown);
  return [
    ...others.map((sort) => ({ label: buttons[sort], command: `/report ${sort}` })),
    { label: buttons.schedule, command: '/report schedule' },
  ];
}

/** Returns the report in three lines: for somebody who sits at the desk while it runs. */
export function summaryLines(report: Report, voice: Voice): readonly string[] {
  const { performance } = report;
  const { format } = voice;
  const words = REPORT_WORDS[voice.language];
  const [result = '', comparison = ''] = sentences(report, voice);
  const trades = words.tradesNet({
    count: format.count(performance.trades),
    wins: format.count(performance.wins),
    net: format.signedMoney(performance.net),
  });
  const closed = performance.trades === 0 ? words.noTrades : `${voice.text.closedTrades}: ${trades}`;
  return [result, comparison, closed];
}

function sentences(report: Report, voice: Voice): readonly string[] {
  const words = REPORT_WORDS[voice.language];
  const { format } = voice;
  const result = words.result({
    money: signless(format.signedMoney(report.profit), voice),
    percent: shown(report.performance.returnFraction, (value) => format.signedPercent(value), words),
    way: signOf(report.profit.toNumber()),
  });
  return [result, comparison(report, voice)];
}

/** Korean names the sign with the number; English says up or down. */
function signless(money: string, { language }: Voice): string {
  return language === 'en' ? money.replace(/^[+-]/, '') : money;
}

function comparison({ performance, equityStart, profit, held }: Report, voice: Voice): string {
  const words = REPORT_WORDS[voice.language];
  const { format } = voice;
  const hold = performance.buyAndHoldFraction;
  if (hold.value === null || held.length === 0 || equityStart.isZero()) return words.noComparison;
  const points = (profit.dividedBy(equityStart).toNumber() - hold.value) * 100;
  const rounded = Math.round(points * 100) / 100;
  const shownPoints = format.percent(Math.abs(rounded) / 100).replace('%', '');
  return words.against({
    count: format.count(hold.sample),
    hold: format.signedPercent(hold.value),
    points: shownPoints,
    way: signOf(rounded),
  });
}

function figures(report: Report, voice: Voice): readonly Pair[] {
  const { performance } = report;
  const { text, format } = voice;
  const words = REPORT_WORDS[voice.language];
  const counted = {
    count: format.count(performance.trades),
    wins: format.count(performance.wins),
    net: format.signedMoney(performance.net),
  };
  const fees = feesText({ quote: report.fees, others: report.otherFees }, format);
  return [
    [words.equity, words.equityFromTo({ from: format.money(report.equityStart), to: format.money(report.equityEnd) })],
    [text.closedTrades, performance.trades === 0 ? words.noTrades : words.tradesNet(counted)],
    [text.winRate, shown(performance.winRate, (value) => format.percent(value, 1), words)],
    [text.maxDrawdown, shown(performance.maxDrawdownFraction, (value) => format.percent(value), words)],
    [words.fees, words.feesOf({ fees, fills: format.count(report.fills) })],
    ...band(report, voice),
  ];
}

function band({ paperBand, profit }: Report, { format, language }: Voice): readonly Pair[] {
  if (paperBand === undefined) return [];
  const { bandLabel, band: between } = VENUE_WORDS[language];
  const [low, high] = [profit.plus(paperBand.low), profit.plus(paperBand.high)];
  return [[bandLabel, between({ low: format.signedMoney(low), high: format.signedMoney(high) })]];
}

/** Returns the figure, or that there is not enough to tell, and how much it takes. */
export function shown({ value, sample, floor }: Figure, write: (value: number) => string, words: ReportWords): string {
  if (value !== null) return write(value);
  if (sample >= floor) return words.notAvailable({ sample: String(sample), floor: String(floor) }).split(' (')[0] ?? '';
  return words.notAvailable({ sample: String(sample), floor: String(floor) });
}

function signOf(value: number): -1 | 0 | 1 {
  if (value > 0) return 1;
  return value < 0 ? -1 : 0;
}
