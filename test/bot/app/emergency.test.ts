import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EmergencyService } from '../../../bot/app/emergency.ts';
import { emergencyOnDisk, startEmergency } from '../../../bot/app/emergency.ts';

const NOWHERE = { info: () => undefined, warn: () => undefined, error: () => undefined };
let data: string;
let service: EmergencyService;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'assent-emergency-service-'));
  service = startEmergency({ dataDirectory: data, accounts: [], logger: NOWHERE });
  await service.ready;
});

afterEach(async () => {
  await service.close();
  rmSync(data, { recursive: true, force: true });
});

async function cleared(): Promise<void> {
  await expect.poll(() => service.clear('admin'), { timeout: 10_000 }).toBe(true);
  // The thread takes the file away too, a moment after.
  await expect.poll(() => service.status()?.latch ?? null, { timeout: 10_000 }).toBeNull();
}

it('is latched for this thread when the press returns, and survives what comes after it', async () => {
  service.panic('owner', 'test');
  expect(service.killSwitch.latched()).toBe(true);
  await expect.poll(() => service.status()?.finished, { timeout: 10_000 }).toBe(true);
  expect(service.standing()).toMatchObject({ alive: true, latched: { by: 'owner' }, last: { by: 'owner' } });
  expect(emergencyOnDisk(data, 0)).toMatchObject({ alive: null, latched: { by: 'owner' } });
  await cleared();
  expect(service.killSwitch.latched()).toBe(false);
});

it('latches by the signal file while this thread does nothing but spin', async () => {
  const began = performance.now();
  writeFileSync(join(data, 'emergency', 'panic'), '');
  while (!service.killSwitch.latched() && performance.now() - began < 5_000);
  expect(service.killSwitch.latched()).toBe(true);
  await expect.poll(() => service.status()?.finished, { timeout: 10_000 }).toBe(true);
  await cleared();
});
