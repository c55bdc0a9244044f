import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Button } from '../../../../bot/message.ts';
import { actionRows } from '../../../../bot/surfaces/discord/components.ts';

const button = (command: string, action = `n-${command}`, label = command): Button => ({ command, action, label });

describe('what stands under a message', () => {
  test('the answers of a proposal are buttons in their colours, each with its nonce and nothing else', () => {
    const rows = actionRows(['/approve A-1', '/half A-1', '/decline A-1', '/why D-1'].map((line) => button(line)));
    expect(rows).toEqual([
      {
        type: 1,
        components: [
          { type: 2, style: 3, label: '/approve A-1', custom_id: 'n-/approve A-1' },
          { type: 2, style: 1, label: '/half A-1', custom_id: 'n-/half A-1' },
          { type: 2, style: 4, label: '/decline A-1', custom_id: 'n-/decline A-1' },
          { type: 2, style: 2, label: '/why D-1', custom_id: 'n-/why D-1' },
        ],
      },
    ]);
  });

  test('six of a sort are a list, what is of another sort stays a button', () => {
    const users = Array.from({ length: 6 }, (_, index) => button(`/users telegram:${index}`, `n${index}`, `U${index}`));
    const [first, second, ...rest] = actionRows([...users, button('/help')]);
    expect(first?.components.map((one) => one.type)).toEqual([2]);
    expect(second?.components).toMatchObject([
      { type: 3, custom_id: 'list-0', options: users.map(({ label, action }) => ({ label, value: action })) },
    ]);
    expect(rest).toEqual([]);
  });

  test('sixty of a sort are lists of 25 at most', () => {
    const rows = actionRows(Array.from({ length: 60 }, (_, index) => button(`/why D-${index}`)));
    expect(rows.map(({ components: [list] }) => (list?.type === 3 ? list.options.length : 0))).toEqual([25, 25, 10]);
  });

  test('whatever there is, Discord takes it', () => {
    const any = fc.record({
      label: fc.string({ unit: 'binary', maxLength: 120 }),
      command: fc.oneof(fc.constantFrom('/a 1', '/a 2', '/b'), fc.string({ maxLength: 20 })),
      action: fc.oneof(fc.uuid(), fc.string({ maxLength: 120 })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { maxLength: 80, selector: ({ action }) => action }), (buttons) => {
        const rows = actionRows(buttons);
        expect(rows.length).toBeLessThanOrEqual(5);
        const ids = rows.flatMap(({ components }) =>
          components.map((one) => ('custom_id' in one ? one.custom_id : '')),
        );
        for (const { components } of rows) {
          expect(components.length).toBeGreaterThan(0);
          expect(components.length).toBeLessThanOrEqual(5);
          for (const one of components) {
            const labels =
              one.type === 3 ? one.options.map(({ label }) => label) : 'label' in one ? [one.label ?? ''] : [];
            for (const label of labels) expect(label.length >= 1 && label.length <= 100).toBe(true);
            if (one.type === 2) expect('label' in one && (one.label?.length ?? 0) <= 80).toBe(true);
          }
        }
        for (const id of ids) expect(id.length >= 1 && id.length <= 100).toBe(true);
      }),
    );
  });
});
