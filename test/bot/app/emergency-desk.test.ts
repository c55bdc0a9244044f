import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EmergencyService } from '../../../bot/app/emergency.ts';
import { startEmergency } from '../../../bot/app/emergency.ts';
import { bindEmergency, exitFinished } from '../../../bot/app/emergency-desk.ts';
import { UnavailableError } from '../../../engine/domain/errors.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';

let data: string;
let service: EmergencyService;
let faults: string[];
let onEntry: (entry: JournalEntry) => void;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'assent-emergency-desk-'));
  faults = [];
  const logger = { ...{ info: () => undefined, warn: () => undefined }, error: noted };
  service = startEmergency({ dataDirectory: data, accounts: [], logger });
  await service.ready;
  await bindEmergency({
    ...{ service: onReadOnlyDisk(service), logger, account: 'live', entries: [] },
    engine: { send: () => Promise.reject(full()) },
    view: {
      gates: () => ({ paused: false, panicked: false, halted: null }),
      openOrders: () => [],
      positions: () => [],
    },
    record: () => {
      throw full();
    },
    onEntry: (listener) => {
      onEntry = listener;
    },
  });
});

afterEach(async () => {
  await service.close();
  rmSync(data, { recursive: true, force: true });
});

function noted(fields: unknown, sentence?: unknown): void {
  const err = typeof fields === 'object' && fields !== null && 'err' in fields ? fields.err : null;
  faults.push(`${String(sentence)} ${err instanceof Error ? err.message : ''}`);
}

function onReadOnlyDisk(own: EmergencyService): EmergencyService {
  return {
    ...own,
    clear: () => {
      throw new Error('EROFS');
    },
  };
}

function full(): UnavailableError {
  return new UnavailableError('ENOSPC');
}

it('a journal that takes nothing more disturbs neither the thread nor the process', async () => {
  service.panic('owner', 'test');
  expect(service.exitUnderWay()).toBe(true);
  await expect
    .poll(() => faults, { timeout: 10_000 })
    .toEqual([
      'The desk could not journal the panic. ENOSPC',
      'Emergency: the desk could not take a step over. ENOSPC',
    ]);
  await expect.poll(() => service.exitUnderWay(), { timeout: 10_000 }).toBe(false);
});

it('a latch that cannot be taken off the disk is no fault of the entry that asked for it', () => {
  onEntry({ seq: 1, at: 1, hash: '', event: { type: 'panic.cleared', by: 'admin' } });
  expect(faults).toEqual(['The latch could not be taken off the disk. EROFS']);
});

it('an exit is waited for until it is through, and no longer than the patience', async () => {
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  const after = (looks: number) => ({ exitUnderWay: () => waits.length < looks });
  expect(await exitFinished(after(0), sleep)).toBe(true);
  expect(await exitFinished(after(3), sleep)).toBe(true);
  expect(waits).toEqual([100, 100, 100]);
  expect(await exitFinished(after(10_000), sleep)).toBe(false);
  expect(waits.slice(3)).toHaveLength(600);
});
