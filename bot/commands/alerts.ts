import { quietUntil } from '../../engine/domain/person-policy.ts';
import type { AlertKind } from '../alerts/alert-kinds.ts';
import { ALERT_HABITS, ALERT_KINDS } from '../alerts/alert-kinds.ts';
import type { ListedAlert } from '../alerts/alert-list.ts';
import { listedRow, toldByJournal } from '../alerts/alert-list.ts';
import { createAlertTeller } from '../alerts/alert-teller.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import type { Choice, Message } from '../message.ts';
import { lines, message, table, textMessage } from '../message.ts';
import { channelOf } from '../outbox/channel.ts';
import type { AlertMode } from '../outbox/outbox-entry.ts';
import { readAlertLine } from '../parse/alert-line.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { pageChoices, pageLine, pageOf, readUpTo } from './page.ts';

const SHOWN = 10;
const ROUTINE = ALERT_KINDS.filter((kind) => ALERT_HABITS[kind].routine === true);
const NEXT: Readonly<Record<AlertMode, AlertMode>> = { on: 'silent', silent: 'off', off: 'on' };

export const alerts: ChatCommand = {
  name: 'alerts',
  aliases: ['알림', 'notifications'],
  usage: '[page | kinds | KIND on|silent|off | all silent | test]',
  summary: { en: 'What you were told, and what you want to hear', ko: '받은 알림과 알림 설정' },
  role: 'viewer',
  takesPlain: (args, context) => readAlertLine(args).asks !== 'unknown' || isRule(args, context),
  run: async (args, context) => {
    const asked = readAlertLine(args);
    switch (asked.asks) {
      case 'list':
        return [await list(asked.page, context)];
      case 'kinds':
        return [await kindsTable(ALERT_KINDS, context)];
      case 'kind':
        return [await kindsTable(asked.kinds, context)];
      case 'test':
        return test(context);
      case 'choose':
        return choose(asked, context);
      case 'unknown':
        if (isRule(args, context)) return context.runLine(`/alert ${args}`);
        return [textMessage('error', words(context).choose.unknown({ word: asked.word }))];
    }
  },
};

/** In Korean one word means both: what was told, and a rule to be told by. */
function isRule(args: string, context: CommandContext): boolean {
  const rule = context.commands.find(({ name }) => name === 'alert');
  return rule?.takesPlain?.(args, context) === true;
}

async function list(wanted: number, context: CommandContext): Promise<Message> {
  const { list: said } = words(context);
  const limit = readUpTo(wanted, SHOWN);
  const sent = await context.alerts.history(context.userId, limit).catch(() => undefined);
  if (sent === undefined) return textMessage('error', said.storeAway);
  const listed =
    sent === null
      ? await toldByJournal(limit, createAlertTeller(context), context)
      : sent.map((row) => listedRow(row, context));
  const page = pageOf(listed, wanted, SHOWN);
  const notes = [...(sent === null ? [said.fromJournal] : []), ...pageLine(page, context.voice)];
  return message({
    kind: 'answer',
    title: said.title,
    blocks: [
      page.items.length === 0 ? lines(said.none) : listTable(page.items, context),
      ...(notes.length === 0 ? [] : [lines(...notes)]),
    ],
    choices: [...pageChoices(page, '/alerts'), { label: said.kindsButton, command: '/alerts kinds' }],
  });
}

/** Two columns: on a phone each alert is then a line of its own. */
function listTable(listed: readonly ListedAlert[], context: CommandContext) {
  const { columns } = words(context).list;
  return table(
    [columns.time, columns.alert],
    listed.map(({ time, kind, headline, state }) => [
      time,
      `${headline} (${state === null ? kind : `${kind}, ${state}`})`,
    ]),
  );
}

/** The same heading whatever it shows: a tap in it changes it in its place. */
async function kindsTable(kinds: readonly AlertKind[], context: CommandContext): Promise<Message> {
  const { kinds: names, modes, choose: said } = words(context);
  const { format } = context.voice;
  const rows = await Promise.all(
    kinds.map(async (kind) => ({ kind, mode: await context.alerts.modeOf(context.userId, kind) })),
  );
  const { quietHours } = context.desk.policyOf(context.userId);
  const quiet = quietHours === null ? null : quietUntil(quietHours, context.at);
  return message({
    kind: 'answer',
    title: said.title,
    blocks: [
      table(
        [said.columns.kind, said.columns.means],
        // What is typed to choose it: in English the word of the kind, in Korean its name.
        rows.map(({ kind, mode }) => [
          context.voice.language === 'ko' ? names[kind].name : kind,
          `${modes[mode]} · ${names[kind].means}`,
        ]),
      ),
      lines(
        said.how,
        ...(kinds.includes('pnl') ? [said.ownMark] : []),
        ...(quiet === null ? [] : [said.quietNow({ until: format.time(quiet) })]),
      ),
    ],
    choices: rows.map(({ kind, mode }): Choice => {
      const label = said.button({ kind: names[kind].name, mode: modes[mode] });
      return { label, command: `/alerts kinds ${kind} ${nextMode(kind, mode)}`, refreshes: true };
    }),
  });
}

async function choose(
  { kinds, mode, inList }: { readonly kinds: readonly AlertKind[]; readonly mode: AlertMode; readonly inList: boolean },
  context: CommandContext,
): Promise<readonly Message[]> {
  const { kinds: names, modes, choose: said } = words(context);
  const isAll = kinds.length === ALERT_KINDS.length;
  const choice = await chooseIn(isAll ? await meantByAll(mode, context) : kinds, mode, context);
  if (choice === null) return [textMessage('error', said.notKept)];
  if (inList) return [await kindsTable(ALERT_KINDS, context)];
  const namesOf = (list: readonly AlertKind[]) => list.map((kind) => names[kind].name).join(', ');
  const reached = kinds.filter((kind) => !choice.least.includes(kind));
  const parts = { kinds: isAll ? said.everything : namesOf(reached), mode: modes[mode] };
  const isChanged = choice.changed.some((kind) => reached.includes(kind));
  const told = reached.length === 0 ? [] : [isChanged ? said.done(parts) : said.unchanged(parts)];
  const why = choice.least.flatMap((kind) =>
    kind === 'proposal' || kind === 'emergency' ? [said.leastSilent[kind]] : [],
  );
  const money = mode === 'off' ? reached.filter((kind) => ALERT_HABITS[kind].money) : [];
  const warning = money.length === 0 ? [] : [said.moneyOff({ kinds: namesOf(money) })];
  const routine = isAll && mode === 'on' ? [said.routineStays({ kinds: namesOf(ROUTINE) })] : [];
  return [textMessage('receipt', ...told, ...why, ...warning, ...routine)];
}

function chooseIn(kinds: readonly AlertKind[], mode: AlertMode, { alerts: desk, userId }: CommandContext) {
  return desk.choose(userId, kinds, mode).catch(() => null);
}

/** Whoever wants it quiet does not want to hear more: what is off stays off, and so does what comes dozens a day. */
async function meantByAll(mode: AlertMode, { alerts: desk, userId }: CommandContext): Promise<readonly AlertKind[]> {
  if (mode === 'off') return ALERT_KINDS;
  if (mode === 'on') return ALERT_KINDS.filter((kind) => !ROUTINE.includes(kind));
  const modes = await Promise.all(ALERT_KINDS.map((kind) => desk.modeOf(userId, kind)));
  return ALERT_KINDS.filter((_, index) => modes[index] === 'on');
}

/** Sounds and looks like any other, so that people know what to expect. */
async function test(context: CommandContext): Promise<readonly Message[]> {
  const { choose: said } = words(context);
  const alert = message({ kind: 'alert', blocks: [lines(said.test)] });
  const { choices: _, ...rest } = alert;
  const place = await context.alerts.sendTest(context.userId, { ...rest, buttons: [] }).catch(() => undefined);
  if (place === undefined) return [textMessage('error', said.notKept)];
  if (place !== null) return [textMessage('receipt', said.testSent({ place: channelOf(place) ?? place }))];
  return context.userId === TERMINAL_OWNER ? [textMessage('answer', said.testHere), alert] : [alert];
}

/** The next mode that the kind allows: on, silent, off and on again. */
function nextMode(kind: AlertKind, mode: AlertMode): AlertMode {
  const next = NEXT[mode];
  return next === 'off' && ALERT_HABITS[kind].least === 'silent' ? 'on' : next;
}

function words({ voice }: CommandContext) {
  return ALERT_WORDS[voice.language];
}
