import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each worker may hold an embedded database of about 300 MB; two cores are shared.
    maxWorkers: 2,
  },
});
