import { Engine } from '../../../src/engine/engine.js';
import type { EngineLimits } from '../../../src/engine/engine-process.js';
import type { LoadParams, SampleParams } from '../../../src/protocol/engine.js';

/** A program that uses the engine until it is killed. Arguments: the child's path, what to load, what to sample, and limits. */

const [childPath, model, params, limits] = process.argv.slice(2) as [string, string, string, string?];

async function main(): Promise<void> {
  const engine = new Engine({ childPath, ...(limits && { limits: JSON.parse(limits) as EngineLimits }) });
  await engine.load(JSON.parse(model) as LoadParams);
  await engine.sample(JSON.parse(params) as SampleParams, {
    onProgress: (progress) => {
      if (progress.type === 'decode') process.stdout.write('decoding\n');
    },
  });
}

void main();
