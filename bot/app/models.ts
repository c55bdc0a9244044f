import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, UnavailableError } from '../../engine/domain/errors.ts';
import { simulatedInstruments } from '../../engine/exchanges/instrument-table.ts';
import { votedDecisions } from '../../engine/performance/reviewer-score/cast-votes.ts';
import { readMeasured, readScoreboard } from '../../engine/performance/reviewer-score/read-scoreboard.ts';
import { trainingRow } from '../../engine/performance/reviewer-score/training-row.ts';
import type { AppConfig } from '../config/config.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { defaultZone } from '../i18n/language.ts';
import { MODEL_WORDS } from '../i18n/model-words.ts';
import { createVoice } from '../i18n/voice.ts';
import type { RunCommand } from '../invocation.ts';
import { lines, message } from '../message.ts';
import { careBlocks, liftBlocks, marketBlocks, voteBlocks } from '../reports/score-blocks.ts';
import { scoreboardJson } from '../reports/score-json.ts';
import { trainingFormat } from '../reports/training-file.ts';
import { renderOutbound } from '../surfaces/terminal-render.ts';
import type { DeskRecord } from './record.ts';
import { withDeskRecord } from './record.ts';
import { setUp } from './setup.ts';

type Invocation = Parameters<RunCommand>[0];

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 3_650;
const USAGE =
  'Say what of the voters: assent models scoreboard [--days N] [--json], or assent models export --out FILE\n';

/** `assent models scoreboard|export`: how right the voters were, and their votes as a file to train on. */
export const modelsCommand: RunCommand = async (invocation) => {
  const { positionals, flags } = invocation;
  const [what] = positionals;
  const days = flags.days === undefined ? LONGEST_DAYS : Number(flags.days);
  const isDays = Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS;
  if (!isDays) return wrong(`--days is a whole number of days, 1 to ${LONGEST_DAYS}.\n`);
  const out = typeof flags.out === 'string' ? flags.out : null;
  if (what === 'export' && out === null)
    return wrong('Say where to: assent models export --out votes.jsonl, or votes.csv\n');
  if (what !== 'export' && what !== 'scoreboard') return wrong(USAGE);
  const { config, closeLog } = setUp(invocation);
  try {
    return await withDeskRecord(config, (record) =>
      what === 'export' && out !== null
        ? exportVotes(record, days, resolve(invocation.workingDirectory, out))
        : showBoard(record, days, config, flags),
    );
  } finally {
    closeLog();
  }
};

function wrong(text: string): number {
  process.stderr.write(text);
  return EXIT_CODES.wrongUse;
}

async function showBoard(
  record: DeskRecord,
  days: number,
  config: AppConfig,
  flags: Invocation['flags'],
): Promise<number> {
  const span = spanOf(record, days);
  const instruments = simulatedInstruments('simulated');
  const fee = Number(instruments.at(0)?.takerFeeFraction ?? '0');
  const board = await readScoreboard(record.records, span, fee);
  if (flags.json === true) {
    const json = scoreboardJson(board, { from: span.since, to: span.until });
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    return EXIT_CODES.done;
  }
  const language = config.chat.language === 'ko' ? 'ko' : 'en';
  const zone = config.chat.timeZone ?? defaultZone(language);
  const words = MODEL_WORDS[language];
  if (board.decisions === 0) {
    process.stdout.write(`${words.none}\n`);
    return EXIT_CODES.done;
  }
  const voice = createVoice({ language, zone, now: span.until, instruments, quoteCurrency: quoteOf(record) });
  const { format } = voice;
  const counted = words.counted({
    decisions: format.count(board.decisions),
    measured: format.count(board.measured),
    days: format.count(Math.ceil((span.until - span.since) / DAY_MS)),
  });
  const blocks = [voteBlocks, careBlocks, marketBlocks, liftBlocks].flatMap((show) => show(board, voice));
  const { choices: _, ...shown } = message({
    kind: 'answer',
    title: words.title,
    blocks: [lines(counted), ...blocks, lines(words.exportHint)],
  });
  const rendered = renderOutbound({ ...shown, buttons: [] }, { columns: process.stdout.columns ?? 120, colour: false });
  process.stdout.write(`${rendered.join('\n')}\n`);
  return EXIT_CODES.done;
}

/** A day at a time: a record holds all that its decision was made from, and a year of them is a great deal. */
async function exportVotes(record: DeskRecord, days: number, path: string): Promise<number> {
  const { since, until } = spanOf(record, days);
  const format = trainingFormat(path);
  const file = openNew(path);
  let decisions = 0;
  try {
    for (let from = since; from < until; from += DAY_MS) {
      const span = { since: from, until: Math.min(from + DAY_MS, until) };
      const measured = await readMeasured(record.records, span, (whole) => whole);
      const rows = votedDecisions(measured).flatMap((voted) => trainingRow(voted) ?? []);
      for (const row of rows) {
        writeSync(file, decisions === 0 ? format.head(row) + format.lines(row) : format.lines(row));
        decisions += 1;
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    throw new UnavailableError(`${path} is not whole: there is no room left there.`, { cause: error });
  } finally {
    closeSync(file);
  }
  process.stdout.write(`${path}: ${decisions} decisions.\n`);
  return EXIT_CODES.done;
}

/** What somebody exported before, or works on, is not written over. */
function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const text = code === 'EEXIST' ? `${path} is there already.` : `${path} cannot be written (${code}).`;
    throw new ConfigError(text, { cause: error, hint: 'Name another file: --out FILE.' });
  }
}

function spanOf({ entries }: DeskRecord, days: number): { readonly since: number; readonly until: number } {
  const until = (entries.at(-1)?.at ?? 0) + 1;
  return { since: Math.max(entries.at(0)?.at ?? 0, until - days * DAY_MS), until };
}

function quoteOf({ entries }: DeskRecord): string {
  const started = entries.find(({ event }) => event.type === 'desk.started')?.event;
  return started?.type === 'desk.started' ? started.quoteCurrency : '';
}
