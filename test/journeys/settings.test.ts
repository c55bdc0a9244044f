import { afterEach, beforeEach, expect, it } from 'vitest';
import { textsOf } from '../../bot/i18n/voice.ts';
import type { ShownMessage } from '../fakes/telegram/chat-view.ts';
import type { Person } from '../fakes/telegram/people.ts';
import { eventsOf, HOUR, journalOf, START } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 30_000;
const ANN = 5_200_000_001;
const VAL = 5_200_000_002;

let phones: Phones;

beforeEach(async () => {
  phones = await openPhones();
}, 600_000);

afterEach(() => phones.close(), 600_000);

const present = (wanted: string) => phones.journey.desk.view.settings().find(({ key }) => key === wanted)?.value;
const codeIn = (text: string) => /\/confirm (\d{4})/.exec(text)?.[1] ?? '';
const invite = (role: 'admin' | 'viewer') => phones.invite(role);

/** Says it, and returns what answers it, whatever the desk tells beside it. */
async function told(person: Person, line: string, answer: RegExp): Promise<ShownMessage> {
  const chat = phones.tg.chatOf(person);
  const before = new Set(chat.fromBot.map(({ id }) => id));
  await person.says(line);
  const fresh = ({ id, text }: ShownMessage) => !before.has(id) && answer.test(text);
  const view = await chat.waitFor(({ fromBot }) => fromBot.some(fresh), PATIENCE_MS);
  const found = view.fromBot.find(fresh);
  if (found === undefined) throw new Error(`${line} was not answered`);
  return found;
}

it('an admin changes settings from a phone, sees what it would have done, and takes it back after a restart', async () => {
  await phones.journey.playTo(START + 12 * HOUR);
  await phones.journey.desk.journal.flushed();
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const val = phones.tg.user({ id: VAL, name: '발', language: 'ko' });
  await ann.asks(`/start ${invite('admin')}`);
  await val.asks(`/start ${invite('viewer')}`);

  const needsAdmin = new RegExp(textsOf('ko').needsRole({ role: 'admin' }));
  await told(val, '/settings risk.max-exposure=50%', needsAdmin);
  await told(val, '/undo', needsAdmin);

  // To tighten takes a tap, and the card tells what became of it.
  const card = await told(ann, '/settings risk.max-exposure 5%', /100\.00% → 5\.00%/);
  expect(card.text).toMatch(/Tried on the last \d+ entries/);
  expect(card.text).toMatch(/on average|blocked [1-9]/);
  expect(present('risk.max-exposure')).toBe(1);
  await ann.taps('Confirm', { on: card });
  await phones.tg
    .chatOf(ann)
    .waitFor(
      ({ messages }) => messages.some(({ id, text }) => id === card.id && text.includes('/undo takes it back')),
      PATIENCE_MS,
    );
  expect(present('risk.max-exposure')).toBe(0.05);

  // To loosen takes the code.
  const loose = await told(ann, '/settings approval.mode auto', /asked you about 0 of the last/);
  expect(loose.buttons.flat()).toEqual(['Cancel']);
  expect(present('approval.mode')).toBe('ask-above');
  await told(ann, codeIn(loose.text), /approval\.mode: ask-above → auto/);
  expect(present('approval.mode')).toBe('auto');

  await phones.reopen();
  expect([present('risk.max-exposure'), present('approval.mode')]).toEqual([0.05, 'auto']);
  const first = await told(ann, '/undo', /#2 by Ann/);
  expect(first.buttons.flat()).toEqual(['Confirm', 'Cancel']);
  await ann.taps('Confirm', { on: first });
  expect(await phones.tg.until(() => present('approval.mode') === 'ask-above', PATIENCE_MS)).toBe(true);
  const second = await told(ann, '/undo', /#1 by Ann/);
  await told(ann, codeIn(second.text), /5\.00% → 100\.00%/);
  expect(present('risk.max-exposure')).toBe(1);
  await told(ann, '/undo', /no change left/);
  const history = await told(val, '/settings history', /되돌림/);
  expect(history.text.match(/Ann/g)?.length).toBe(4);

  const by = `telegram:${ANN}`;
  const entries = journalOf(phones.journey.directory);
  const [one, other] = entries.flatMap(({ seq, event }) => (event.type === 'setting.changed' ? [seq] : []));
  expect(eventsOf(entries, 'setting.changed')).toEqual([
    { type: 'setting.changed', key: 'risk.max-exposure', from: 1, to: 0.05, by },
    { type: 'setting.changed', key: 'approval.mode', from: 'ask-above', to: 'auto', by },
    { type: 'setting.changed', key: 'approval.mode', from: 'auto', to: 'ask-above', by, undoes: other },
    { type: 'setting.changed', key: 'risk.max-exposure', from: 0.05, to: 1, by, undoes: one },
  ]);
}, 600_000);

it('what shows a state, a page or a setting changes in its place', async () => {
  await phones.journey.playTo(START + 12 * HOUR);
  await phones.journey.desk.journal.flushed();
  const ann = phones.tg.user({ id: ANN, name: 'Ann', language: 'en' });
  await ann.asks(`/start ${invite('admin')}`);
  const editedTo = (id: number, now: RegExp) =>
    phones.tg
      .chatOf(ann)
      .waitFor(
        ({ messages }) => messages.some((one) => one.id === id && one.edited && now.test(one.text)),
        PATIENCE_MS,
      );

  const status = await told(ann, '/status', /^Replay/);
  const decisions = await told(ann, '/decisions', /^Decisions/);
  const settings = await told(ann, '/settings', /^Settings/);
  const messages = phones.tg.chatOf(ann).fromBot.length;
  await ann.taps('Refresh', { on: status });
  const isEdited = () => phones.tg.callsOf('editMessageText').some(({ values }) => values.message_id === status.id);
  expect(await phones.tg.until(isEdited, PATIENCE_MS)).toBe(true);
  expect(decisions.buttons.flat()).toEqual(['▶']);
  await ann.taps('▶', { on: decisions });
  const view = await editedTo(decisions.id, /Page 2/);
  expect(view.messages.find(({ id }) => id === decisions.id)?.buttons.flat()).toEqual(['◀', '▶']);
  await ann.taps('Approval', { on: settings });
  await editedTo(settings.id, /^Settings\n(?![\s\S]*risk\.)[\s\S]*approval\.mode/);
  expect(phones.tg.chatOf(ann).fromBot.length).toBe(messages);
}, 600_000);
