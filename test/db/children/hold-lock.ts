import { lockDirectory } from '../../../db/directory-lock.ts';

/** Takes the lock of a directory at the time given, tells how that went, and holds it until it is killed. */
const [directory = '', startAt = '0'] = process.argv.slice(2);
while (Date.now() < Number(startAt)) {
  // All racers are to start in the same moment.
}
try {
  lockDirectory(directory);
  console.log('held');
  setInterval(() => undefined, 1000);
} catch (error) {
  console.log(`refused ${error instanceof Error ? `${error.name}: ${error.message}` : ''}`);
}
