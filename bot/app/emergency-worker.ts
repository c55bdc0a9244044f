import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createEmergencyVenue } from '../../engine/exchanges/ccxt/emergency-venue.ts';
import type { EmergencyJob, ToEmergency } from '../emergency/emergency-messages.ts';
import { createEmergencyThread } from '../emergency/emergency-thread.ts';

const { directory, accounts } = workerData as EmergencyJob;
const thread = createEmergencyThread({
  directory,
  venues: accounts.map((account) => createEmergencyVenue(account)),
  clock: { now: () => Date.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
  send: (message) => {
    parentPort?.postMessage(message);
    if (message.type === 'closed') parentPort?.close();
  },
});
parentPort?.on('message', (message: ToEmergency) => thread.obey(message));
await thread.start();
