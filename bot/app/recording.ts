import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../engine/domain/errors.ts';
import { loadManifest, manifestFile, recordingDirectory } from '../../engine/recordings/recording-files.ts';
import type { AppConfig } from '../config/config.ts';

/** Refuses a recording that is not there, and a beginning outside it, before anything is opened or written. */
export async function requireRecording({ replay }: Pick<AppConfig, 'replay'>): Promise<void> {
  const directory = recordingDirectory(replay.recording);
  if (!existsSync(directory)) {
    throw new ConfigError(`There is no recording "${replay.recording}".`, {
      hint: `Recordings here: ${recordingsIn(dirname(directory)).join(', ') || 'none; clone the repository again'}.`,
    });
  }
  const { startTime, endTime } = await loadManifest(directory);
  const { from } = replay;
  if (from === null || (from >= startTime && from < endTime)) return;
  throw new ConfigError(`The recording ${replay.recording} holds nothing at ${utc(from)}, where replay.from begins.`, {
    hint: `Begin at ${utc(startTime)} or later, and before ${utc(endTime)}.`,
  });
}

function recordingsIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => existsSync(join(directory, name, manifestFile)));
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
