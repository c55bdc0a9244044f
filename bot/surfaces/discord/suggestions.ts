import { DECLINE_CODES } from '../../../engine/domain/approval.ts';
import type { DeskView } from '../../../engine/ports/desk-view.ts';
import type { Records } from '../../../engine/ports/records.ts';
import { ALERT_KINDS } from '../../alerts/alert-kinds.ts';
import type { ChatCommand } from '../../commands/command.ts';
import { ALERT_WORDS } from '../../i18n/alert-words.ts';
import { APPROVAL_WORDS } from '../../i18n/approval-words.ts';
import { DISCORD_WORDS } from '../../i18n/discord-words.ts';
import type { Language } from '../../i18n/language.ts';
import { cleanText } from '../../parse/clean-text.ts';
import type { Access } from '../../people/access.ts';
import { mayDo } from '../../people/access.ts';
import type { Suggesting } from './slash-options.ts';

export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

export interface Asker {
  readonly userId: string;
  readonly language: Language;
}

/** What a person may be reminded of: nothing for whoever is not known, and no more than they may see. */
export interface Suggestions {
  of(what: Suggesting, typed: string, asker: Asker): Promise<readonly Suggestion[]>;
}

export interface SuggestionsOptions {
  readonly desk: Pick<DeskView, 'instruments' | 'positions' | 'openOrders' | 'pendingApprovals' | 'settings'>;
  readonly records: Pick<Records, 'approvals' | 'decisions' | 'trades'>;
  readonly access: Pick<Access, 'roleOf' | 'users'>;
  readonly commands: readonly ChatCommand[];
}

/** Of the API. */
const MAX_SUGGESTIONS = 25;
const MAX_LENGTH = 100;
const RECENT = 50;

export function createSuggestions({ desk, records, access, commands }: SuggestionsOptions): Suggestions {
  return { of };

  async function of(what: Suggesting, typed: string, { userId, language }: Asker): Promise<readonly Suggestion[]> {
    const role = access.roleOf('discord', userId);
    if (role === null) return [];
    if (what === 'person') return mayDo(role, 'admin') ? matching(people(), typed) : [];
    return matching(await known(what, language), typed);
  }

  async function known(what: Exclude<Suggesting, 'person'>, language: Language): Promise<readonly Suggestion[]> {
    switch (what) {
      case 'coin':
        return coins();
      case 'held':
        return desk.positions().map(({ position }) => same(baseOf(position.symbol)));
      case 'chart':
        return [same('equity'), same('allocation'), ...coins(), ...(await decisions())];
      case 'decision':
        return decisions();
      case 'record':
        return [...(await decisions()), ...(await trades()), ...coins()];
      case 'approval':
        return desk.pendingApprovals().map(({ id, terms }) => ({
          name: `${id} ${terms.side} ${terms.quantity} ${baseOf(terms.symbol)}`,
          value: id,
        }));
      case 'order':
        return [same('all'), ...desk.openOrders().map(orderChoice)];
      case 'setting':
        return desk.settings().map(({ key, value }) => ({ name: `${key} = ${String(value)}`, value: key }));
      case 'command':
        return commands.map(({ name }) => same(name));
      case 'alerts':
        return alertWords(language);
      case 'declined':
        return declined();
      case 'decline-reason':
        return declineReasons(language);
    }
  }

  function coins(): readonly Suggestion[] {
    return [...new Set(desk.instruments().map(({ base }) => base))].map(same);
  }

  function baseOf(symbol: string): string {
    return desk.instruments().find((one) => one.symbol === symbol)?.base ?? symbol;
  }

  function orderChoice({ number, request }: ReturnType<DeskView['openOrders']>[number]): Suggestion {
    const { side, quantity, symbol } = request;
    return { name: `O-${number} ${side} ${String(quantity)} ${baseOf(symbol)}`, value: `O-${number}` };
  }

  /** Those that were declined without a reason. */
  async function declined(): Promise<readonly Suggestion[]> {
    const recent = await records.approvals({ limit: RECENT });
    return recent.flatMap(({ approvalId, fate, given, symbol, direction }) =>
      approvalId === null || fate !== 'declined' || given !== null
        ? []
        : [{ name: `${approvalId} ${baseOf(symbol)} ${direction}`, value: approvalId }],
    );
  }

  async function decisions(): Promise<readonly Suggestion[]> {
    const recent = await records.decisions({ limit: RECENT });
    return recent.map(({ id, signal, outcome }) => ({
      name: `${id} ${baseOf(signal.symbol)} ${signal.direction} ${outcome}`,
      value: id,
    }));
  }

  async function trades(): Promise<readonly Suggestion[]> {
    const recent = await records.trades({ limit: MAX_SUGGESTIONS });
    return recent.map(({ number, symbol }) => ({ name: `T-${number} ${baseOf(symbol)}`, value: `T-${number}` }));
  }

  function people(): readonly Suggestion[] {
    return access.users().map(({ name, userId, role }) => ({ name: `${name || userId} (${role})`, value: userId }));
  }
}

/** What stands first is shown while nothing is typed yet. */
function alertWords(language: Language): readonly Suggestion[] {
  const words = DISCORD_WORDS[language].alerts;
  return [
    { name: words.kinds, value: 'kinds' },
    { name: words.all, value: 'all' },
    { name: words.test, value: 'test' },
    ...ALERT_KINDS.map((kind) => ({ name: `${ALERT_WORDS[language].kinds[kind].name} (${kind})`, value: kind })),
  ];
}

function declineReasons(language: Language): readonly Suggestion[] {
  const words = APPROVAL_WORDS[language].declineReason;
  return DECLINE_CODES.filter((code) => code !== 'other').map((code) => ({ name: words[code], value: code }));
}

function same(text: string): Suggestion {
  return { name: text, value: text };
}

function matching(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const part = typed.trim().toLowerCase();
  return all
    .map(({ name, value }) => ({ name: cleanText(name).slice(0, MAX_LENGTH).trim(), value }))
    .filter(
      ({ name, value }) => name !== '' && value.length <= MAX_LENGTH && (name + value).toLowerCase().includes(part),
    )
    .slice(0, MAX_SUGGESTIONS);
}
