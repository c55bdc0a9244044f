import { defineConfig } from 'vitest/config';
import { LONG_TESTS } from './test/long-tests.ts';

export default defineConfig({
  test: { include: LONG_TESTS, testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 },
});
