import { join } from 'node:path';
import { ReportFacts } from '../../db/report-facts.ts';
import { decimal, decimalFromEstimate, ZERO } from '../../engine/domain/decimal.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { emptyPortfolio, equityOf, foldFill } from '../../engine/domain/portfolio.ts';
import { simulatedInstruments } from '../../engine/exchanges/instrument-table.ts';
import { sumOf } from '../../engine/exchanges/paper/paper-band.ts';
import { readPaperBands } from '../../engine/exchanges/paper/paper-notes.ts';
import { MODEL_MEASURE } from '../../engine/performance/model-measure.ts';
import type { PriceHistory } from '../../engine/ports/price-history.ts';
import { recordedPrices } from '../../engine/recordings/recorded-prices.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../engine/recordings/recording-files.ts';
import type { AppConfig } from '../config/config.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { defaultZone } from '../i18n/language.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import { createVoice } from '../i18n/voice.ts';
import type { RunCommand } from '../invocation.ts';
import { cleanText } from '../parse/clean-text.ts';
import { createReports } from '../reports/gather-report.ts';
import { reportMessage } from '../reports/report-entry.ts';
import { reportJson } from '../reports/report-json.ts';
import { readPeriod } from '../reports/report-period.ts';
import { renderOutbound } from '../surfaces/terminal-render.ts';
import type { DeskRecord } from './record.ts';
import { withDeskRecord } from './record.ts';
import { setUp } from './setup.ts';

/** `assent report [PERIOD]`: how a day, week, month or span went, from the record of a desk that does not run now. */
export const reportCommand: RunCommand = async (invocation) => {
  const { config, closeLog } = setUp(invocation);
  try {
    return await withDeskRecord(config, (record) => show(record, config, invocation));
  } finally {
    closeLog();
  }
};

async function show(
  record: DeskRecord,
  config: AppConfig,
  { positionals, flags }: Parameters<RunCommand>[0],
): Promise<number> {
  const language = config.chat.language === 'ko' ? 'ko' : 'en';
  const zone = config.chat.timeZone ?? defaultZone(language);
  const words = REPORT_WORDS[language];
  const now = record.entries.at(-1)?.at ?? 0;
  const written = positionals.join(' ');
  const period = readPeriod(written === '' ? 'daily' : written, { now, zone });
  if (period === null) {
    process.stderr.write(`${words.notAPeriod({ text: cleanText(written).slice(0, 60) })}\n`);
    return EXIT_CODES.wrongUse;
  }
  const started = startedOf(record.entries);
  const instruments = simulatedInstruments('simulated');
  const prices = config.mode === 'replay' ? await pricesOfRecording(config, now) : NO_PRICES;
  const facts = new ReportFacts(record.database);
  const reports = createReports({
    records: record.records,
    prices,
    now: () => now,
    account: () => ({ ...started, equity: equityNow(record.entries, started.startingCash, prices, now) }),
    takerFeeFraction: instruments.at(0)?.takerFeeFraction ?? '0',
    modelMeasure: MODEL_MEASURE,
    newsReadings: (span) => facts.newsReadings(span),
    callsMade: (span) => facts.callsMade(span),
    undelivered: (span) => facts.undelivered(span),
    ...bandOf(config),
  });
  const voice = createVoice({ language, zone, now, instruments, quoteCurrency: started.quoteCurrency });
  const report = await reports.of(period.span);
  if (report === null) {
    const began = await reports.began();
    const { format } = voice;
    const why =
      period.span.from >= now
        ? words.notYet({ now: `${format.dateTime(now)} ${format.zoneLabel()}` })
        : words.notLived({ began: began === null ? voice.text.dash : format.dateTime(began) });
    process.stderr.write(`${why}\n`);
    return EXIT_CODES.failed;
  }
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(reportJson(report, { sort: period.sort, zone }), null, 2)}\n`);
    return EXIT_CODES.done;
  }
  const { choices: _, ...message } = reportMessage(period, report, voice);
  const lines = renderOutbound({ ...message, buttons: [] }, { columns: process.stdout.columns ?? 100, colour: false });
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT_CODES.done;
}

/** A live market keeps no record of its prices: what is held is worth its cost, and nothing is compared with keeping. */
const NO_PRICES: PriceHistory = { symbols: [], priceAt: () => null };

async function pricesOfRecording({ replay }: AppConfig, now: number): Promise<PriceHistory> {
  return recordedPrices(await loadRecording(recordingDirectory(replay.recording)), () => now);
}

/** The band of a paper desk lies beside its venue's ledger. */
function bandOf({ mode, data }: AppConfig) {
  if (mode !== 'paper') return {};
  const bands = readPaperBands(join(data.directory, 'venue'));
  return { paperBand: (since: number, until: number) => sumOf(bands, since, until) };
}

function startedOf(entries: readonly JournalEntry[]) {
  for (const { event } of entries) {
    if (event.type !== 'desk.started') continue;
    return { quoteCurrency: event.quoteCurrency, startingCash: decimal(event.startingCash) };
  }
  return { quoteCurrency: '', startingCash: ZERO };
}

/** What a desk that has ended was worth at its last moment. */
function equityNow(entries: readonly JournalEntry[], startingCash: typeof ZERO, prices: PriceHistory, now: number) {
  let portfolio = emptyPortfolio(startingCash);
  for (const { event } of entries) {
    if (event.type === 'order.filled') portfolio = foldFill(portfolio, event.fill, event.decisionId).portfolio;
  }
  return equityOf(portfolio, (symbol) => {
    const price = prices.priceAt(symbol, now);
    return price === null ? null : decimalFromEstimate(price, '0.0000000001');
  });
}
