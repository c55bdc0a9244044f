import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimsIn } from '../fakes/llm/assistant-talk.ts';
import type { FakeLlm } from '../fakes/llm/llm-server.ts';
import { startFakeLlm } from '../fakes/llm/llm-server.ts';
import { cli } from './cli.ts';
import { layDatabase } from './empty-database.ts';
import { journalText, MINUTE, openJourney, START } from './journey.ts';

const BEYOND = 'Should I be worried about my SOL?';
let directory: string;
let llm: FakeLlm;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assent-ask-'));
  await layDatabase(directory);
  const journey = await openJourney({ directory, approval: { mode: 'auto' } });
  await journey.playTo(START + 62 * MINUTE);
  await journey.close();
  llm = await startFakeLlm(({ messages }) => {
    const found = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
    if (found.length === 0) return { text: '', toolCall: { name: 'positions', arguments: { coin: null } } };
    return {
      text: claimsIn(found)
        .map(({ id }) => `{${id}}`)
        .join('\n'),
    };
  });
}, 60_000);

afterAll(async () => {
  await llm.close();
  rmSync(directory, { recursive: true, force: true });
});

const ask = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  cli(['ask', ...words, '--data', directory], { environment, workingDirectory: directory });

it('answers from the record of a desk that does not run, and changes nothing there', async () => {
  const before = journalText(directory);
  const position = readFileSync(join(directory, 'replay-position.json'), 'utf8');
  const key = { GROQ_API_KEY: 'gsk-test', ASSENT_MODELS_GROQ_URL: llm.url };
  const plain = await ask(['SOL', '왜 팔았어?', '--json', '--model', 'none'], key);
  expect(plain.code).toBe(0);
  const answer = JSON.parse(plain.stdout);
  expect(answer).toMatchObject({ question: 'SOL 왜 팔았어?', outcome: 'answered', answeredBy: 'rules', aside: null });
  expect(answer.sentences[0]).toMatchObject({ text: expect.stringContaining('SOL'), citations: ['D-5', 'F-1'] });
  const wrong = await ask([]);
  expect([wrong.code, wrong.stderr]).toEqual([2, 'What is the question? assent ask "why did you buy SOL?"\n']);
  const byModel = await ask([BEYOND, '--json'], key);
  expect(JSON.parse(byModel.stdout)).toMatchObject({
    answeredBy: 'groq:openai/gpt-oss-120b',
    sentences: expect.arrayContaining([{ text: expect.stringContaining('12.82 SOL'), citations: ['D-5', 'J-20'] }]),
  });
  // Whoever asks a desk that does not run can only look.
  expect(llm.asked[0]?.tools).not.toEqual(expect.arrayContaining(['propose_trade']));
  expect(journalText(directory)).toBe(before);
  expect(readFileSync(join(directory, 'replay-position.json'), 'utf8')).toBe(position);
}, 90_000);
