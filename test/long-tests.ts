/** Tests that start the whole program again and again, for minutes: `npm run test:long` runs them, and `.ci/run` where there is time. */
export const LONG_TESTS = [
  'test/journeys/cli-ask.test.ts',
  'test/journeys/cli-desk.test.ts',
  'test/journeys/cli-discord.test.ts',
  'test/journeys/cli-full-disk.test.ts',
  'test/journeys/cli-news*.test.ts',
  'test/journeys/cli-telegram.test.ts',
  'test/journeys/emergency.test.ts',
  'test/journeys/live.test.ts',
  'test/journeys/live-outside.test.ts',
  'test/journeys/live-restart.test.ts',
  'test/journeys/paper.test.ts',
  'test/journeys/premium.test.ts',
  'test/faults/kill-nine-knowledge.test.ts',
  'test/faults/emergency.test.ts',
  'test/faults/emergency-sends.test.ts',
  'test/engine/exchanges/feeds/live-market-venues.test.ts',
];
