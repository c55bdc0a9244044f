import type { PersonPolicy, QuietHours } from '../../engine/domain/person-policy.ts';
import { quietUntil } from '../../engine/domain/person-policy.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs } from '../message.ts';
import type { Role } from '../people/access.ts';
import { mayDo } from '../people/access.ts';

export interface PolicyCardParts {
  readonly policy: PersonPolicy;
  readonly desk: Pick<DeskView, 'settings' | 'now'>;
  readonly role: Role;
  readonly voice: Voice;
}

/** Returns how a person is asked, how the desk asks, and what both together mean. */
export function policyCard(parts: PolicyCardParts): Message {
  const { policy, role, voice } = parts;
  const words = APPROVAL_WORDS[voice.language];
  const said = words.policyPairs;
  const quiet: Pair = [said.quiet, quietText(policy.quietHours, parts.desk.now(), voice)];
  if (!mayDo(role, 'trader')) return message({ kind: 'answer', title: words.quietTitle, blocks: [pairs([quiet])] });
  const list: readonly Pair[] = [
    [said.mine, modeText(parts)],
    [said.desk, deskText(parts)],
    [said.asleep, words.asleep[policy.asleep]],
    quiet,
  ];
  return message({
    kind: 'answer',
    title: words.policyTitle,
    blocks: [pairs(list), lines(...meaningOf(parts)), lines(words.policyHow)],
  });
}

/** Returns a quiet span as people write it, and whether it is quiet now. */
export function quietText(hours: QuietHours | null, now: number, voice: Voice): string {
  const words = APPROVAL_WORDS[voice.language];
  if (hours === null) return words.noQuiet;
  const span = words.quietSpan({ from: clockText(hours.from), to: clockText(hours.to), zone: hours.zone });
  const until = quietUntil(hours, now);
  return until === null ? span : words.quietNow({ span, until: voice.format.time(until) });
}

function clockText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

interface DeskAsks {
  readonly mode: string;
  readonly above: number;
}

function deskAsks({ desk }: PolicyCardParts): DeskAsks {
  const value = (key: string) => desk.settings().find((setting) => setting.key === key)?.value;
  return { mode: String(value('approval.mode') ?? 'ask-always'), above: Number(value('approval.ask-above') ?? 0) };
}

function deskText(parts: PolicyCardParts): string {
  const words = APPROVAL_WORDS[parts.voice.language].deskMode;
  const { mode, above } = deskAsks(parts);
  if (mode === 'auto') return words.auto;
  return mode === 'ask-above' ? words.askAbove({ share: parts.voice.format.percent(above, 1) }) : words.askAlways;
}

function modeText(parts: PolicyCardParts): string {
  const { policy, voice } = parts;
  const words = APPROVAL_WORDS[voice.language];
  switch (policy.mode) {
    case null:
      return words.asDesk;
    case 'auto':
      return words.mode.auto;
    case 'ask-always':
      return words.mode.askAlways;
    case 'ask-above':
      return words.mode.askAbove({ share: voice.format.percent(policy.askAboveFraction ?? deskAsks(parts).above, 1) });
  }
}

/** The stricter of the two counts; what a person sets can only have more asked. */
function meaningOf(parts: PolicyCardParts): readonly string[] {
  const { policy, voice } = parts;
  const { meaning } = APPROVAL_WORDS[voice.language];
  const { mode, above } = deskAsks(parts);
  const sleeping = [meaning.asleep[policy.asleep], ...(policy.quietHours === null ? [meaning.noQuiet] : [])];
  if (policy.mode === 'auto') return [mode === 'auto' ? meaning.never : meaning.others, ...sleeping];
  if (mode === 'ask-always' || policy.mode === 'ask-always') return [meaning.always, ...sleeping];
  const own = policy.mode === 'ask-above' ? [policy.askAboveFraction ?? above] : [];
  const shares = mode === 'ask-above' ? [...own, above] : own;
  if (shares.length === 0) return [meaning.never, ...sleeping];
  return [meaning.above({ share: voice.format.percent(Math.min(...shares), 1) }), ...sleeping];
}
