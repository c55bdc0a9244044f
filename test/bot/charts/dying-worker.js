// A thread that ends with its first job.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', () => process.exit(1));
