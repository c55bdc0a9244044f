import type { TrainingRow } from '../../engine/performance/reviewer-score/training-row.ts';

/** How training rows are written: an object a line for each decision, or a row for each vote. */
export interface TrainingFormat {
  /** What comes before the first row, given it; empty where nothing does. */
  head(first: TrainingRow): string;
  lines(row: TrainingRow): string;
}

const JSON_LINES: TrainingFormat = {
  head: () => '',
  lines: (row) => `${JSON.stringify({ ...row, at: new Date(row.at).toISOString() })}\n`,
};

const DECISION_COLUMNS = [
  ...['decision', 'at', 'symbol', 'source', 'direction', 'signal_confidence', 'outcome', 'policy', 'consensus'],
  ...['price', 'spread', 'atr', 'volatility', 'change_1h', 'change_24h', 'rsi14', 'volume_ratio'],
  ...['news_count', 'mood'],
] as const;

const VOTE_COLUMNS = [
  ...['voter', 'version', 'kind', 'role', 'language_model', 'stance', 'assents', 'forecast', 'failure'],
  ...['reasons', 'latency_ms', 'cost_usd'],
] as const;

const RETURNS = { return_10m: '600000', return_1h: '3600000', return_4h: '14400000' } as const;

type Cell = string | number | boolean | null | undefined;

/** The columns of features are those of the first row: a file holds the votes of one feature set or says so by gaps. */
function commaSeparated(): TrainingFormat {
  let features: readonly string[] = [];
  return {
    head(first) {
      features = Object.keys(first.features);
      const own = features.map((name) => `f_${name}`);
      return csvLine([...DECISION_COLUMNS, ...VOTE_COLUMNS, ...Object.keys(RETURNS), 'feature_set', ...own]);
    },
    lines: (row) =>
      row.votes
        .map((vote) =>
          csvLine([
            ...decisionCells(row),
            ...[vote.voter, vote.version, vote.kind, vote.role, vote.languageModel, vote.stance, vote.assents],
            ...[vote.forecast, vote.failure, vote.reasons.join(' '), vote.latencyMs, vote.costUsd],
            ...Object.values(RETURNS).map((horizon) => row.returns[horizon]),
            row.featureSet,
            ...features.map((name) => row.features[name]),
          ]),
        )
        .join(''),
  };
}

function decisionCells(row: TrainingRow): readonly Cell[] {
  const { market } = row;
  return [
    ...[row.decision, new Date(row.at).toISOString(), row.symbol, row.source, row.direction, row.confidence],
    ...[row.outcome, row.policy, row.consensus, market.price, market.spreadFraction, market.atrFraction],
    ...[market.volatility, market.change1hFraction, market.change24hFraction, market.rsi14, market.volumeRatio],
    ...[row.newsCount, row.mood],
  ];
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns the format that a file's ending asks for: `.csv`, else lines of JSON. */
export function trainingFormat(file: string): TrainingFormat {
  return /\.csv$/i.test(file) ? commaSeparated() : JSON_LINES;
}
