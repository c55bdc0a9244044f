import { configDefaults, defineConfig } from 'vitest/config';
import { LONG_TESTS } from './test/long-tests.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...LONG_TESTS],
    setupFiles: ['test/chance.ts'],
    // Whole days are played; a machine that is shared may take twice as long as a quiet one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each worker may hold an embedded database of about 300 MB; two cores are shared.
    maxWorkers: 2,
  },
});
