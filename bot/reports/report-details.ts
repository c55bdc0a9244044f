import { DECISION_OUTCOMES } from '../../agent/answers/outcomes.ts';
import { describeTerm } from '../../agent/answers/terms.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import { termOf } from '../i18n/template.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block, Pair } from '../message.ts';
import { pairs, section, table } from '../message.ts';
import type { Incident, Report, ReportGroup } from './report.ts';
import { shown } from './report-message.ts';
import { voterBlocks } from './report-votes.ts';

const KEEPERS_SHOWN = 5;
const INCIDENTS_SHOWN = 8;

/** Returns everything behind the headline: trades, strategies, coins, decisions, votes, people, incidents, holdings. */
export function details(report: Report, voice: Voice): readonly Block[] {
  const words = REPORT_WORDS[voice.language];
  const { text, format } = voice;
  const source = (key: string) => describeTerm('term:source', key, voice.language);
  return [
    pairs(tradePairs(report, voice)),
    ...groupBlocks(words.strategy, report.byStrategy, source, voice),
    ...groupBlocks(text.coin, report.bySymbol, (key) => format.coin(key), voice),
    section(words.candidates, candidateLines(report, voice)),
    ...voterBlocks(report, voice),
    section(words.approvals, approvalLines(report, voice)),
    section(words.languageModels, [languageModelLine(report, voice)]),
    section(words.incidents, incidentLines(report.incidents, voice)),
    ...positionBlocks(report, voice),
  ];
}

function tradePairs({ best, worst, performance, slippage }: Report, voice: Voice): readonly Pair[] {
  const { text, format } = voice;
  const words = REPORT_WORDS[voice.language];
  const { sharpe } = performance;
  const ratio = (value: number) => format.number(value, 2);
  return [
    ...(best === null ? [] : [[text.best, extreme(best, voice)] as const]),
    ...(worst === null || worst === best ? [] : [[text.worst, extreme(worst, voice)] as const]),
    [text.profitFactor, shown(performance.profitFactor, ratio, words)],
    [text.sharpe, shown(sharpe, (value) => `${ratio(value)} (${text.returnBasis[sharpe.basis]})`, words)],
    [words.slippage, words.slippageOf({ cost: format.money(slippage.cost), fills: format.count(slippage.fills) })],
  ];
}

function extreme({ number, symbol, direction, net, exitReason }: ClosedTrade, { language, format }: Voice): string {
  return REPORT_WORDS[language].extreme({
    id: `T-${number}`,
    coin: format.coin(symbol),
    direction: format.direction(direction),
    net: format.signedMoney(net),
    reason: termOf(exitReason.code, format),
  });
}

function groupBlocks(
  header: string,
  groups: readonly ReportGroup[],
  nameOf: (key: string) => string,
  { text, format }: Voice,
): readonly Block[] {
  if (groups.length === 0) return [];
  const headers = [header, `>${text.tradesCount}`, `>${text.winsCount}`, `>${text.netProfit}`, `>${text.fees}`];
  return [
    table(
      headers,
      groups.map(({ key, statistics }) => [
        nameOf(key),
        format.count(statistics.trades),
        format.count(statistics.wins),
        format.signedMoney(statistics.net),
        format.money(statistics.fees),
      ]),
    ),
  ];
}

function candidateLines({ decisions }: Report, { language, text, format }: Voice): readonly string[] {
  const words = REPORT_WORDS[language];
  if (decisions.total === 0) return [words.noCandidates];
  const outcomes = DECISION_OUTCOMES.flatMap((outcome) => {
    const count = decisions.byOutcome[outcome];
    return count === undefined ? [] : [`${text.outcomeName[outcome]} ${format.count(count)}`];
  });
  const keepers = decisions.keptBy.slice(0, KEEPERS_SHOWN).map(({ what, key, count }) => {
    return `${keeperName(what, key)} ${format.count(count)}`;
  });
  const first = words.outcomes({ total: format.count(decisions.total), list: outcomes.join(', ') });
  return keepers.length === 0 ? [first] : [first, words.keptBy({ list: keepers.join(', ') })];

  function keeperName(what: Report['decisions']['keptBy'][number]['what'], key: string): string {
    if (what === 'rule') return describeTerm('term:rule', key, language);
    return words.reasonNames[key] ?? termOf(key, format);
  }
}

function approvalLines({ approvals }: Report, { language, format }: Voice): readonly string[] {
  const words = REPORT_WORDS[language];
  const { asked, approved, declined, expired, vetoes } = approvals;
  if (asked + approved + declined + expired === 0) return [words.noApprovals];
  const counted = words.approvalsOf({
    asked: format.count(asked),
    approved: format.count(approved),
    declined: format.count(declined),
    expired: format.count(expired),
  });
  if (vetoes.count === 0) return [counted];
  const count = format.count(vetoes.measured);
  if (vetoes.measured === 0) return [counted, words.vetoesUnmeasured({ count: format.count(vetoes.count) })];
  const way = vetoes.saved.isNegative() ? -1 : 1;
  return [counted, words.vetoes({ count, money: format.money(vetoes.saved.abs()), way })];
}

function languageModelLine({ languageModels }: Report, { language, format }: Voice): string {
  const words = REPORT_WORDS[language];
  const { calls, costUsd } = languageModels;
  if (calls === 0) return words.noLanguageModel;
  return words.languageModelCalls({
    calls: format.count(calls),
    cost: costUsd === null ? null : format.number(costUsd, 4),
  });
}

function incidentLines(incidents: readonly Incident[], voice: Voice): readonly string[] {
  const words = REPORT_WORDS[voice.language];
  const { format } = voice;
  if (incidents.length === 0) return [words.noIncidents];
  const told = incidents.slice(-INCIDENTS_SHOWN).map((incident) => {
    const what = words.incident[incident.type]({
      what: incidentWhat(incident, voice),
      count: format.count(incident.count),
    });
    return incident.type === 'undelivered' ? what : `${format.dateTime(incident.at)} ${what}`;
  });
  const more = incidents.length - told.length;
  return more === 0 ? told : [...told, words.moreIncidents({ count: format.count(more) })];
}

function incidentWhat({ type, symbol, detail, reason }: Incident, voice: Voice): string {
  const { format, language } = voice;
  const why = reason === null ? '' : voice.reason(reason, symbol ?? undefined);
  if (type === 'panic') return termOf(detail ?? '', format);
  if (type !== 'order') return why;
  const state = describeTerm('term:order-state', detail ?? '', language);
  return [symbol === null ? '' : format.coin(symbol), `${state}.`, why].filter((part) => part !== '').join(' ');
}

function positionBlocks({ positions }: Report, { language, text, format }: Voice): readonly Block[] {
  const words = REPORT_WORDS[language];
  if (positions.length === 0) return [section(words.openPositions, [words.noPositions])];
  const rows = positions.map(({ symbol, direction, quantity, entryPrice, unrealised }) => [
    format.coin(symbol),
    format.direction(direction),
    format.number(quantity, 12),
    format.price(symbol, entryPrice),
    unrealised === null ? text.notEnough : format.signedMoney(unrealised),
  ]);
  return [table([words.openPositions, text.side, `>${text.quantity}`, `>${words.entry}`, `>${text.unrealised}`], rows)];
}
