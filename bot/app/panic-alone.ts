import type { EmergencyStatus } from '../../engine/emergency/fast-path.ts';

export interface PanicAloneParts {
  /** What the exit said last; null before its first word. */
  readonly status: () => EmergencyStatus | null;
  readonly isInterrupted: () => boolean;
  readonly pause: () => Promise<unknown>;
  /** Told of each change, so that a person sees what it waits for. */
  readonly onChange: (status: EmergencyStatus) => void;
}

/**
 * Waits until everything is flat, however long a venue is away or bans: nobody else works on it, so that only a person
 * may end it. Returns how it stood then.
 */
export async function workAlone(parts: PanicAloneParts): Promise<EmergencyStatus | null> {
  let told = '';
  while (!parts.isInterrupted()) {
    const status = parts.status();
    if (status?.latch != null && status.finished) return status;
    const standing = JSON.stringify(status?.accounts.map(({ account, phase, trouble }) => [account, phase, trouble]));
    if (status !== null && standing !== told) {
      told = standing;
      parts.onChange(status);
    }
    await parts.pause();
  }
  return parts.status();
}
