import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,engine,parity,verify,terminal,mcp}/**/*.test.ts'],
    // The model is loaded by child processes; two files at once would share two cores and a cache folder.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
