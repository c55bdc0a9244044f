import { createPglite } from './pglite-engine.ts';

/** Started as a process of its own: creates a cluster in the directory named on the command line. */
const database = await createPglite({ dataDir: process.argv[2] });
await database.close();
