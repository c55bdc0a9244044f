/** Tests that start the whole program again and again, for minutes: `npm run test:long` runs them, and `.ci/run` where there is time. */
export const LONG_TESTS = [
  'test/journeys/cli-ask.test.ts',
  'test/journeys/cli-desk.test.ts',
  'test/journeys/cli-discord.test.ts',
  'test/journeys/cli-full-disk.test.ts',
  'test/journeys/cli-news*.test.ts',
  'test/journeys/cli-telegram.test.ts',
  'test/faults/kill-nine-knowledge.test.ts',
];
