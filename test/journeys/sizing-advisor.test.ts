import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rereadVerdict } from '../../agent/reviewers/reread-verdict.ts';
import { createAppChat } from '../../bot/app/chat.ts';
import { TERMINAL_OWNER } from '../../bot/people/access.ts';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { FakeLlm } from '../fakes/llm/llm-server.ts';
import { startFakeLlm } from '../fakes/llm/llm-server.ts';
import type { Personality } from '../fakes/llm/saying.ts';
import { verdictOf } from '../fakes/llm/verdict-personalities.ts';
import type { Journey } from './journey.ts';
import { decisionsOf, journalOf, MINUTE, openJourney, START } from './journey.ts';

const ADVISOR = 'groq:openai/gpt-oss-120b';
/** A short of SOL that the signal model assents to, at one in the first morning of the recording. */
const SHORT = 'D-5';
const UNTIL = START + 62 * MINUTE;

/** Reviewers sell; asked for a ratio, it says to put in everything and to lose next to nothing. */
const greedy: Personality = (asked) => ({
  text: JSON.stringify(
    asked.user.startsWith('<account ')
      ? {
          investment_ratio: 1,
          reasoning: 'The trend is clear.',
          max_loss_acceptable: 0.0005,
          take_profit_target: 0.01,
        }
      : verdictOf(asked, 'sell'),
  ),
});

async function played(url: string): Promise<Journey> {
  const environment = {
    ...{ GROQ_API_KEY: 'gsk-test', ASSENT_MODELS_GROQ_URL: url, ASSENT_MODELS_OLLAMA_URL: url },
    ASSENT_REVIEW_ADVISOR: ADVISOR,
  };
  const journey = await openJourney({ approval: { mode: 'auto' }, environment });
  await journey.playTo(UNTIL);
  await journey.desk.journal.flushed();
  return journey;
}

function shortOf({ directory }: Journey): DecisionRecord {
  const found = decisionsOf(journalOf(directory)).get(SHORT);
  if (found === undefined) throw new Error(`no decision ${SHORT}`);
  return found.record;
}

describe('a size that a language model advised on', () => {
  let llm: FakeLlm;
  let journey: Journey;

  beforeAll(async () => {
    llm = await startFakeLlm(greedy);
    journey = await played(llm.url);
  }, 120_000);

  afterAll(async () => {
    await journey.end();
    await llm.close();
  }, 60_000);

  it('loses no more than it accepts, and stays under what the plan asks', () => {
    const { outcome, sizing, inputs } = shortOf(journey);
    expect(outcome).toBe('acted');
    expect(sizing).toMatchObject({
      advisor: ADVISOR,
      advisedFraction: 1,
      advised: { outcome: 'advised', maxLossFraction: 0.0005, note: 'The trend is clear.', call: { provider: 'groq' } },
    });
    expect(sizing?.clamps.at(-1)?.cap).toBe('advised-loss');
    expect(Number(sizing?.worstLoss)).toBeLessThanOrEqual(0.0005 * inputs.portfolio.equity);
  });

  it('is made again from the record alone', async () => {
    const voters = { model: journey.desk.model, reviewers: [], reread: rereadVerdict };
    expect(await replayDecision(shortOf(journey), voters)).toMatchObject({ same: true });
  });

  it('is told with its advisor and its reasoning', async () => {
    const { core } = createAppChat(journey.desk, { version: '0', logger: pino({ level: 'silent' }) });
    const at = Date.UTC(2026, 10, 20);
    const out = await core.handle({ userId: TERMINAL_OWNER, surface: 'terminal', at, text: `/why ${SHORT}` });
    const told = JSON.stringify(out.map(({ blocks }) => blocks));
    expect(told).toContain('by the loss that the advisor accepts');
    expect(told).toContain(
      `Advice of ${ADVISOR}: 100.00% of equity, a loss of at most 0.05% of it, and a target 1.00% away`,
    );
    expect(told).toContain('“The trend is clear.”');
  });
});
