import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordsAfter } from '../../bot/app/emergency-desk.ts';
import type { FromEmergency } from '../../bot/emergency/emergency-messages.ts';
import type { EmergencyThread } from '../../bot/emergency/emergency-thread.ts';
import { createEmergencyThread } from '../../bot/emergency/emergency-thread.ts';
import { readReceipt, writeSignal } from '../../bot/emergency/signal-file.ts';
import { readEmergencyJournal } from '../../engine/emergency/emergency-journal.ts';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import { FakeEmergencyVenue } from '../fakes/emergency-venue.ts';

const BTC = 'BTC/USDT:USDT';
let directory: string;
let venue: FakeEmergencyVenue;
let thread: EmergencyThread;
let sent: FromEmergency[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-thread-'));
  mkdirSync(directory, { recursive: true });
  venue = new FakeEmergencyVenue();
  venue.held.set(BTC, '0.5');
  sent = [];
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal }),
  };
  thread = createEmergencyThread({ directory, venues: [venue], clock, send: (message) => sent.push(message) });
});

afterEach(async () => {
  await thread.close();
  rmSync(directory, { recursive: true, force: true });
});

test('a signal file presses, is taken away and gets a receipt', async () => {
  await thread.start();
  writeSignal(directory, { by: 'terminal:owner', why: 'command', nonce: 'n-1' });
  await vi.waitFor(() => expect(readReceipt(directory)?.status.finished).toBe(true), 5_000);
  expect(readReceipt(directory)).toMatchObject({ nonce: 'n-1', latch: { by: 'terminal:owner' } });
  expect(existsSync(join(directory, 'panic'))).toBe(false);
  expect(venue.held.get(BTC)).toBe('0');
  expect(venue.orders).toHaveLength(1);
});

test('an empty file says enough, and one that was there before the start is obeyed', async () => {
  writeFileSync(join(directory, 'panic'), '');
  await thread.start();
  expect(killSwitch(directory).read()?.by).toBe('emergency:file');
  await vi.waitFor(() => expect(venue.held.get(BTC)).toBe('0'), 5_000);
});

test('a message presses; what it did is told step by step and can be handed over once', async () => {
  await thread.start();
  thread.obey({ type: 'panic', by: 'owner', why: 'exit.panic' });
  expect(killSwitch(directory).latched()).toBe(true);
  await vi.waitFor(() => expect(venue.held.get(BTC)).toBe('0'), 5_000);
  await vi.waitFor(() => expect(sent.some((one) => one.type === 'status' && one.status.finished)).toBe(true), 5_000);
  const [event, ...rest] = recordsAfter(0, readEmergencyJournal(directory));
  expect(rest).toEqual([]);
  expect(event?.steps.map(({ what, detail }) => [what, detail])).toContainEqual(['sending', 'sell 0.5']);
  expect(recordsAfter(event?.toSeq ?? 0, readEmergencyJournal(directory))).toEqual([]);
});
