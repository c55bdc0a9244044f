import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Message } from '../../bot/message.ts';
import { previewOverBars } from '../../engine/alert-rules/rule-preview.ts';
import { ETH, HOUR, OWNER, SOL, START } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

const PATIENCE_MS = 60_000;
const ANN = 5_100_000_001;

let phones: Phones;

beforeEach(async () => {
  phones = await openPhones();
}, 300_000);

afterEach(() => phones.close(), 120_000);

it('a rule set in chat is shown back, told when the market does it, and told once across a restart', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  await ann.asks(`/start ${phones.invite('viewer')}`);
  const receipt = await ann.asks('tell me when ETH RSI on 5m falls below 40');
  expect(receipt.text).toContain('Alert 1 is set: ETH RSI on 5m bars below 40, every time.');
  expect(receipt.text).toMatch(/It would have told you \d+ times in the last /);
  expect(receipt.buttons.flat()).toEqual(['Undo', 'Chart']);
  const second = await ann.asks('비트 1시간 안에 0.5% 오르면 한번만 알려줘');
  expect(second.text).toContain('알림 2를 설정했습니다: BTC 1시간 안에 0.5% 상승, 한 번.');
  await ann.asks('/lang en');

  await phones.journey.playTo(START + 6 * HOUR);
  await phones.reopen();
  await phones.journey.playTo(START + 12 * HOUR);
  await phones.chat.rules.settled();

  const bars = phones.journey.desk.view.candles(ETH, '5m', 1_000);
  const condition = {
    type: 'indicator',
    symbol: ETH,
    timeframe: '5m',
    indicator: 'rsi',
    when: 'below',
    level: 40,
  } as const;
  const expected = previewOverBars(condition, bars).firings.filter(({ at }) => at > START);
  expect(expected.length).toBeGreaterThan(1);
  const told = ({ text }: { readonly text: string }) => text.includes('Alert 1: ETH RSI on 5m bars below 40');
  const view = await phones.tg
    .chatOf(ann)
    .waitFor(({ fromBot }) => fromBot.filter(told).length >= expected.length, PATIENCE_MS);
  const alerts = view.fromBot.filter(told);
  expect(alerts.length).toBe(expected.length);
  for (const [index, { text }] of alerts.entries()) {
    expect(text).toContain(expected[index]?.value.toFixed(2).replace(/\.?0+$/, ''));
  }
  expect(alerts[0]?.buttons.flat()).toEqual(['Chart', 'Turn off']);
  expect(view.fromBot.filter(({ text }) => text.includes('Alert 2: BTC up 0.5% within 1h')).length).toBe(1);

  const list = await ann.asks('/alert');
  expect(list.text).toMatch(/done/);
  const gone = await ann.asks('/alert remove 1');
  expect(gone.text).toContain('Alert 1 is removed');
  expect((await ann.asks('/rules')).text).not.toContain('RSI');
}, 300_000);

it('the person at the terminal is told of news, once a story, and of their own rules alone', async () => {
  const { core, rules } = phones.chat;
  const say = (text: string) => core.handle({ userId: OWNER, surface: 'terminal', at: Date.now(), text });
  const heard: Message[] = [];
  const voice = await core.voiceOf(OWNER);
  const { showRules } = await import('../../bot/app/rule-delivery.ts');
  showRules(phones.chat, (words) => heard.push(words(voice)));
  await say('/alert news BTC tone < -0.4');
  await phones.journey.playTo(START + 42 * HOUR);
  await rules.settled();
  const known = await phones.journey.desk.knowledge.documents.find({
    ...{ assets: ['BTC'], asOf: phones.journey.desk.view.now(), maxAgeMs: 42 * HOUR, limit: 1_000 },
  });
  const stories = new Set(
    known.filter(({ assets, tone }) => assets.includes('BTC') && tone <= -0.4).map(({ story }) => story),
  );
  expect(stories.size).toBeGreaterThan(1);
  expect(heard.length).toBe(stories.size);
  expect(JSON.stringify(heard)).toMatch(/N-\d+/);
  expect(phones.notices).toEqual([]);

  await say('/alert equity > 1');
  await say('/alert remove 1');
  for (let index = 0; index < 60; index += 1)
    await rules.add('telegram:7', {
      condition: { type: 'price', symbol: SOL, when: 'above', level: index + 1 },
      repeats: true,
    });
  expect(rules.list('telegram:7').length).toBe(50);
  expect(rules.list(OWNER).length).toBe(1);
}, 300_000);
