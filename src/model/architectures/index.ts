import * as l10n from '@vscode/l10n';
import { UnsupportedArchitectureError, UnsupportedFeatureError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';
import type { Architecture, ArchitectureFamily } from './architecture.js';
import { gemma2 } from './gemma2.js';
import { gemma3 } from './gemma3.js';
import { llama } from './llama.js';
import { Metadata } from './metadata.js';
import { phi3 } from './phi3.js';
import { qwen2 } from './qwen2.js';
import { qwen3 } from './qwen3.js';
import { smollm3 } from './smollm3.js';
import { tensorNames } from './tensor-names.js';

const families: readonly ArchitectureFamily[] = [llama, qwen2, qwen3, smollm3, phi3, gemma2, gemma3];

/** By what models' files call them. */
export const supportedArchitectures: readonly string[] = families.map((family) => family.name);

/**
 * The architecture of a model file with its sizes.
 *
 * @throws UnsupportedArchitectureError, UnsupportedFeatureError where the graph would not compute what the model is
 */
export function architectureOf(file: GgufFile): Architecture {
  const name = file.required('general.architecture', file.string);
  const family = families.find((known) => known.name === name);
  if (!family) throw new UnsupportedArchitectureError(file.path, name, supportedArchitectures);
  const architecture = family.describe(new Metadata(file, name));
  refuseUnknownTensors(file, architecture, family.unusedTensors ?? []);
  return architecture;
}

/** A part that is not among those described would be left out of the graph: better no answer than a wrong one. */
function refuseUnknownTensors(file: GgufFile, architecture: Architecture, unused: readonly string[]): void {
  const known = new Set([...tensorNames(architecture), ...unused]);
  for (const tensor of file.tensors.keys()) {
    if (!known.has(tensor)) {
      throw new UnsupportedFeatureError(file.path, l10n.t('the tensor'), tensor, [
        l10n.t('those of a plain {0} model', architecture.name),
      ]);
    }
  }
}
