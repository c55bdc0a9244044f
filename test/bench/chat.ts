import { pino } from 'pino';
import { createAppChat } from '../../bot/app/chat.ts';
import { openReplayDesk } from '../../bot/app/open-desk.ts';
import { CHANNEL_WORDS } from '../../bot/i18n/channel-words.ts';
import type { Outbound } from '../../bot/message.ts';
import { TERMINAL_OWNER } from '../../bot/people/access.ts';
import { actionRows } from '../../bot/surfaces/discord/components.ts';
import { renderMessage } from '../../bot/surfaces/discord/render-message.ts';
import { htmlOf } from '../../bot/surfaces/email/mail-html.ts';
import { inlineKeyboard } from '../../bot/surfaces/telegram/keyboard.ts';
import { splitMessage } from '../../bot/surfaces/telegram/split-message.ts';
import { renderOutbound } from '../../bot/surfaces/terminal-render.ts';
import type { Benchmark } from './benchmark.ts';
import { runChild } from './child-script.ts';
import { deskConfig } from './desk-config.ts';
import { copyPlayedWeek } from './played-week.ts';
import { timeCalls } from './sample.ts';
import { withScratch } from './scratch.ts';
import { printTable, spread } from './table.ts';

const LINES = ['/status', '/positions', '/trades', '/settings', '/alerts kinds', '/approvals'] as const;
const SURFACES = ['telegram', 'discord', 'slack', 'email'] as const;
const CALLS = 100;
const WARM_UP_CALLS = 30;

const RENDERERS: Readonly<Record<string, (outbound: Outbound) => unknown>> = {
  terminal: (outbound) => renderOutbound(outbound, { columns: 100, colour: false }),
  telegram: (outbound) =>
    splitMessage(outbound, { moreLines: (count) => `+${count}` }).map(({ buttons }) => inlineKeyboard(buttons)),
  discord: (outbound) => [renderMessage(outbound, { moreLines: (count) => `+${count}` }), actionRows(outbound.buttons)],
  email: (outbound) => htmlOf({ outbound, pictures: [], alts: [], replaces: false }, CHANNEL_WORDS.en, 'en'),
};

export const chat: Benchmark = {
  name: 'chat',
  about: 'own time for a message at a desk that has played the week, ms; what loading a surface adds, MiB',
  run: () =>
    withScratch(async (directory) => {
      const logger = pino({ level: 'silent' });
      const desk = await openReplayDesk(deskConfig(await copyPlayedWeek(directory)), logger);
      try {
        const { core } = createAppChat(desk, { version: 'bench', logger });
        let at = Date.now();
        const ask = (text: string) => {
          // A person is allowed only so many lines a minute.
          at += 60_000;
          return core.handle({ userId: TERMINAL_OWNER, surface: 'terminal', text, at });
        };
        const rows = [];
        for (const line of LINES) {
          const answered = await timeCalls(CALLS, WARM_UP_CALLS, () => ask(line));
          rows.push({ what: `${line}: answered`, ...spread(answered.map((us) => us / 1_000)) });
          const [outbound] = await ask(line);
          if (outbound === undefined) throw new RangeError(`${line} has no answer`);
          for (const [surface, render] of Object.entries(RENDERERS)) {
            const times = await timeCalls(CALLS, WARM_UP_CALLS, () => render(outbound));
            rows.push({ what: `  for ${surface}`, ...spread(times.map((us) => us / 1_000)) });
          }
        }
        printTable(rows);
      } finally {
        await desk.close();
      }
      const loaded = [];
      for (const surface of SURFACES) {
        const { mebibytes } = await runChild<{ mebibytes: number }>('load-surface.ts', [surface]);
        loaded.push({ surface, MiB: mebibytes });
      }
      printTable(loaded);
    }),
};
