import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run pictures`: what the extension looks like, to be looked at by a person. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '..'),
    include: ['test/pictures/*.pictures.ts'],
    globalSetup: ['test/host/kit/setup.ts'],
    // One VS Code at a time is enough for two cores.
    fileParallelism: false,
    hookTimeout: 180_000,
  },
});
