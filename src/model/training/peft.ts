import * as z from 'zod';
import { type Adapter, type Module, type ModuleAdapter, modules } from '../../core/adapter.js';
import type { Architecture } from '../architectures/architecture.js';
import { decodeSafetensors, encodeSafetensors, floatsOf, type StoredTensor, tensorOf } from '../safetensors.js';
import { moduleSizes, withoutChange } from './adapter.js';

/** The files of an adapter's folder in the form of PEFT (huggingface.co/docs/peft). */
export const PEFT_CONFIG = 'adapter_config.json';
export const PEFT_WEIGHTS = 'adapter_model.safetensors';

export interface PeftFiles {
  readonly config: string;
  readonly weights: Uint8Array;
}

/** An adapter of another model, or of a kind that we do not have. */
export class PeftError extends Error {
  override readonly name = 'PeftError';
}

/** What transformers calls the modules. */
const names: Readonly<Record<Module, string>> = {
  query: 'self_attn.q_proj',
  key: 'self_attn.k_proj',
  value: 'self_attn.v_proj',
  output: 'self_attn.o_proj',
  gate: 'mlp.gate_proj',
  up: 'mlp.up_proj',
  down: 'mlp.down_proj',
};

/** Those that transformers has as rows of one module, where a model's file has them so. */
const fusedNames: Readonly<Partial<Record<Module, string>>> = {
  query: 'self_attn.qkv_proj',
  key: 'self_attn.qkv_proj',
  value: 'self_attn.qkv_proj',
  gate: 'mlp.gate_up_proj',
  up: 'mlp.gate_up_proj',
};

const config = z.object({
  peft_type: z.literal('LORA'),
  r: z.int().min(1),
  lora_alpha: z.number(),
  use_rslora: z.boolean().default(false),
  use_dora: z.literal(false).default(false),
  fan_in_fan_out: z.literal(false).default(false),
  rank_pattern: z.record(z.string(), z.int()).default({}),
  alpha_pattern: z.record(z.string(), z.number()).default({}),
});

/** One module as transformers has it, and those of ours that are its rows, in their order. */
interface PeftModule {
  readonly name: string;
  readonly parts: readonly { readonly module: Module; readonly rows: number; readonly columns: number }[];
}

/**
 * An adapter as PEFT's files, for the model that the GGUF file was made from. Its alpha is its rank, so that nothing is scaled.
 *
 * @param baseModel what PEFT is told that it adapts
 */
export function toPeft(architecture: Architecture, { rank, layers }: Adapter, baseModel: string): PeftFiles {
  const tensors = new Map<string, StoredTensor>();
  const ranks: Record<string, number> = {};
  const targets = new Set<string>();
  for (const [layer, own] of layers.entries()) {
    for (const { name, parts } of peftModules(architecture, layer)) {
      const whole = rank * parts.length;
      const [columns, rows] = [parts[0]!.columns, parts.reduce((sum, part) => sum + part.rows, 0)];
      const [a, b] = [new Float32Array(whole * columns), new Float32Array(rows * whole)];
      let firstRow = 0;
      for (const [index, part] of parts.entries()) {
        // Of modules that are one, each has rows of A and columns of B of its own.
        a.set(own[part.module].a, index * rank * columns);
        for (let row = 0; row < part.rows; row++) {
          const values = own[part.module].b.subarray(row * rank, (row + 1) * rank);
          b.set(values, (firstRow + row) * whole + index * rank);
        }
        firstRow += part.rows;
      }
      const [key, target] = [keyOf(layer, name), name.split('.').at(-1)!];
      tensors.set(`${key}.lora_A.weight`, tensorOf(a, [whole, columns]));
      tensors.set(`${key}.lora_B.weight`, tensorOf(b, [rows, whole]));
      targets.add(target);
      if (parts.length > 1) ranks[target] = whole;
    }
  }
  return {
    weights: encodeSafetensors({ tensors, metadata: { format: 'pt' } }),
    config: `${JSON.stringify(
      {
        peft_type: 'LORA',
        task_type: 'CAUSAL_LM',
        base_model_name_or_path: baseModel,
        r: rank,
        lora_alpha: rank,
        rank_pattern: ranks,
        alpha_pattern: ranks,
        target_modules: [...targets],
        lora_dropout: 0,
        bias: 'none',
        inference_mode: true,
      },
      null,
      2,
    )}\n`,
  };
}

/**
 * PEFT's files as an adapter; modules that they do not adapt are not changed.
 *
 * @throws PeftError, or SafetensorsError
 */
export function fromPeft(architecture: Architecture, files: PeftFiles): Adapter {
  const settings = readConfig(files.config);
  const { tensors } = decodeSafetensors(files.weights);
  const left = new Set(tensors.keys());
  const take = (name: string, shape: readonly (number | null)[]): StoredTensor | null => {
    const found = tensors.get(name);
    if (!found) return null;
    left.delete(name);
    if (found.shape.length !== 2 || found.shape.some((size, axis) => shape[axis] !== null && shape[axis] !== size)) {
      throw new PeftError(`${name} is ${found.shape.join(' x ')}: it adapts another model`);
    }
    return found;
  };
  const read = architecture.layers.map((_, layer) =>
    peftModules(architecture, layer).flatMap(({ name, parts }) => {
      const [columns, rows] = [parts[0]!.columns, parts.reduce((sum, part) => sum + part.rows, 0)];
      const a = take(`${keyOf(layer, name)}.lora_A.weight`, [null, columns]);
      const b = take(`${keyOf(layer, name)}.lora_B.weight`, [rows, a?.shape[0] ?? null]);
      if (!a || !b) return [];
      return [{ parts, rank: a.shape[0]!, scale: settings(name, a.shape[0]!), a: floatsOf(a), b: floatsOf(b) }];
    }),
  );
  const [unknown] = left;
  if (unknown !== undefined) throw new PeftError(`${unknown} adapts something that cannot be adapted here`);
  const rank = Math.max(0, ...read.flat().map((module) => module.rank));
  if (rank === 0) throw new PeftError('it adapts nothing');

  const shapes = withoutChange(architecture, rank);
  return {
    rank,
    layers: shapes.layers.map((own, layer) => {
      const made: Record<Module, ModuleAdapter> = { ...own };
      for (const { parts, rank: ownRank, scale, a, b } of read[layer]!) {
        let firstRow = 0;
        for (const { module, rows } of parts) {
          // Ranks beyond its own are 0, and all parts of one module have the same A.
          made[module].a.set(a);
          for (let row = 0; row < rows; row++) {
            for (let component = 0; component < ownRank; component++) {
              made[module].b[row * rank + component] = scale * b[(firstRow + row) * ownRank + component]!;
            }
          }
          firstRow += rows;
        }
      }
      return made;
    }),
  };
}

/** @returns what a module's product is multiplied by, by its name and rank */
function readConfig(text: string): (name: string, rank: number) => number {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new PeftError(`${PEFT_CONFIG} is no JSON`, { cause });
  }
  const found = config.safeParse(json);
  if (!found.success) throw new PeftError(`${PEFT_CONFIG}: ${z.prettifyError(found.error)}`);
  const { lora_alpha: alpha, alpha_pattern: alphas, use_rslora: isRootScaled } = found.data;
  return (name, rank) => {
    const own = alphas[name.split('.').at(-1)!] ?? alpha;
    return own / (isRootScaled ? Math.sqrt(rank) : rank);
  };
}

/** As transformers has a layer's modules. */
function peftModules(architecture: Architecture, layer: number): PeftModule[] {
  const sizes = moduleSizes(architecture, layer);
  const found = new Map<string, PeftModule['parts'][number][]>();
  for (const module of modules) {
    const { rows, columns, isFused } = sizes[module];
    const name = (isFused && fusedNames[module]) || names[module];
    found.set(name, [...(found.get(name) ?? []), { module, rows, columns }]);
  }
  return [...found].map(([name, parts]) => ({ name, parts }));
}

function keyOf(layer: number, name: string): string {
  return `base_model.model.model.layers.${layer}.${name}`;
}
