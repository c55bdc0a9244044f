// On Node 20 tsx does not reach worker threads by itself, so this one begins in JavaScript.
import { register } from 'tsx/esm/api';

register();
await import('../app/emergency-worker.ts');
