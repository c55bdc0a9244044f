import { setFlagsFromString } from 'node:v8';

// Started as a process of its own: creates a cluster in the directory named on the command line. So short a life never
// earns back what V8's optimising compiler costs, which is half of it; the flag must be set before WebAssembly is used.
setFlagsFromString('--liftoff-only');
const { createPglite } = await import('./pglite-engine.js');
const database = await createPglite({ dataDir: process.argv[2] });
await database.close();
