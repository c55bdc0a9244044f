import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { CommandContext } from './command.ts';

/** Returns whether entries are open and, if not, everything that keeps them out. */
export function gateLines(context: CommandContext): readonly string[] {
  const { desk } = context;
  const { text } = context.voice;
  const gates = desk.gates();
  const closed = [
    ...(gates.panicked ? [text.gatePanicked] : []),
    ...(gates.halted === null ? [] : [text.gateHalted({ reason: context.voice.reason(gates.halted) })]),
    ...(gates.paused ? [text.gatePaused] : []),
    ...(isAtDrawdownLimit(context) ? [text.gateDrawdown] : []),
    ...(reached('risk.max-daily-loss', -desk.account().dayReturnFraction, desk) ? [text.gateDayLoss] : []),
  ];
  return closed.length === 0 ? [text.gateOpen] : closed;
}

/** Tells whether the drawdown limit keeps every entry out. */
export function isAtDrawdownLimit({ desk }: CommandContext): boolean {
  return reached('risk.max-drawdown', desk.account().drawdownFraction, desk);
}

/** Limits of the risk gate that keep every entry out are as good as a latch, and are told like one. */
function reached(key: string, value: number, desk: DeskView): boolean {
  const limit = desk.settings().find((setting) => setting.key === key)?.value;
  return typeof limit === 'number' && value >= limit;
}
