import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditState } from '../../../bot/surfaces/line-editor.ts';
import { EMPTY_LINE, editLine, visibleLine } from '../../../bot/surfaces/line-editor.ts';

function typed(text: string, state: EditState = EMPTY_LINE): EditState {
  return editLine(state, text, {}).state;
}

function pressed(state: EditState, name: string, modifier: { ctrl?: boolean; meta?: boolean } = {}): EditState {
  return editLine(state, undefined, { name, ...modifier }).state;
}

const line = (state: EditState) =>
  `${state.characters.slice(0, state.cursor).join('')}|${state.characters.slice(state.cursor).join('')}`;

describe('the line being typed', () => {
  test('backspace takes a whole syllable or emoji', () => {
    expect(line(pressed(typed('샀어'), 'backspace'))).toBe('샀|');
    expect(line(pressed(typed('ok👍🏽'), 'backspace'))).toBe('ok|');
    expect(line(pressed(typed('e\u0301'), 'backspace'))).toBe('|');
  });

  test('words are jumped and deleted', () => {
    const state = typed('buy 0.5 btc');
    expect(line(pressed(state, 'b', { meta: true }))).toBe('buy 0.5 |btc');
    expect(line(pressed(state, 'w', { ctrl: true }))).toBe('buy 0.5 |');
    expect(line(pressed(pressed(state, 'a', { ctrl: true }), 'f', { meta: true }))).toBe('buy| 0.5 btc');
    expect(line(pressed(pressed(state, 'b', { meta: true }), 'u', { ctrl: true }))).toBe('|btc');
    expect(line(pressed(pressed(state, 'b', { meta: true }), 'k', { ctrl: true }))).toBe('buy 0.5 |');
  });

  test('escape sequences that are no key leave nothing behind', () => {
    expect(line(typed('\u001b[31mx\u0007'))).toBe('x|');
    expect(line(editLine(EMPTY_LINE, undefined, { name: 'f13' }).state)).toBe('|');
  });

  test('no keys break it: the cursor stays within the line', () => {
    const key = fc.record({
      text: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3 }), fc.constant(undefined)),
      name: fc.constantFrom(
        'left',
        'right',
        'up',
        'down',
        'home',
        'end',
        'backspace',
        'delete',
        'return',
        'w',
        'u',
        'k',
        'd',
        'c',
        'x',
      ),
      ctrl: fc.boolean(),
      meta: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), fc.integer({ min: 4, max: 20 }), (keys, width) => {
        let state = EMPTY_LINE;
        for (const { text, ...rest } of keys) state = editLine(state, text, rest).state;
        expect(state.cursor).toBeGreaterThanOrEqual(0);
        expect(state.cursor).toBeLessThanOrEqual(state.characters.length);
        expect(visibleLine(state, width).column).toBeLessThanOrEqual(width);
      }),
    );
  });
});
