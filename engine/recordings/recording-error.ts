import { ConfigError } from '../domain/errors.ts';

const restoreHint =
  'Restore the recording with "git checkout -- engine/recordings" (or clone the repository again), then start once more.';

/** A recording that cannot be trusted: says which file, what is wrong with it, and how to get it back. */
export class RecordingError extends ConfigError {
  readonly file: string;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`Recording file ${file}: ${problem}`, { cause, hint: restoreHint });
    this.file = file;
  }
}
