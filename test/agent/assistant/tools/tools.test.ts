import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Language } from '../../../../agent/answers/answer.ts';
import { readPath } from '../../../../agent/answers/fact-sheet.ts';
import { describeTerm } from '../../../../agent/answers/terms.ts';
import type { ToolResult } from '../../../../agent/assistant/tool.ts';
import { readRule } from '../../../../bot/rules/read-rule.ts';
import { reason } from '../../../../engine/domain/reason.ts';
import { INSTRUMENTS, SOL } from '../../../fixtures/decision-record.ts';
import { contextOf, createToolRig, grounding, told } from './tool-rig.ts';

const LANGUAGES: readonly Language[] = ['en', 'ko'];

/** For each tool, arguments that make it say the most it can, in more than one way. */
const CALLS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  market: [{ coin: 'SOL' }, { coin: null }, { coin: '도지' }, { coin: 'https://evil.example' }],
  indicators: [
    { coin: '솔라나', timeframe: '1h' },
    { coin: 'btc', timeframe: null },
  ],
  portfolio: [{ when: null }, { when: 'yesterday' }, { when: '지난주' }],
  positions: [{ coin: null }, { coin: 'SOL' }, { coin: 'ETH' }],
  orders: [{ coin: null }, { coin: 'BTC' }],
  trades: [
    { coin: null, when: null },
    { coin: 'ETH', when: '2025-05-20' },
    { coin: 'SOL', when: 'last week' },
  ],
  decisions: [
    { coin: null, when: null, page: null },
    { coin: 'SOL', when: 'today', page: 2 },
  ],
  why: [
    { record: null, coin: 'SOL', side: 'buy', when: null },
    { record: 'D-12', coin: null, side: null, when: null },
    { record: 'D-999', coin: null, side: null, when: null },
    { record: 'T-3', coin: null, side: null, when: null },
  ],
  why_not: [
    { coin: 'SOL', record: null, when: null },
    { coin: null, record: 'D-13', when: null },
    { coin: 'ETH', record: null, when: '14:05' },
  ],
  news_search: [
    { coin: 'SOL', words: null, when: null },
    { coin: null, words: 'solana funds', when: null },
    { coin: 'PEPE', words: 'no such thing', when: 'yesterday' },
  ],
  performance: [
    { coin: null, when: null },
    { coin: 'BTC', when: null },
  ],
  scoreboard: [{ when: null }, { when: 'yesterday' }],
  what_if: [
    { when: 'yesterday', stop_percent: 2, target_percent: null, setting: null, value: null },
    { when: null, stop_percent: 2, target_percent: 4, setting: 'risk.per-trade', value: '1%' },
    { when: null, stop_percent: null, target_percent: null, setting: 'venue.key', value: 'x' },
  ],
  chart: [
    { shows: 'market', coin: 'SOL', timeframe: '5m', record: null },
    { shows: 'equity', coin: null, timeframe: null, record: null },
    { shows: 'decision', coin: null, timeframe: null, record: 'D-12' },
    { shows: 'decision', coin: null, timeframe: null, record: 'D-998' },
    { shows: 'market', coin: null, timeframe: null, record: null },
  ],
  settings_preview: [
    { key: 'risk.max-exposure', value: '30%' },
    { key: 'risk.max-exposure', value: '900%' },
    { key: 'venue.key', value: 'secret' },
  ],
  alert_rule: [{ rule: 'tell me when SOL RSI on 1h falls below 30' }, { rule: 'do something nice' }],
  propose_trade: [
    trade({ coin: 'BTC', action: 'long', stop_price: '107150' }),
    trade({ coin: 'SOL', action: 'close' }),
    trade({ coin: 'ETH', action: 'close' }),
    trade({ coin: 'SOL', action: 'short', equity_percent: 5, stop_price: '180', person_named_order: true }),
    trade({ coin: 'DOGE', action: 'long' }),
  ],
  pause: [{}],
};

function trade(over: Readonly<Record<string, unknown>>) {
  return {
    ...{ coin: 'SOL', action: 'long', equity_percent: null, stop_price: null, target_price: null },
    person_named_order: false,
    ...over,
  };
}

const everyCall = Object.entries(CALLS).flatMap(([name, calls]) => calls.map((args) => [name, args] as const));

async function call(name: string, args: unknown, over: Parameters<typeof contextOf>[0] = {}): Promise<ToolResult> {
  const rig = createToolRig();
  const result = await rig.door.callTool(name, args, contextOf(over));
  expect(rig.faults).toEqual([]);
  return result;
}

describe('every tool', () => {
  it('is called here, and has a name and a description that say what it is', () => {
    const { tools } = createToolRig();
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(CALLS).sort());
    for (const { name, description } of tools) {
      expect(name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(description.match(/[.:!?](?= |$)/g)?.length ?? 0, name).toBeLessThanOrEqual(3);
      expect(description.length, name).toBeLessThanOrEqual(220);
    }
  });

  it('takes all of its fields, nullable at most, and nothing beside them', () => {
    for (const { name, input } of createToolRig().tools) {
      const json = input.toJSONSchema() as { required?: string[]; properties?: object; additionalProperties?: unknown };
      expect(json.additionalProperties, name).toBe(false);
      expect([...(json.required ?? [])].sort(), name).toEqual(Object.keys(json.properties ?? {}).sort());
      for (const [field, schema] of Object.entries(input.shape) as [string, z.ZodType][]) {
        expect(schema.safeParse(undefined).success, `${name}.${field}`).toBe(false);
      }
    }
  });

  it.each(everyCall)('%s %j says only what its facts hold, in both languages', async (name, args) => {
    for (const language of LANGUAGES) {
      const result = await call(name, args, { language });
      expect(result.sentences.length).toBeGreaterThan(0);
      for (const { slots, citations, template, key } of result.sentences) {
        for (const [slot, { path, value }] of Object.entries(slots)) {
          expect(readPath(result.facts, path), `${key} ${slot}`).toEqual(value);
        }
        for (const citation of citations) {
          // A decision may be cited by its number alone, where a fact names it.
          const isNamed = JSON.stringify(result.facts).includes(`"${citation}"`);
          expect(Object.hasOwn(result.facts, citation) || isNamed, citation).toBe(true);
        }
        expect(template.en + template.ko).not.toMatch(/\d/);
      }
      const text = told(result, language);
      expect(text).not.toMatch(/[{}]|undefined|NaN|\[object/);
      if (language === 'ko') expect(text).toMatch(/[가-힣]/);
      expect(grounding(result, language).ungrounded).toEqual([]);
    }
  });

  it('never throws, whatever it is given', async () => {
    const rig = createToolRig();
    const names = [...rig.tools.map(({ name }) => name), 'place_order', '__proto__', 'constructor', ''];
    const hostile = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{"coin":', 'null', '[]', '{"__proto__":{"x":1}}', `{"coin":"${'A'.repeat(9_000)}"}`),
      fc.dictionary(
        fc.constantFrom('coin', 'when', 'record', 'words', 'key', 'value', 'rule', 'action', 'page', 'shows'),
        fc.oneof(
          fc.string(),
          fc.double(),
          fc.constant(null),
          fc.constantFrom('SOL', '2025-99-99', 'D-0', '\u202eEVIL'),
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), hostile, fc.boolean(), async (name, args, isTainted) => {
        const result = await rig.door.callTool(name, args, contextOf({ isTainted }));
        expect(['found', 'nothing', 'refused']).toContain(result.outcome);
        for (const language of LANGUAGES) told(result, language);
      }),
      { numRuns: 150 },
    );
    expect(rig.faults).toEqual([]);
  });

  it('never throws for arguments of the right shape and any content', async () => {
    const rig = createToolRig();
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('SOL', '어제', 'D-12', '9:99'),
    );
    const shaped = fc.oneof(
      fc.record({ coin: text, when: fc.option(text) }).map((args) => ['trades', args] as const),
      fc
        .record({ coin: fc.option(text), words: fc.option(text), when: fc.option(text) })
        .map((args) => ['news_search', args] as const),
      fc.record({ rule: fc.string({ minLength: 1, maxLength: 300 }) }).map((args) => ['alert_rule', args] as const),
      fc.record({ key: text, value: text }).map((args) => ['settings_preview', args] as const),
      fc
        .record({
          coin: text,
          equity_percent: fc.option(fc.double({ min: 0, max: 100 })),
          person_named_order: fc.boolean(),
        })
        .map((args) => ['propose_trade', trade(args)] as const),
    );
    await fc.assert(
      fc.asyncProperty(shaped, async ([name, args]) => {
        const result = await rig.door.callTool(name, args, contextOf());
        for (const language of LANGUAGES) expect(grounding(result, language).ungrounded).toEqual([]);
      }),
      { numRuns: 120 },
    );
    expect(rig.faults).toEqual([]);
  });
});

describe('what is asked about', () => {
  it('is found by any name of a coin, and an untraded one is said to be none', async () => {
    for (const coin of ['SOL', 'sol', '솔라나', 'SOL/USDT', SOL.symbol]) {
      expect(told(await call('positions', { coin }))).toContain('SOL');
    }
    for (const tool of ['trades', 'performance'] as const) {
      const result = await call(tool, { coin: 'DOGE', when: null });
      expect(result.outcome).toBe('nothing');
      expect(told(result)).toContain('DOGE is not traded here');
    }
    expect(told(await call('market', { coin: 'http://x.y/?q=secret' }))).not.toContain('http');
  });

  it('is not answered for another time than was named', async () => {
    const result = await call('trades', { coin: null, when: 'when the moon was full' });
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(told(result)).toContain('time was not understood');
  });

  it('taints the answer as soon as words of strangers are quoted', async () => {
    expect((await call('news_search', { coin: 'SOL', words: null, when: null })).isTainted).toBe(true);
    expect((await call('why', { record: 'D-12', coin: null, side: null, when: null })).isTainted).toBe(true);
    expect((await call('market', { coin: 'SOL' })).isTainted).toBe(false);
    expect((await call('alert_rule', { rule: 'SOL RSI 1h below 30' })).isTainted).toBe(false);
  });
});

describe('what_if', () => {
  it('plays the span and the changes that were asked for', async () => {
    const rig = createToolRig();
    const args = { when: '2025-05-20', stop_percent: 2, target_percent: null, setting: 'risk.per-trade', value: '1%' };
    const result = await rig.door.callTool('what_if', args, contextOf());
    expect(rig.played).toEqual([
      {
        from: Date.UTC(2025, 4, 20),
        to: Date.UTC(2025, 4, 21),
        changes: [
          { type: 'stop', fraction: 0.02 },
          { type: 'setting', key: 'risk.per-trade', value: 0.01 },
        ],
      },
    ]);
    expect(told(result)).toMatch(/What happened: -18\.60 USDT.*\nInstead: \+12\.30 USDT/);
  });
});

describe('offers', () => {
  it('are lines that a person taps, and the only way to anything but a proposal', async () => {
    const offers = async (name: string, args: unknown) =>
      ((await call(name, args)).offers ?? []).map(({ command }) => command);
    expect(await offers('pause', {})).toEqual(['/pause']);
    expect(await offers('propose_trade', trade({ coin: 'SOL', action: 'close' }))).toEqual(['/close SOL']);
    expect(await offers('settings_preview', { key: 'risk.max-exposure', value: '30%' })).toEqual([
      '/settings risk.max-exposure 0.3',
    ]);
    const [alert = ''] = await offers('alert_rule', { rule: 'tell me when SOL RSI on 1h falls below 30' });
    // What is added is the rule that was shown, not the words of a model.
    expect(readRule(alert.replace('/alert ', ''), INSTRUMENTS)).toEqual(
      readRule('tell me when SOL RSI on 1h falls below 30', INSTRUMENTS),
    );
  });

  it('a change of a setting is offered to an admin only', async () => {
    const args = { key: 'risk.max-exposure', value: '30%' };
    expect((await call('settings_preview', args, { role: 'trader' })).offers).toBeUndefined();
  });

  it("become the person's own order only where they named it, and never once strangers were read", async () => {
    const named = trade({
      coin: 'SOL',
      equity_percent: 5,
      stop_price: '160',
      target_price: '190',
      person_named_order: true,
    });
    const rig = createToolRig();
    const own = await rig.door.callTool('propose_trade', named, contextOf());
    expect(own.offers?.map(({ command }) => command)).toEqual(['/buy 5% SOL stop 160 target 190']);
    expect(rig.proposed).toEqual([]);
    await rig.door.callTool('propose_trade', named, contextOf({ isTainted: true }));
    expect(rig.proposed).toMatchObject([{ type: 'trade.propose', by: 'terminal:owner', isTainted: true }]);
  });
});

describe('propose_trade', () => {
  it("is told from a person's own order wherever its source is named", () => {
    const source = (language: Language) => describeTerm('term:source', 'assistant:terminal:owner', language);
    expect([source('en'), source('ko')]).toEqual(["the assistant's proposal (the owner)", '비서의 제안(소유자)']);
  });

  it('sends the one command there is for it, and tells what waits', async () => {
    const rig = createToolRig();
    const args = trade({ coin: 'BTC', equity_percent: 12, stop_price: '107150' });
    const result = await rig.door.callTool('propose_trade', args, contextOf({ userId: 'telegram:7', role: 'trader' }));
    expect(rig.proposed).toEqual([
      {
        type: 'trade.propose',
        by: 'telegram:7',
        symbol: 'BTC/USDT:USDT',
        direction: 'long',
        size: { type: 'fraction', fraction: 0.12 },
        stopPrice: '107150',
        targetPrice: null,
        isTainted: false,
      },
    ]);
    expect(result.outcome).toBe('found');
    expect(told(result)).toContain('A-5 waits for you');
  });

  it('tells why there is none', async () => {
    const outcome = { outcome: 'refused', reason: reason('proposal.day-limit', { limit: 10 }) } as const;
    const rig = createToolRig({ outcome });
    const result = await rig.door.callTool('propose_trade', trade({}), contextOf());
    expect(result.outcome).toBe('refused');
    expect(told(result)).toContain('proposed 10 trades to you today');
    for (const language of LANGUAGES) expect(grounding(result, language).ungrounded).toEqual([]);
  });
});
