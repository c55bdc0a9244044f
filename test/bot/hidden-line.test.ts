import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askHidden } from '../../bot/hidden-line.ts';

function asked() {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => modes.push(raw) });
  const output = new PassThrough();
  const answer = askHidden('Token: ', input, output);
  return { input, answer, modes, shown: () => String(output.read()) };
}

test('returns the line, and shows none of it', async () => {
  const { input, answer, modes, shown } = asked();
  for (const piece of [' 123:a', 'bx\u007fc ', '\r', 'more']) input.write(piece);
  expect(await answer).toBe('123:abc');
  expect(shown()).toBe('Token: \n');
  expect(modes).toEqual([true, false]);
});

test('returns null on Ctrl-C, on Ctrl-D and when the terminal is gone', async () => {
  for (const key of ['\u0003', '\u0004']) {
    const { input, answer } = asked();
    input.write(`123${key}`);
    expect(await answer).toBeNull();
  }
  const { input, answer } = asked();
  input.end();
  expect(await answer).toBeNull();
});

test('keeps no more than a line can hold', async () => {
  const { input, answer } = asked();
  input.write('x'.repeat(5000));
  input.write('\n');
  expect((await answer)?.length).toBe(1000);
});
