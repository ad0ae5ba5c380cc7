import { Engine } from '../../../src/engine/engine.js';
import type { LoadParams, SampleParams } from '../../../src/protocol/engine.js';

/** A program that uses the engine until it is killed. Arguments: the child's path, what to load, what to sample. */

const [childPath, model, params] = process.argv.slice(2) as [string, string, string];

async function main(): Promise<void> {
  const engine = new Engine({ childPath });
  await engine.load(JSON.parse(model) as LoadParams);
  await engine.sample(JSON.parse(params) as SampleParams, {
    onProgress: (progress) => {
      if (progress.type === 'decode') process.stdout.write('decoding\n');
    },
  });
}

void main();
