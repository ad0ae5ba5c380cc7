// The models of test/parity/random-models.ts, with F32 weights, as files for gradients.py.
//
// usage: node test/oracles/random-models.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const source = path.resolve(import.meta.dirname, '../parity/random-models.ts');
const { outputFiles } = await build({
  entryPoints: [source],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { encodeRandomModel, randomModels } = await import(`data:text/javascript;base64,${code}`);
const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [name, model] of Object.entries(randomModels)) {
  writeFileSync(path.join(folder, `${name}.gguf`), encodeRandomModel(model, 'F32'));
}
