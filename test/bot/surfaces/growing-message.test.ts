import { expect, it } from 'vitest';
import type { Outbound } from '../../../bot/message.ts';
import { lines, message } from '../../../bot/message.ts';
import { createGrowingMessage } from '../../../bot/surfaces/growing-message.ts';

function part(text: string, progress = 'Writing…'): Outbound {
  const { choices: _, ...rest } = message({ kind: 'answer', blocks: [lines(text)], progress });
  return { ...rest, buttons: [] };
}

/** Time that moves when it is told to. */
function growing() {
  const shown: (readonly [string, number | null])[] = [];
  const sleepers: (() => void)[] = [];
  const grown = createGrowingMessage<number>({
    show: async (outbound, ref) => {
      shown.push([outbound.blocks.flatMap((block) => ('lines' in block ? block.lines : [])).join(' '), ref]);
      return ref ?? 7;
    },
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        sleepers.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
  });
  const pass = async () => {
    for (const wake of sleepers.splice(0)) wake();
    await new Promise((done) => setImmediate(done));
  };
  return { grown, shown, pass };
}

it('shows the newest part of several, in one message that is edited', async () => {
  const { grown, shown, pass } = growing();
  grown.part(part('', 'Thinking…'));
  grown.part(part('One.'));
  expect(shown).toEqual([]);
  await pass();
  expect(shown).toEqual([['One. Writing…', null]]);
  grown.part(part('One. Two.'));
  grown.part(part('One. Two. Three.'));
  await pass();
  expect(shown).toEqual([
    ['One. Writing…', null],
    ['One. Two. Three. Writing…', 7],
  ]);
  expect(await grown.end()).toBe(7);
});

it('shows nothing of an answer that is there at once, and nothing after its end', async () => {
  const quick = growing();
  quick.grown.part(part('One.'));
  expect(await quick.grown.end()).toBeNull();
  quick.grown.part(part('Two.'));
  await quick.pass();
  expect(quick.shown).toEqual([]);
  expect(await growing().grown.end()).toBeNull();
});

it('leaves out a part that one message would not hold', async () => {
  const { grown, shown, pass } = growing();
  grown.part(part('x'.repeat(4_000)));
  await pass();
  expect(shown).toEqual([]);
  expect(await grown.end()).toBeNull();
});
