import { UnsupportedArchitectureError, UnsupportedFeatureError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';
import type { Architecture, ArchitectureFamily } from './architecture.js';
import { llama } from './llama.js';
import { qwen2 } from './qwen2.js';
import { tensorNames } from './tensor-names.js';

const families: readonly ArchitectureFamily[] = [llama, qwen2];

/**
 * The architecture of a model file with its sizes.
 *
 * @throws UnsupportedArchitectureError, UnsupportedFeatureError where the graph would not compute what the model is
 */
export function architectureOf(file: GgufFile): Architecture {
  const name = file.required('general.architecture', file.string);
  const family = families.find((known) => known.name === name);
  if (!family) {
    throw new UnsupportedArchitectureError(
      file.path,
      name,
      families.map((known) => known.name),
    );
  }
  const architecture = readSizes(file, family);
  refuseUnknownParts(file, architecture);
  return architecture;
}

function readSizes(file: GgufFile, family: ArchitectureFamily): Architecture {
  const number = (key: string) => file.required(`${family.name}.${key}`, file.number);
  const width = number('embedding_length');
  const heads = number('attention.head_count');
  return {
    ...family,
    layers: number('block_count'),
    heads,
    kvHeads: file.number(`${family.name}.attention.head_count_kv`) ?? heads,
    headDim: file.number(`${family.name}.attention.key_length`) ?? width / heads,
    width,
    feedForward: number('feed_forward_length'),
    vocabulary: file.required('tokenizer.ggml.tokens', file.strings).length,
    contextLength: number('context_length'),
    normEpsilon: number('attention.layer_norm_rms_epsilon'),
    rotaryBase: file.number(`${family.name}.rope.freq_base`) ?? 10_000,
    tiedHead: !file.tensors.has('output.weight'),
  };
}

/** What the graph does not compute must not be in the file: better no answer than a wrong one. */
function refuseUnknownParts(file: GgufFile, architecture: Architecture): void {
  const refuse = (what: string, found: string | number | undefined, supported: string | number) => {
    if (found !== undefined && found !== supported) {
      throw new UnsupportedFeatureError(file.path, what, String(found), [String(supported)]);
    }
  };
  const { name, headDim } = architecture;
  refuse('the rotary scaling', file.string(`${name}.rope.scaling.type`), 'none');
  refuse('the number of rotary dimensions', file.number(`${name}.rope.dimension_count`), headDim);
  refuse('the length of values', file.number(`${name}.attention.value_length`), headDim);
  refuse('the number of experts', file.number(`${name}.expert_count`), 0);
  refuse('the attention window', file.number(`${name}.attention.sliding_window`), 0);
  const known = new Set(tensorNames(architecture));
  for (const tensor of file.tensors.keys()) {
    if (!known.has(tensor)) {
      throw new UnsupportedFeatureError(file.path, 'the tensor', tensor, [`those of a plain ${name} model`]);
    }
  }
}
