import { afterEach, beforeEach, expect, it } from 'vitest';
import { renderOutbound } from '../../bot/surfaces/terminal-render.ts';
import { eventsOf, HOUR, journalOf, MINUTE, OWNER, START } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;
const PATIENCE_MS = 60_000;
const ANN = 5_100_000_001;
const BOB = 5_100_000_002;

let phones: Phones;

beforeEach(async () => {
  phones = await openPhones();
}, 240_000);

afterEach(() => phones.close(), 120_000);

const entries = () => journalOf(phones.journey.directory);

/** Says a line at the terminal and returns what it shows. */
async function typed(text: string): Promise<string> {
  const told = await phones.chat.core.handle({
    userId: OWNER,
    surface: 'terminal',
    chatKind: 'private',
    at: Date.now(),
    text,
  });
  return told.flatMap((one) => renderOutbound(one, { columns: 200, colour: false })).join('\n');
}

it('a no on the phone is asked for its reason, kept, scored, and told with who and when', async () => {
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const bob = phones.tg.user({ id: BOB, name: 'Bob', language: 'en' });
  const invite = () => phones.invite('trader');
  await ann.asks(`/start ${invite()}`);
  await bob.asks(`/start ${invite()}`);
  // Bob does not want to be asked: that needs his code.
  const { text } = await bob.asks('/policy auto');
  await bob.asks(`/confirm ${/\/confirm (\d{4})/.exec(text)?.[1] ?? ''}`);
  expect(phones.journey.desk.view.policyOf(`telegram:${BOB}`).mode).toBe('auto');
  expect(phones.journey.desk.view.people().approvers).toEqual([`telegram:${ANN}`, `telegram:${BOB}`]);

  await phones.journey.playTo(ASKED_AT);
  expect(phones.journey.desk.view.pendingApprovals()[0]?.to).toEqual([`telegram:${ANN}`]);
  await phones.tg.chatOf(ann).waitFor((view) => view.fromBot.some((one) => one.text.startsWith('🟡')), PATIENCE_MS);
  await ann.taps('Decline');
  await phones.tg
    .chatOf(ann)
    .waitFor((view) => view.fromBot.some((one) => one.text.includes('Why did you decline A-1?')), PATIENCE_MS);
  await ann.taps('Bad timing');
  await phones.tg
    .chatOf(ann)
    .waitFor((view) => view.fromBot.some((one) => one.text.includes('Kept with A-1')), PATIENCE_MS);
  const [reason] = eventsOf(entries(), 'approval.reason-given');
  expect(reason).toMatchObject({ approvalId: 'A-1', by: `telegram:${ANN}`, given: { code: 'bad-timing', text: null } });
  expect(phones.tg.chatOf(bob).fromBot.some((one) => one.text.includes('A-1'))).toBe(false);

  await phones.journey.playFor(8 * HOUR);
  const score = eventsOf(entries(), 'approval.scored').find(({ score: one }) => one.approvalId === 'A-1');
  expect(score?.score.part).toBe('missed');
  const ledger = await typed('/approvals');
  expect(ledger).toMatch(/A-1 \[D-\d+\] +SOL +short +declined +Ann .*Bad timing +would have made [+-]\d/);
  expect(ledger).toMatch(/1 veto (?:saved|cost) \d+\.\d\d USDT \(1 measured\)/);
  const why = await typed(`/why ${reason?.decisionId ?? ''}`);
  expect(why).toContain('Their reason: bad timing');
  expect(await typed(`왜 ${reason?.decisionId ?? ''}`)).toContain('거절 사유: 타이밍이 안 좋음');
}, 240_000);
