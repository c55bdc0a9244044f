import { pino } from 'pino';
import { createAppChat } from '../../bot/app/chat.ts';
import { openReplayDesk } from '../../bot/app/open-desk.ts';
import { TERMINAL_OWNER } from '../../bot/people/access.ts';
import { renderOutbound } from '../../bot/surfaces/terminal-render.ts';
import type { Benchmark } from './benchmark.ts';
import { deskConfig } from './desk-config.ts';
import { copyPlayedWeek } from './played-week.ts';
import { quantile, timeCalls } from './sample.ts';
import { withScratch } from './scratch.ts';
import { printTable, ratio, spread } from './table.ts';

const QUESTIONS = [
  '/help',
  '/status',
  'why did you buy?',
  '왜 SOL 안 샀어?',
  'what happened today?',
  '/trades',
  '/pnl',
];
const CALLS = 40;
const WARM_UP_CALLS = 20;

export const answers: Benchmark = {
  name: 'answers',
  about: 'from a question to its text at a desk that has played the week, ms; ratio to /help, which reads no record',
  run: () =>
    withScratch(async (directory) => {
      const logger = pino({ level: 'silent' });
      const desk = await openReplayDesk(deskConfig(await copyPlayedWeek(directory)), logger);
      try {
        const { core } = createAppChat(desk, { version: 'bench', logger });
        // A person is allowed only so many lines a minute.
        let at = Date.now();
        const ask = async (text: string): Promise<string> => {
          at += 60_000;
          const told = await core.handle({ userId: TERMINAL_OWNER, surface: 'terminal', text, at });
          return told.flatMap((outbound) => renderOutbound(outbound, { columns: 100, colour: false })).join('\n');
        };
        const samples = new Map<string, readonly number[]>();
        for (const question of QUESTIONS) {
          const times = await timeCalls(CALLS, WARM_UP_CALLS, () => ask(question));
          samples.set(
            question,
            times.map((us) => us / 1_000),
          );
        }
        const base = quantile(samples.get('/help') ?? [], 0.5);
        printTable(
          [...samples].map(([question, sample]) => ({
            question,
            ...spread(sample),
            ratio: ratio(quantile(sample, 0.5), base),
          })),
        );
      } finally {
        await desk.close();
      }
    }),
};
