import { buildSync } from 'esbuild';

buildSync({ entryPoints: ['TESTS'], outfile: 'tests.mjs', bundle: true, platform: 'node', format: 'esm' });
await import('./tests.mjs');
