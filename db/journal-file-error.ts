import { AssentError, ConfigError, UnavailableError } from '../engine/domain/errors.ts';

/** Translates what the file system throws under the journal. */
export function journalFileError(error: unknown, file: string): Error {
  if (error instanceof AssentError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new UnavailableError(`The disk is full: the journal ${file} cannot grow (${code}).`, {
      cause: error,
      hint: 'Free some space; nothing that was acknowledged is lost.',
    });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(code)) {
    return new ConfigError(`The journal ${file} cannot be written (${code}).`, {
      cause: error,
      hint: 'Give this user the right to write there, or choose another data directory.',
    });
  }
  return new UnavailableError(`The journal ${file} cannot be written (${code}).`, { cause: error });
}
