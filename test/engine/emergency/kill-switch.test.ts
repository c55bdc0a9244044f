import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killSwitch } from '../../../engine/emergency/kill-switch.ts';
import { hasReserve, keepReserve } from '../../../engine/emergency/reserve-file.ts';

let directory: string;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'assent-latch-')), 'emergency');
});

afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

const PRESSED = { by: 'owner', why: 'test', at: 1_750_000_000_000 };

test('a press is on disk when it returns, and a switch of another process sees it', () => {
  expect(killSwitch(directory).latched()).toBe(false);
  const { latch, fresh } = killSwitch(directory).latch(PRESSED);
  expect(fresh).toBe(true);
  expect(killSwitch(directory).latched()).toBe(true);
  expect(killSwitch(directory).read()).toEqual(latch);
  expect(latch).toEqual({ incident: 'panic-1750000000000', ...PRESSED });
});

test('pressed again it stays what it was', () => {
  const { latch } = killSwitch(directory).latch(PRESSED);
  expect(killSwitch(directory).latch({ by: 'other', why: 'again', at: 1 })).toEqual({ latch, fresh: false });
});

test('only clear takes it away', () => {
  killSwitch(directory).latch(PRESSED);
  killSwitch(directory).clear();
  expect(killSwitch(directory).latched()).toBe(false);
  expect(killSwitch(directory).read()).toBeNull();
});

test('only the latch that is named is taken away', () => {
  const { latch } = killSwitch(directory).latch(PRESSED);
  killSwitch(directory).clear('panic-1');
  expect(killSwitch(directory).read()).toEqual(latch);
  killSwitch(directory).clear(latch.incident);
  expect(killSwitch(directory).latched()).toBe(false);
});

test('a latch whose words were lost still latches, under a name that stays', () => {
  killSwitch(directory).latch(PRESSED);
  writeFileSync(join(directory, 'latch.json'), '');
  const [first, second] = [killSwitch(directory).read(), killSwitch(directory).read()];
  expect(first?.by).toBe('unknown');
  expect(first?.incident).toMatch(/^panic-\d+$/);
  expect(second).toEqual(first);
});

test('a folder that is a file counts as latched: in doubt nobody enters', () => {
  mkdirTwin();
  expect(killSwitch(directory).latched()).toBe(true);
  // What guards positions goes on: nobody has pressed for sure.
  expect(killSwitch(directory).standing()).toBe(false);
});

test('stands for sure once it is pressed, until it is cleared', () => {
  expect(killSwitch(directory).standing()).toBe(false);
  killSwitch(directory).latch(PRESSED);
  expect(killSwitch(directory).standing()).toBe(true);
  killSwitch(directory).clear();
  expect(killSwitch(directory).standing()).toBe(false);
});

test('where nothing can be written it holds as long as the process', () => {
  mkdirTwin();
  const latched = killSwitch(directory);
  expect(latched.latch(PRESSED).latch.by).toBe('unknown');
  expect([latched.latched(), latched.standing()]).toEqual([true, true]);
});

test('the reserve is real disk and is given back once', () => {
  expect(keepReserve(directory, 3 << 20)).toBe(true);
  expect(hasReserve(directory, 3 << 20)).toBe(true);
  expect(existsSync(join(directory, 'reserve.draft'))).toBe(false);
  writeFileSync(join(directory, 'file'), '');
  expect(keepReserve(join(directory, 'file', 'below'), 1)).toBe(false);
});

/** Puts a file where the folder should be. */
function mkdirTwin(): void {
  writeFileSync(directory, '');
}
