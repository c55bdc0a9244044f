import { configDefaults, defineConfig } from 'vitest/config';
import { LONG_TESTS } from './test/long-tests.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...LONG_TESTS],
    setupFiles: ['test/chance.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each worker may hold an embedded database of about 300 MB; two cores are shared.
    maxWorkers: 2,
  },
});
