import { estimateOf } from '../../engine/domain/decimal.ts';
import type { PersonPolicy } from '../../engine/domain/person-policy.ts';
import { policyCard } from '../approvals/policy-card.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import { textMessage } from '../message.ts';
import { parseAmount } from '../parse/number.ts';
import { changePolicy } from './change-policy.ts';
import type { ChatCommand } from './command.ts';

const MODES: readonly (readonly [RegExp, Partial<PersonPolicy>])[] = [
  [/^(?:always|ask always|항상|모두|전부)$/, { mode: 'ask-always' }],
  [/^(?:auto|자동)$/, { mode: 'auto' }],
  [/^(?:default|기본|기본값)$/, { mode: null }],
];
const ASLEEP: readonly (readonly [RegExp, PersonPolicy['asleep']])[] = [
  [/^(?:skip|건너뛰기|건너뜀|쉼)$/, 'skip'],
  [/^(?:half|절반|반)$/, 'half'],
  [/^(?:auto|자동)$/, 'auto'],
];

export const policy: ChatCommand = {
  name: 'policy',
  aliases: ['승인정책', '정책'],
  usage: '[always|above 20%|auto|default|asleep skip|half|auto]',
  summary: { en: 'How you are asked about entries', ko: '진입을 나에게 어떻게 물을지' },
  role: 'trader',
  takesPlain: (args) => args === '' || readChange(args) !== null,
  run: async (args, context) => {
    const { desk, userId, role, voice } = context;
    if (args === '') return [policyCard({ policy: desk.policyOf(userId), desk, role, voice })];
    const change = readChange(args);
    if (change === null) return [textMessage('error', APPROVAL_WORDS[voice.language].policyUsage)];
    return changePolicy(change, `/policy ${args}`, context);
  },
};

function readChange(args: string): Partial<PersonPolicy> | null {
  const words = args.toLowerCase().trim();
  const [, sleeping] = /^(?:asleep|sleep|취침|수면|취침 중|자는 동안)\s+(.+)$/.exec(words) ?? [];
  if (sleeping !== undefined) {
    const rule = ASLEEP.find(([pattern]) => pattern.test(sleeping))?.[1];
    return rule === undefined ? null : { asleep: rule };
  }
  return MODES.find(([pattern]) => pattern.test(words))?.[1] ?? readAbove(words);
}

function readAbove(words: string): Partial<PersonPolicy> | null {
  const [, after, before] = /^(?:above\s+([\d.]+)\s?%|([\d.]+)\s?%\s?(?:이상|초과|부터))$/.exec(words) ?? [];
  const amount = parseAmount(after ?? before ?? '');
  if (amount.outcome === 'refused') return null;
  const fraction = Number((estimateOf(amount.value) / 100).toPrecision(12));
  return fraction <= 1 ? { mode: 'ask-above', askAboveFraction: fraction } : null;
}
