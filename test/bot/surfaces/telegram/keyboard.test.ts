import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inlineKeyboard } from '../../../../bot/surfaces/telegram/keyboard.ts';
import { keyboardIn } from '../../../fakes/telegram/keyboard-check.ts';
import { button } from './outbounds.ts';

function rowsOf(...labels: readonly string[]) {
  return inlineKeyboard(labels.map((label) => button(label)))?.inline_keyboard.map((row) =>
    row.map(({ text }) => text),
  );
}

describe('buttons', () => {
  test('stand three in a row when short, two when longer, one when long', () => {
    expect(rowsOf('Approve', 'Half', 'Decline', 'Why', 'Chart')).toEqual([
      ['Approve', 'Half', 'Decline'],
      ['Why', 'Chart'],
    ]);
    expect(rowsOf('승인', '절반', '거절', '왜?')).toEqual([['승인', '절반', '거절'], ['왜?']]);
    expect(rowsOf('Cancel order', 'Keep order', 'Ok')).toEqual([['Cancel order', 'Keep order'], ['Ok']]);
    expect(rowsOf('Sell everything at market now', 'No')).toEqual([['Sell everything at market now'], ['No']]);
  });

  test('carry the nonce and nothing else', () => {
    expect(inlineKeyboard([button('Approve', 'k3y')])).toEqual({
      inline_keyboard: [[{ text: 'Approve', callback_data: 'k3y' }]],
    });
  });

  test('none are no keyboard', () => {
    expect(inlineKeyboard([])).toBeUndefined();
    expect(inlineKeyboard([button('x', 'n'.repeat(65)), button('y', '')])).toBeUndefined();
  });

  test('a label too long is cut, an empty one shows what it does', () => {
    expect(rowsOf('a'.repeat(50))).toEqual([[`${'a'.repeat(33)}…`]]);
    expect(inlineKeyboard([{ label: '\u200b', command: '/why D-1', action: 'n' }])?.inline_keyboard[0]?.[0]?.text).toBe(
      '/why D-1',
    );
  });

  test('whatever they say, Telegram accepts them, in their order', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 50 });
    const buttons = fc.array(fc.record({ label: anything, command: anything, action: anything }), { maxLength: 120 });
    fc.assert(
      fc.property(buttons, (list) => {
        const markup = inlineKeyboard(list);
        const values = JSON.parse(JSON.stringify({ reply_markup: markup ?? {} }));
        expect(keyboardIn({ values, files: new Map() })).toEqual(markup);
        const carried =
          markup?.inline_keyboard.flat().map((key) => ('callback_data' in key ? key.callback_data : '')) ?? [];
        const actions = list.map(({ action }) => action);
        expect(carried).toEqual(actions.filter((action) => carried.includes(action)).slice(0, 100));
      }),
      { numRuns: 200 },
    );
  });
});
