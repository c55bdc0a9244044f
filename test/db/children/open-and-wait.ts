import { openDatabase } from '../../../db/open-database.ts';

/** Opens the database of a data directory, tells how long that took, and holds it until it is killed. */
const before = performance.now();
const database = await openDatabase({ dataDirectory: process.argv[2] ?? '' });
console.log(`open after ${Math.round(performance.now() - before)} ms: ${database.describe()}`);
