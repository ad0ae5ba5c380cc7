// Token ids by llama.cpp.
//
// usage: node tokens.mjs SMOLLM2.gguf QWEN2.gguf HUMANEVAL.jsonl.gz > test/unit/model/fixtures/tokens.json
// needs: npm install node-llama-cpp, in a folder of its own
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { getLlama } from 'node-llama-cpp';

const texts = [
  'def add(a, b):\n    return a + b\n',
  "don't I'LL  x   \n\n\n y 12345 3.14",
  'é世界😀 ¡ß─│ Ａｂ１２３',
  '\u0000\u007f \u00a0 \u200b\ttab\r\n',
  'the end <|im_end|> of <tool_call>',
];

const [smollm2, qwen2, humanEval] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, logLevel: 'error' });

async function numbers(modelPath) {
  const model = await llama.loadModel({ modelPath, vocabOnly: true });
  const ids = (text) => model.tokenize(text, false).map(Number);
  const hash = createHash('sha256');
  for (const line of gunzipSync(fs.readFileSync(humanEval)).toString().trim().split('\n')) {
    const { prompt, canonical_solution } = JSON.parse(line);
    hash.update(JSON.stringify(ids(prompt + canonical_solution)));
  }
  const size = [...model.iterateAllTokens()].length;
  return { size, humanEval: hash.digest('hex'), ids: texts.map(ids) };
}

console.log(JSON.stringify({ texts, smollm2: await numbers(smollm2), qwen2: await numbers(qwen2) }, null, 1));
process.exit(0);
