import { baseOf } from '../../engine/domain/instrument.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import type { EvidenceSection } from '../../prompts/prompt-file.ts';
import { EVIDENCE_SECTIONS } from '../../prompts/prompt-file.ts';
import type { Facts } from '../answers/answer.ts';
import { boundaryOf } from '../models/boundary.ts';
import type { EvidenceLine } from './evidence-line.ts';
import { accountLines, indicatorLines, marketLines } from './market-evidence.ts';
import { moodLines, newsLines, seriesLines } from './news-evidence.ts';
import { directionLines, planLines } from './plan-evidence.ts';

const TICKER = /^[A-Z0-9]{1,15}$/;

export interface QuotedEvidence {
  /** What a reviewer is sent beside its instructions. */
  readonly text: string;
  /** In the first and the last line: follows from what stands between them, so nobody who wrote that could know it. */
  readonly boundary: string;
  /** The coin, as the answer has to name it: `BTC`. */
  readonly symbol: string;
  /** What an answer may cite. */
  readonly ids: readonly string[];
  /** The values of each line, rounded as they were shown. */
  readonly facts: Facts;
}

const LINES: Readonly<Record<EvidenceSection, (request: ReviewRequest) => readonly EvidenceLine[]>> = {
  direction: directionLines,
  plan: planLines,
  market: marketLines,
  indicators: ({ features }) => indicatorLines(features),
  account: accountLines,
  news: newsLines,
  mood: moodLines,
  series: seriesLines,
};

/**
 * Returns what is known about a decision as quoted data, with ids: those sections and no others. The same decision
 * gives the same bytes. Times are told as ages and sizes as shares; no line of it can come from a stranger's text.
 */
export function quoteEvidence(request: ReviewRequest, sees: readonly EvidenceSection[]): QuotedEvidence {
  const base = baseOf(request.signal.symbol);
  const symbol = TICKER.test(base) ? base : 'UNKNOWN';
  const lines = EVIDENCE_SECTIONS.filter((section) => sees.includes(section)).flatMap((section) =>
    LINES[section](request),
  );
  const body = [`symbol: ${symbol}`, ...lines.map(({ id, text }) => `${id}: ${text}`)].join('\n');
  const boundary = boundaryOf(body);
  return {
    text: `<evidence ${boundary}>\n${body}\n</evidence ${boundary}>`,
    boundary,
    symbol,
    ids: lines.map(({ id }) => id),
    facts: { symbol: { symbol }, ...Object.fromEntries(lines.map(({ id, facts }) => [id, facts])) },
  };
}
