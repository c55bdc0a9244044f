import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageChoices, pageOf, readPage, readUpTo, splitPage } from '../../bot/commands/page.ts';
import { closedTrade } from '../fakes/desk.ts';
import { decisionRecord } from '../fixtures/decision-record.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const ANN = 'telegram:1';

describe('pages', () => {
  test.each([
    ['', 1],
    ['2', 2],
    ['2페이지', 2],
    ['page 3', 3],
    ['0', null],
    ['501', null],
    ['two', null],
    ['-1', null],
  ])('“%s” is page %s', (words, page) => {
    expect(readPage(words)).toBe(page);
  });

  test.each([
    ['SOL 2', { rest: 'SOL', page: 2 }],
    ['2', { rest: '', page: 2 }],
    ['SOL', { rest: 'SOL', page: 1 }],
    ['', { rest: '', page: 1 }],
    ['1000PEPE', { rest: '1000PEPE', page: 1 }],
  ])('“%s” splits', (args, split) => {
    expect(splitPage(args)).toEqual(split);
  });

  test('turned to the end show everything once, in order', () => {
    const sizes = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), sizes, (count, size) => {
        const all = Array.from({ length: count }, (_, index) => index);
        const seen: number[] = [];
        for (let number = 1; ; number += 1) {
          const page = pageOf(all.slice(0, readUpTo(number, size)), number, size);
          seen.push(...page.items);
          if (!page.hasNext) break;
        }
        expect(seen).toEqual(all);
        const beyond = pageOf(all, 400, size);
        expect(beyond.hasNext).toBe(false);
        expect(beyond.items.at(-1)).toBe(all.at(-1));
      }),
    );
  });

  test('turn by lines that a person could type', () => {
    const commands = (number: number, hasNext: boolean) =>
      pageChoices({ number, hasNext }, '/trades SOL').map(({ command }) => command);
    expect(commands(1, false)).toEqual([]);
    expect(commands(1, true)).toEqual(['/trades SOL 2']);
    expect(commands(2, true)).toEqual(['/trades SOL', '/trades SOL 3']);
    expect(commands(3, false)).toEqual(['/trades SOL 2']);
  });
});

describe('lists with pages', () => {
  test('/trades turns under one heading, and says at the terminal what to type', async () => {
    const rig = createChatRig({ roles: { [ANN]: 'viewer' } });
    for (let number = 1; number <= 32; number += 1) rig.records.allTrades.push(closedTrade(number, '1'));
    const [first] = await rig.sayAs(ANN, '/trades');
    expect(first?.buttons.map(({ label }) => label)).toEqual(['▶']);
    const [second] = await rig.tapAs(ANN, first?.buttons[0]?.action ?? '');
    expect(second?.title).toBe(first?.title);
    const text = plainText(second === undefined ? [] : [second]);
    expect(text).toContain('[T-17]');
    expect(text).not.toContain('[T-18]');
    expect(text).toContain('Page 2');
    expect(text).toContain('[◀] /trades   [▶] /trades 3');
    expect(await rig.say('trades sol 3')).toContain('[T-2]');
    expect(await rig.say('/trades 9')).toContain('[T-1]');
  });

  test('/decisions asks for the page that is wanted, and knows whether another follows', async () => {
    const rig = createChatRig({ roles: { [ANN]: 'viewer' } });
    for (let number = 1; number <= 17; number += 1) rig.records.add(decisionRecord(number));
    const parts: unknown[] = [];
    const { decisions } = rig.answerer;
    rig.answerer.decisions = (symbol, _context?: unknown, part?: unknown) => {
      parts.push(part);
      return decisions.call(rig.answerer, symbol);
    };
    const [second] = await rig.sayAs(ANN, '/decisions SOL 2');
    expect(parts).toEqual([{ skip: 8, limit: 8 }]);
    expect(second?.buttons.map(({ command }) => command)).toEqual(['/decisions SOL', '/decisions SOL 3']);
    const [last] = await rig.sayAs(ANN, '/decisions sol 3');
    expect(last?.buttons.map(({ label }) => label)).toEqual(['◀']);
    expect(last?.title).toBe(second?.title);
  });

  test.each(['/history x', '/orders x', '/history 0'])('%s says that it is no number', async (line) => {
    expect(await createChatRig().say(line)).toMatch(/^! I cannot read “[x0]” as a number/);
  });
});

describe('a card that shows a state', () => {
  test.each(['status', 'portfolio', 'positions', 'orders', 'pnl'])('/%s can be shown anew, quietly', async (name) => {
    const rig = createChatRig({ roles: { [ANN]: 'viewer' } });
    const [card] = await rig.sayAs(ANN, `/${name}`);
    const refresh = card?.buttons.find(({ label }) => label === 'Refresh');
    const [again] = await rig.tapAs(ANN, refresh?.action ?? '');
    expect(again?.kind).toBe('answer');
    expect(again?.title).toBe(card?.title);
    expect(again?.blocks).toEqual(card?.blocks);
    // At the terminal nothing changes in its place.
    expect(await rig.say(`/${name}`)).not.toContain('Refresh');
  });
});
