import type { CommandContext } from './command.ts';

/** Returns whether entries are open and, if not, everything that keeps them out. */
export function gateLines(context: CommandContext): readonly string[] {
  const { text } = context.voice;
  const gates = context.desk.gates();
  const closed = [
    ...(gates.panicked ? [text.gatePanicked] : []),
    ...(gates.halted === null ? [] : [text.gateHalted({ reason: context.voice.reason(gates.halted) })]),
    ...(gates.paused ? [text.gatePaused] : []),
  ];
  return closed.length === 0 ? [text.gateOpen] : closed;
}
