import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rememberAccount } from '../../../engine/emergency/attempts.ts';
import { openEmergencyJournal, readEmergencyJournal } from '../../../engine/emergency/emergency-journal.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-journal-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const TRIGGERED = { type: 'triggered', by: 'owner', why: 'test' } as const;

test('counts on over openings, and reads what it wrote', () => {
  const first = openEmergencyJournal(directory);
  first.append('panic-1', TRIGGERED, 10);
  first.close();
  const second = openEmergencyJournal(directory);
  expect(second.append('panic-1', { type: 'finished' }, 20).seq).toBe(2);
  second.close();
  expect(readEmergencyJournal(directory).map(({ seq, at, step }) => [seq, at, step.type])).toEqual([
    [1, 10, 'triggered'],
    [2, 20, 'finished'],
  ]);
});

test('a line cut in two by a crash does not swallow the next one', () => {
  const first = openEmergencyJournal(directory);
  first.append('panic-1', TRIGGERED, 10);
  first.close();
  appendFileSync(join(directory, 'journal.jsonl'), '{"seq":2,"at":11,"inc');
  const second = openEmergencyJournal(directory);
  second.append('panic-1', { type: 'finished' }, 20);
  second.close();
  expect(readEmergencyJournal(directory).map(({ step }) => step.type)).toEqual(['triggered', 'finished']);
  expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8')).not.toContain('"inc{');
});

test('what cannot be read now is not cut off, and the journal says that it is not whole', () => {
  const first = openEmergencyJournal(directory);
  first.append('panic-1', TRIGGERED, 10);
  first.close();
  const second = openEmergencyJournal(directory, () => {
    throw Object.assign(new Error('the disk fails'), { code: 'EIO' });
  });
  expect(second.intact).toBe(false);
  second.append('panic-2', { type: 'finished' }, 20);
  second.close();
  expect(readEmergencyJournal(directory).map(({ incident }) => incident)).toEqual(['panic-1', 'panic-2']);
});

test('lines that say nothing are passed over', () => {
  writeFileSync(
    join(directory, 'journal.jsonl'),
    'null\n{"seq":"x"}\n\n[1]\n{"seq":1,"at":2,"incident":"i","step":{"type":"finished"}}\n',
  );
  expect(readEmergencyJournal(directory)).toHaveLength(1);
});

test('an order that was sent and not answered is pending; a rejected or resolved one is not', () => {
  const sending = (symbol: string, attempt: number) =>
    ({
      type: 'sending',
      account: 'a',
      symbol,
      clientId: `c${symbol}${attempt}`,
      attempt,
      side: 'sell',
      quantity: '1',
    }) as const;
  const journal = openEmergencyJournal(directory);
  journal.append('i', sending('BTC', 0), 5);
  journal.append('i', sending('ETH', 0), 6);
  journal.append(
    'i',
    { type: 'send-answered', account: 'a', symbol: 'ETH', clientId: 'cETH0', outcome: 'rejected' },
    7,
  );
  journal.append('i', sending('SOL', 0), 8);
  journal.append('i', { type: 'resolved', account: 'a', symbol: 'SOL', clientId: 'cSOL0', state: 'filled' }, 9);
  journal.append('other', sending('BTC', 7), 9);
  const { attempts } = rememberAccount(journal.entries(), 'i', 'a');
  journal.close();
  expect(attempts.get('BTC')).toMatchObject({
    next: 1,
    pending: { clientId: 'cBTC0', sentAt: 5, acknowledged: false },
  });
  expect(attempts.get('ETH')).toMatchObject({ next: 1, pending: null, rejections: 1 });
  expect(attempts.get('SOL')).toMatchObject({ next: 1, pending: null });
});
