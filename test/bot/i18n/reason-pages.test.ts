import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { APPROVAL_REASONS } from '../../../bot/i18n/reasons/approval.ts';
import { DESK_REASONS } from '../../../bot/i18n/reasons/desk.ts';
import { RULE_REASONS } from '../../../bot/i18n/reasons/rules.ts';

test('every code of approvals, rules and the desk stands in the docs, with its sentences', () => {
  const page = readFileSync('docs/reason-codes-chat.md', 'utf8');
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = Object.entries({ ...APPROVAL_REASONS, ...RULE_REASONS, ...DESK_REASONS }).map(
    ([code, { en, ko }]) => `| \`${code}\` | ${cell(en)} | ${cell(ko)} |`,
  );
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
});
