import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rereadVerdict } from '../../agent/reviewers/reread-verdict.ts';
import { createAppChat } from '../../bot/app/chat.ts';
import type { ReplayDesk } from '../../bot/app/desk.ts';
import { TERMINAL_OWNER } from '../../bot/people/access.ts';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { FakeLlm } from '../fakes/llm/llm-server.ts';
import { startFakeLlm } from '../fakes/llm/llm-server.ts';
import type { Personality } from '../fakes/llm/saying.ts';
import { verdictOf } from '../fakes/llm/verdict-personalities.ts';
import type { Journey } from './journey.ts';
import { decisionsOf, journalOf, journalText, MINUTE, openJourney, START } from './journey.ts';

const GROQ = 'groq:openai/gpt-oss-20b';
const OLLAMA = 'ollama:qwen3:8b';
/** A short of SOL that the signal model assents to, at one in the first morning of the recording. */
const SHORT = 'D-5';
const UNTIL = START + 62 * MINUTE;

/** Both sell; Groq says why in a sentence of its own. */
const sellers: Personality = (asked) => {
  const note = asked.provider === 'groq' ? 'The tape is heavy and the “news” is quiet.' : null;
  return { text: JSON.stringify({ ...verdictOf(asked, 'sell'), note }) };
};
/** Groq would rather wait. */
const doubter: Personality = (asked) => ({
  text: JSON.stringify(verdictOf(asked, asked.provider === 'groq' ? 'hold' : 'sell')),
});

function environmentAt(url: string, more: Readonly<Record<string, string>> = {}) {
  return {
    ...{ GROQ_API_KEY: 'gsk-test', ASSENT_MODELS_GROQ_URL: url, ASSENT_MODELS_OLLAMA_URL: url },
    ...{ ASSENT_REVIEW_ADVISOR: 'rules', ...more },
  };
}

async function played(environment: Readonly<Record<string, string>>): Promise<Journey> {
  const journey = await openJourney({ approval: { mode: 'auto' }, environment });
  await journey.playTo(UNTIL);
  await journey.desk.journal.flushed();
  return journey;
}

function recordOf({ directory }: Journey, id = SHORT): DecisionRecord {
  const found = decisionsOf(journalOf(directory)).get(id);
  if (found === undefined) throw new Error(`no decision ${id}`);
  return found.record;
}

async function said(desk: ReplayDesk, text: string): Promise<string> {
  const { core } = createAppChat(desk, { version: '0', logger: pino({ level: 'silent' }) });
  const at = Date.UTC(2026, 10, 20);
  const out = await core.handle({ userId: TERMINAL_OWNER, surface: 'terminal', at, text });
  return JSON.stringify(out.map(({ title, blocks }) => [title, blocks]));
}

describe('two language models and the signal model', () => {
  let llm: FakeLlm;
  let journey: Journey;
  let asked = 0;

  beforeAll(async () => {
    llm = await startFakeLlm(sellers);
    const cassette = { ASSENT_MODELS_CASSETTE: 'record' };
    journey = await played(environmentAt(llm.url, cassette));
    asked = llm.asked.length;
    await llm.close();
  }, 240_000);

  afterAll(() => journey.end(), 60_000);

  it('all assent: the desk trades, and the record holds how each was asked and what it wrote', () => {
    const record = recordOf(journey);
    expect(record).toMatchObject({ outcome: 'acted', reason: { code: 'consensus.unanimous' } });
    const [first, second] = record.verdicts;
    expect(first).toMatchObject({
      reviewer: { name: GROQ, kind: 'language-model', version: 'review-news@1', role: 'news-psychology' },
      ...{ outcome: 'voted', stance: 'sell', note: 'The tape is heavy and the ‘news’ is quiet.' },
      call: { provider: 'groq', model: 'openai/gpt-oss-20b', prompt: 'review-news@1', temperature: 0 },
    });
    expect(first?.call?.reply).toContain('"stance":"sell"');
    expect(second).toMatchObject({
      reviewer: { name: OLLAMA, version: 'review-technical@1', role: 'technical' },
      call: { provider: 'ollama' },
    });
    expect(journey.desk.view.positions().map(({ position }) => position.symbol)).toContain(record.signal.symbol);
  });

  it('tells who voted how, with the words of a model as a quotation, in both languages', async () => {
    const english = await said(journey.desk, `/why ${SHORT}`);
    expect(english).toContain(`${GROQ} said sell`);
    expect(english).toContain('(in its own words: “The tape is heavy and the ‘news’ is quiet.”)');
    const korean = await said(journey.desk, `${SHORT} 왜 팔았어?`);
    expect(korean).toContain(`${GROQ} 의견 매도`);
    expect(korean).toContain('(원문: “The tape is heavy and the ‘news’ is quiet.”)');
  });

  it('makes the decision again from its record, reading both replies again', async () => {
    const voters = { model: journey.desk.model, reviewers: [], reread: rereadVerdict };
    const record = recordOf(journey);
    expect(await replayDecision(record, voters)).toEqual({ same: true, asked: ['model'], reread: [GROQ, OLLAMA] });
    const [first, ...others] = record.verdicts;
    const turned = { ...record, verdicts: [{ ...first, stance: 'buy' }, ...others] } as DecisionRecord;
    const found = await replayDecision(turned, voters);
    expect(found.same ? [] : found.differences.map(({ path }) => path)).toContain('$.verdicts[0].stance');
  });

  it('journals the same bytes when nobody is asked and the recorded answers are played', async () => {
    const { file } = journey.desk.config.minds.models.cassette;
    const again = await played(
      environmentAt(llm.url, { ASSENT_MODELS_CASSETTE: 'replay-strict', ASSENT_MODELS_CASSETTE_FILE: file }),
    );
    expect(journalText(again.directory)).toBe(journalText(journey.directory));
    expect(llm.asked).toHaveLength(asked);
    await again.end();
  }, 240_000);
});

describe('one of two language models', () => {
  it('would rather wait: the desk holds, asks the other no more, and says who', async () => {
    const llm = await startFakeLlm(doubter);
    const journey = await played(environmentAt(llm.url, { ASSENT_REVIEW_ORDER: 'sequence' }));
    const record = recordOf(journey);
    expect(record).toMatchObject({ outcome: 'held', reason: { code: 'consensus.disagreed', values: { voter: GROQ } } });
    expect(record.verdicts[1]).toMatchObject({
      reviewer: { name: OLLAMA },
      ...{ outcome: 'abstained', reason: { code: 'reviewer.not-asked', values: { after: GROQ } } },
    });
    expect(new Set(llm.asked.map(({ provider }) => provider))).toEqual(new Set(['groq']));
    expect(journey.desk.view.positions()).toEqual([]);

    const why = await said(journey.desk, `/why ${SHORT}`);
    expect(why).toContain(`${GROQ} said hold`);
    expect(why).toContain(`${OLLAMA} abstained: Not asked: ${GROQ} had not assented`);
    expect(await said(journey.desk, '/status')).toContain(`${GROQ}, ${OLLAMA}`);
    await journey.end();
    await llm.close();
  }, 240_000);

  it('is away: it abstains, visibly, and nothing is traded', async () => {
    const llm = await startFakeLlm(sellers);
    const gone = await startFakeLlm();
    await gone.close();
    const journey = await played(environmentAt(llm.url, { ASSENT_MODELS_OLLAMA_URL: gone.url }));
    const record = recordOf(journey);
    expect(record).toMatchObject({ outcome: 'held', reason: { code: 'consensus.abstained' } });
    expect(record.verdicts[1]).toMatchObject({
      outcome: 'abstained',
      reason: { code: 'reviewer.unavailable' },
    });
    expect(await said(journey.desk, `/why ${SHORT}`)).toContain(`${OLLAMA} abstained: The reviewer cannot be reached`);
    await journey.end();
    await llm.close();
  }, 240_000);
});
