import { describe, expect, it } from 'vitest';
import type { RecordAnswerer } from '../../agent/answerer.ts';
import { ANSWERED_BY } from '../../agent/answers/answer.ts';
import type { Assistant, AssistantQuestion, AssistantReply } from '../../agent/assistant/assistant-reply.ts';
import type { RememberedTurn } from '../../agent/assistant/memory.ts';
import { understand } from '../../agent/intent/understand.ts';
import type { AnswerContext } from '../../bot/answerer.ts';
import { createAssistantAnswerer } from '../../bot/assistant-answerer.ts';
import { createVoice } from '../../bot/i18n/voice.ts';
import type { Message } from '../../bot/message.ts';
import { textMessage } from '../../bot/message.ts';
import type { RecordTalk } from '../../bot/record-answerer.ts';
import { simulatedInstruments } from '../../engine/exchanges/instrument-table.ts';

const NOW = Date.UTC(2025, 4, 19, 9);
const KIM = 'telegram:1';
const USAGE = { modelCalls: 1, toolCalls: 1, tokens: 100 };
const TURN = { facts: {}, offers: [], isTainted: false, repairs: 0, usage: USAGE };
const SENTENCE = { key: 'assistant.said', text: 'It closed with -16.33 USDT.', citations: ['D-5', 'T-1'], claims: [] };
const ANSWERED: AssistantReply = { ...TURN, outcome: 'answered', sentences: [SENTENCE], picture: null };

const voiceIn = (language: 'ko' | 'en', zone: string) =>
  createVoice({ language, zone, now: NOW, instruments: simulatedInstruments('simulated'), quoteCurrency: 'USDT' });

function rig(replies: (question: AssistantQuestion) => AssistantReply | Promise<AssistantReply> = () => ANSWERED) {
  const asked: AssistantQuestion[] = [];
  const noted: RememberedTurn[] = [];
  const ruled: string[] = [];
  const assistant: Assistant = {
    modelName: 'groq:test',
    async answer(question) {
      asked.push(question);
      return replies(question);
    },
  };
  const record: Pick<RecordAnswerer, 'read'> = {
    read: (text) => understand(text, { coins: ['SOL'], parseTime: () => null }),
  };
  const said = async (text: string): Promise<Message> =>
    textMessage('answer', `ruled: ${text}`, '· ask this', `— ${ANSWERED_BY.label.en}`);
  const subjects: unknown[] = [];
  const rules: RecordTalk = {
    answer: async (question) => {
      ruled.push(question);
      return said(question);
    },
    ...{ why: () => said('why'), whyNot: () => said('why not'), decisions: () => said('decisions') },
    ...{ news: () => said('news'), mood: () => said('mood') },
    subjectOf: () => undefined,
    noteSubject: (_userId, subject) => void subjects.push(subject),
  };
  const earlier = [{ question: 'Before?', answer: 'Yes.', citations: [], at: NOW, isTainted: false }];
  const answerer = createAssistantAnswerer({
    ...{ record, rules, assistant, voiceIn, turnsPerMinute: 3, now: () => NOW },
    diary: { latest: async () => earlier, note: (_userId, turn) => void noted.push(turn) },
    closing: new AbortController().signal,
  });
  const ask = async (text: string, more: Partial<AnswerContext> = {}) => {
    const { format, reason } = voiceIn('en', 'UTC');
    const talk = { show: () => undefined, letPass: () => undefined, runLine: async () => [] };
    const context = { userId: KIM, role: 'trader', isPrivate: true, language: 'en', zone: 'UTC', now: NOW } as const;
    const { blocks, choices } = await answerer.answer(text, { ...context, talk, format, reason, ...more });
    return { text: blocks.flatMap((block) => ('lines' in block ? block.lines : [])).join('\n'), choices };
  };
  return { ask, asked, noted, ruled, subjects, answerer };
}

const BEYOND = 'Should I be worried?';

describe('who answers', () => {
  it('the model, and it is remembered with what it spoke of', async () => {
    const { ask, noted, subjects } = rig();
    const { text } = await ask(BEYOND);
    expect(text).toBe(
      'It closed with -16.33 USDT. [D-5] [T-1]\n— groq:test wrote the sentences; every value is from the record',
    );
    expect(noted).toMatchObject([{ question: BEYOND, citations: ['D-5', 'T-1'], isTainted: false }]);
    expect(subjects).toEqual([{ decisionId: 'D-5', symbol: null }]);
  });

  it('the rules each question of two, said once by whom', async () => {
    const { ask, asked } = rig();
    const { text } = await ask('why did you buy SOL? how much did I pay in fees?');
    expect(text.split('\n')).toEqual([
      'ruled: why did you buy SOL?',
      'ruled: how much did I pay in fees?',
      '· ask this',
      '— rules, no language model',
    ]);
    expect(asked).toEqual([]);
  });

  it('the rules where a person asks the model more often than they may; others are not counted with them', async () => {
    const { ask, asked } = rig();
    for (let turn = 0; turn < 3; turn += 1) await ask(BEYOND);
    expect((await ask(BEYOND)).text).toContain(
      '— rules, no language model: groq:test is not asked more often in a minute',
    );
    expect((await ask(BEYOND, { userId: 'telegram:2' })).text).toContain('wrote the sentences');
    expect(asked).toHaveLength(4);
  });

  it('the rules where they know an answer and the model has none', async () => {
    const { ask } = rig(() => ({ ...TURN, outcome: 'unanswered', why: 'late', detail: null, found: [SENTENCE] }));
    expect((await ask('show me a chart of SOL')).text).toMatch(/^ruled: .*\n· ask this\n— .*did not answer in time$/);
    expect((await ask(BEYOND)).text).toMatch(/^What was found in the record:\nIt closed with -16.33 USDT. \[D-5\]/);
  });

  it('says what can be done about a model that fails', async () => {
    const failing = (detail: string) =>
      rig(() => ({ ...TURN, outcome: 'unanswered', why: 'unavailable', detail, found: [] })).ask(BEYOND);
    expect((await failing('model-missing')).text).toContain('"assent doctor" lists what it offers');
    expect((await failing('key-refused')).text).toContain('does not accept the key');
  });
});

describe('in a group', () => {
  it('may only look, and neither reads nor writes what somebody is remembered by', async () => {
    const { ask, asked, noted } = rig();
    await ask(BEYOND, { isPrivate: false, role: 'admin' });
    expect(asked[0]).toMatchObject({ role: 'viewer', earlier: [] });
    expect(noted).toEqual([]);
    await ask(BEYOND, { role: 'admin' });
    expect(asked[1]).toMatchObject({ role: 'admin', earlier: [{ question: 'Before?' }] });
  });
});

describe('an offer', () => {
  it('is a button with the line that does it, and nothing is done before the tap', async () => {
    const offers = [{ label: { en: 'Pause', ko: '일시정지' }, command: '/pause' }];
    const { ask } = rig(() => ({ ...ANSWERED, offers }));
    expect((await ask(BEYOND)).choices).toEqual([{ label: 'Pause', command: '/pause' }]);
    expect((await ask('걱정해야 해?')).choices).toEqual([{ label: '일시정지', command: '/pause' }]);
  });

  it('of a picture is drawn where it is a chart, and nothing else is run', async () => {
    const ran: string[] = [];
    const picture = { name: 'SOL', png: new Uint8Array([1]), alt: 'SOL' };
    const runLine = async (line: string) => {
      ran.push(line);
      return [{ ...textMessage('answer', 'SOL'), picture }];
    };
    const talk = { show: () => undefined, letPass: () => undefined, runLine };
    await rig(() => ({ ...ANSWERED, picture: '/chart SOL 5m' })).ask(BEYOND, { talk });
    await rig(() => ({ ...ANSWERED, picture: '/buy SOL 100%' })).ask(BEYOND, { talk });
    expect(ran).toEqual(['/chart SOL 5m']);
  });
});

it('stops every answer of a person, also one that waits for its turn', async () => {
  const { ask, answerer, asked } = rig(
    ({ signal }) =>
      new Promise((resolve) =>
        signal?.addEventListener('abort', () =>
          resolve({ ...TURN, outcome: 'unanswered', why: 'cancelled', detail: null, found: [] }),
        ),
      ),
  );
  const answers = [ask(BEYOND), ask(BEYOND)];
  while (asked.length === 0) await new Promise((done) => setImmediate(done));
  expect(answerer.stop('telegram:2')).toBe(false);
  expect(answerer.stop(KIM)).toBe(true);
  expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(Array(2).fill('— Stopped, as you asked.'));
  expect(asked).toHaveLength(1);
  expect(answerer.stop(KIM)).toBe(false);
});
