import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests of the packaged extension and inside a real VS Code; `vitest.config.mts` has all others. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '..'),
    include: ['test/host/*.test.ts', 'test/browser/*.test.ts'],
    globalSetup: ['test/host/kit/setup.ts'],
    // One VS Code at a time is enough for two cores.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
