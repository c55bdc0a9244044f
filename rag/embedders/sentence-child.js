// A program of its own and not a worker thread: the native runtime takes its whole process along when it fails, or
// when a thread is ended while a model runs. It begins in JavaScript, and tsx is loaded into it.
import { register } from 'tsx/esm/api';

register();
await import('./sentence-child-main.ts');
