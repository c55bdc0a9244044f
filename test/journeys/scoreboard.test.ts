import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { modelsCommand } from '../../bot/app/models.ts';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { readMeasured, readScoreboard } from '../../engine/performance/reviewer-score/read-scoreboard.ts';
import { ScoreKeeper } from '../../engine/performance/reviewer-score/score-keeper.ts';
import type { Scoreboard } from '../../engine/performance/reviewer-score/scoreboard.ts';
import { seatsOf } from '../../engine/performance/reviewer-score/seats.ts';
import { decisionsOf, eventsOf, HOUR, type Journey, journalOf, openJourney, START } from './journey.ts';

const SPAN = 12 * HOUR;
let journey: Journey;
let entries: readonly JournalEntry[];

beforeAll(async () => {
  journey = await openJourney({ environment: { ASSENT_REVIEW_POLICY: 'weighted' } });
  await journey.playTo(START + SPAN);
  await journey.desk.journal.flushed();
  entries = journalOf(journey.directory);
}, 300_000);

afterAll(() => journey.end());

describe('half a day, weighed', () => {
  it('freezes the weights of the hour into every candidate of a strategy, and of nothing else', () => {
    const records = [...decisionsOf(entries).values()].map(({ record }) => record);
    const weighed = records.filter(({ inputs }) => inputs.ensemble !== undefined);
    expect(weighed.length).toBeGreaterThan(20);
    for (const { signal, consensus, inputs } of weighed) {
      expect([signal.action, signal.source.startsWith('strategy:'), consensus?.policy]).toEqual([
        'enter',
        true,
        'weighted',
      ]);
      const weights = inputs.ensemble?.members.map(({ weight }) => weight) ?? [];
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0.1);
      expect(inputs.ensemble?.asOf).toBe(inputs.asOf);
    }
    const seats = new Set(
      weighed.flatMap(({ inputs }) => inputs.ensemble?.members.map(({ seat, voter }) => `${seat} ${voter}`)),
    );
    expect([...seats]).toEqual(['model baseline', 'main rules:technical', 'risk rules:news-risk']);
    expect(
      records.filter(({ signal }) => signal.action === 'exit').every(({ inputs }) => inputs.ensemble === undefined),
    ).toBe(true);
  });

  it('learns: what was measured before a decision, and only that, is in its weights', () => {
    const measuredBefore = (at: number) =>
      eventsOf(
        entries.filter((entry) => entry.at <= at),
        'outcome.measured',
      ).filter(({ horizonMs }) => horizonMs === HOUR).length;
    const last = [...decisionsOf(entries).values()]
      .map(({ record }) => record)
      .findLast(({ inputs }) => inputs.ensemble !== undefined);
    const [model] = last?.inputs.ensemble?.members ?? [];
    const counted = (model?.worth.measured ?? 0) + (model?.idle.measured ?? 0);
    expect(counted).toBeGreaterThan(15);
    expect(counted).toBeLessThanOrEqual(measuredBefore(last?.at ?? 0));
  });

  it('makes every decision again from its record, byte for byte', async () => {
    const model = await loadSignalModel();
    const weighed = [...decisionsOf(entries).values()].filter(({ record }) => record.inputs.ensemble !== undefined);
    for (const { record } of weighed) {
      expect(await replayDecision(record, { model, reviewers: [] })).toMatchObject({ same: true });
    }
    const outcomes = new Set(weighed.map(({ record }) => record.consensus?.reason.code));
    expect(outcomes).toContain('consensus.weighted');
    expect(outcomes).toContain('consensus.vetoed');
  });

  it('goes on after a restart with the weights that the journal alone gives', async () => {
    journey = await journey.reopen();
    await journey.playFor(2 * HOUR);
    await journey.desk.journal.flushed();
    const { model, view } = journey.desk;
    const fee = Number(view.instruments().at(0)?.takerFeeFraction);
    const { identity: main } = rulesTechnicalReviewer;
    const { identity: risk } = rulesNewsReviewer;
    const keeper = new ScoreKeeper({
      seats: seatsOf({ model: model.identity, main, risk, news: null }),
      moveFraction: 2 * fee,
    });
    let checked = 0;
    for (const entry of journalOf(journey.directory)) {
      const frozen = entry.event.type === 'decision.made' ? entry.event.record.inputs.ensemble : undefined;
      if (frozen !== undefined) {
        expect(keeper.ensembleAt(frozen.asOf)).toEqual(frozen);
        if (entry.at > START + SPAN) checked += 1;
      }
      keeper.take(entry);
    }
    expect(checked).toBeGreaterThan(0);
  }, 180_000);
});

describe('the scoreboard of it', () => {
  it('counts what the journal holds', async () => {
    const until = journey.desk.view.now() + 1;
    const board = await readScoreboard(journey.desk.records, { since: START, until }, 0.0005);
    const records = [...decisionsOf(journalOf(journey.directory)).values()].map(({ record }) => record);
    const voted = records.filter(({ signal, consensus }) => signal.action === 'enter' && consensus !== null);
    expect(board.decisions).toBe(voted.length);
    const measured = await readMeasured(journey.desk.records, { since: START, until });
    expect(measured.map(({ record }) => record.id).sort()).toEqual(
      records
        .filter(({ signal }) => signal.action === 'enter')
        .map(({ id }) => id)
        .sort(),
    );
    // Every candidate older than the longest horizon has all its outcomes, whether it was traded or held.
    const old = measured.filter(({ record }) => record.at < until - 4 * HOUR - 5 * 60_000);
    expect(old.filter(({ returns }) => returns.size < 3)).toEqual([]);
    byHand(board, measured);
  });
});

describe('from the command line, when the desk has ended', () => {
  it('prints the same board, and writes the votes to a new file only', async () => {
    const { records, view } = journey.desk;
    const until = view.now() + 1;
    const voted = (await readMeasured(records, { since: START, until })).filter(
      ({ record }) => record.consensus !== null,
    );
    await journey.close();
    const { directory } = journey;
    const board = await run(directory, ['scoreboard'], { json: true });
    const printed = JSON.parse(board.printed) as { decisions: number; voters: readonly { voter: string }[] };
    expect([board.code, printed.decisions]).toEqual([0, voted.length]);
    expect(printed.voters.map(({ voter }) => voter)).toEqual(['baseline', 'rules:technical', 'rules:news-risk']);

    const file = join(directory, 'votes.jsonl');
    const exported = await run(directory, ['export'], { out: file });
    expect(exported).toEqual({ code: 0, printed: `${file}: ${voted.length} decisions.\n` });
    const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
    const first = JSON.parse(rows[0] ?? '') as { decision: string; returns: Record<string, number> };
    expect([rows.length, first.decision]).toEqual([voted.length, voted[0]?.record.id]);
    expect(first.returns).toEqual(Object.fromEntries(voted[0]?.returns ?? []));

    await expect(run(directory, ['export'], { out: file })).rejects.toThrow('is there already');
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toEqual(rows);
  }, 180_000);

  it.each([
    [[], {}, 'Say what of the voters'],
    [['export'], {}, 'Say where to: assent models export --out'],
    [['scoreboard'], { days: '0' }, '--days is a whole number of days'],
    [['scoreboard'], { days: 'x' }, '--days is a whole number of days'],
  ])('%j %j is wrong use', async (positionals, flags, text) => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect((await run(journey.directory, positionals, flags)).code).toBe(2);
      expect(String(told.mock.calls[0]?.[0])).toContain(text);
    } finally {
      told.mockRestore();
    }
  });
});

/** Runs `assent models` in this process; returns its code and what it printed. */
async function run(data: string, positionals: readonly string[], flags: Readonly<Record<string, string | true>>) {
  const shown = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await modelsCommand({ workingDirectory: data, positionals, flags: { data, ...flags } });
    return { code, printed: shown.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    shown.mockRestore();
  }
}

/** The hit rate of the technical rule, counted apart from the code that counts it. */
function byHand(board: Scoreboard, measured: Awaited<ReturnType<typeof readMeasured>>): void {
  let right = 0;
  let votes = 0;
  for (const { record, returns } of measured) {
    const verdict = record.verdicts.find(({ reviewer }) => reviewer.name === 'rules:technical');
    const moved = returns.get(HOUR);
    if (verdict?.outcome !== 'voted' || moved === undefined || record.consensus === null) continue;
    const isLong = record.signal.direction === 'long';
    const said = verdict.stance === (isLong ? 'buy' : 'sell');
    const was = (isLong ? moved : -moved) >= 0.001;
    votes += 1;
    if (said === was) right += 1;
  }
  const voter = board.voters.find((one) => one.voter === 'rules:technical');
  const hour = voter?.horizons.find(({ horizonMs }) => horizonMs === HOUR);
  expect(hour?.hitRate).toEqual({ value: right / votes, sample: votes, floor: 10 });
}
