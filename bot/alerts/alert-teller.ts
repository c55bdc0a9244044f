import type { JournalEntry, JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { DeskView, SettingView } from '../../engine/ports/desk-view.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import type { AlertMode } from '../outbox/outbox-entry.ts';
import type { AlertOptions } from './alert.ts';
import { alertOf } from './alert.ts';
import type { AlertDesk } from './alert-desk.ts';
import { createAlertFacts } from './alert-facts.ts';
import type { AlertKind } from './alert-kinds.ts';
import { ALERT_HABITS, alertKindOf } from './alert-kinds.ts';

/** What an entry of the journal has to tell one person. */
export interface ToldAlert {
  readonly kind: AlertKind;
  readonly mode: AlertMode;
  readonly message: Message;
}

/** Returns null where there is nothing to tell, and for routine that the person has off. */
export type AlertTeller = (
  entry: JournalEntry,
  userId: string,
  voice: Voice,
  options?: AlertOptions,
) => Promise<ToldAlert | null>;

export interface AlertTellerParts {
  readonly records: Records;
  readonly desk: Pick<DeskView, 'settings'>;
  readonly alerts: Pick<AlertDesk, 'modeOf'>;
}

/** Returns what makes alerts of the journal for one person: with names, with what stood before, as they chose. */
export function createAlertTeller({ records, desk, alerts }: AlertTellerParts): AlertTeller {
  const factsOf = createAlertFacts(records);

  return async (entry, userId, voice, options) => {
    // Stops move every few minutes: what nobody wants to hear need not be looked up.
    if (entry.event.type === 'protection.set' && (await alerts.modeOf(userId, 'stop-moved')) === 'off') return null;
    const facts = { ...(await factsOf(entry)), unit: unitOf(entry.event, desk) };
    const kind = alertKindOf(entry.event, facts);
    if (kind === null) return null;
    const mode = await alerts.modeOf(userId, kind);
    if (mode === 'off' && ALERT_HABITS[kind].routine === true) return null;
    const told = alertOf(entry, voice, facts, options);
    return told === null ? null : { kind, mode, message: told };
  };
}

function unitOf(event: JournalEvent, desk: Pick<DeskView, 'settings'>): SettingView['unit'] | undefined {
  if (event.type !== 'setting.changed') return undefined;
  return desk.settings().find(({ key }) => key === event.key)?.unit;
}
