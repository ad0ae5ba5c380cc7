// Computes next-token probabilities with llama.cpp on the CPU, as exactly as it can: keys and values in float32, no
// flash attention. A process of its own, for its native code must not meet onnxruntime's.
//
// usage: fork(llamacpp-child.mjs, [address of node-llama-cpp], { serialization: 'advanced' })
// Says 'ready'; gets { model, tokens } messages and answers each with { logits } or { error }.
const { getLlama } = await import(process.argv[2]);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' });

/** Probabilities come as a Map for each token: those of many would not fit into memory. */
const chunkLength = 32;

/** The logits at each of the tokens, [tokens, vocabulary], but for a constant at each. */
async function logitsOf(modelPath, tokens) {
  const model = await llama.loadModel({ modelPath });
  try {
    const context = await model.createContext({
      sequences: 1,
      contextSize: tokens.length,
      batchSize: chunkLength,
      // Several wait for each other without sleeping, which takes long where other programs are running.
      threads: 1,
      flashAttention: false,
      experimentalKvCacheKeyType: 'F32',
      experimentalKvCacheValueType: 'F32',
    });
    const sequence = context.getSequence();
    // At temperature 0 these are the probabilities of all tokens as the model has them.
    const request = { generateNext: { probabilities: true, options: { temperature: 0 } } };
    let logits;
    for (let start = 0; start < tokens.length; start += chunkLength) {
      const chunk = tokens.slice(start, start + chunkLength);
      const outputs = await sequence.controlledEvaluate(chunk.map((token) => [token, request]));
      const vocabulary = outputs[0].next.probabilities.size;
      logits ??= new Float32Array(tokens.length * vocabulary);
      for (const [index, { next }] of outputs.entries()) {
        const row = (start + index) * vocabulary;
        for (const [token, probability] of next.probabilities) logits[row + token] = Math.log(probability);
      }
    }
    return logits;
  } finally {
    await model.dispose();
  }
}

process.on('message', async ({ model, tokens }) => {
  try {
    process.send({ logits: await logitsOf(model, tokens) });
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.on('disconnect', () => process.exit());
process.send('ready');
