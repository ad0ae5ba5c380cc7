/**
 * What a graph is written for. onnxruntime's WebGPU provider has neither `FusedMatMul` nor the products of the matrix
 * form `rows`, and a node that it lacks runs on the CPU, with copies to and fro. So for WebGPU the keys are kept
 * transposed, and there are more nodes.
 */
export type GraphDevice = 'cpu' | 'webgpu';

interface Arithmetic {
  readonly device: GraphDevice;
  /** What activations, keys and values are kept in: 32 bits or 16. */
  readonly floats: 'single' | 'half';
  /** Whether activations are rounded to 8 bits, a block at a time, to be multiplied by weights of so many. */
  readonly roundsActivations: boolean;
}

/**
 * The ways in which graphs compute. On a GPU, which of them is fast depends on the device, and not every device has half
 * precision: graphs are written in all of them, over the same weights, and the self-check decides.
 */
const targets = {
  cpu: { device: 'cpu', floats: 'single', roundsActivations: true },
  'gpu-single': { device: 'webgpu', floats: 'single', roundsActivations: false },
  'gpu-single-rounded': { device: 'webgpu', floats: 'single', roundsActivations: true },
  'gpu-half': { device: 'webgpu', floats: 'half', roundsActivations: false },
  'gpu-half-rounded': { device: 'webgpu', floats: 'half', roundsActivations: true },
} as const satisfies Readonly<Record<string, Arithmetic>>;
export type GraphTarget = keyof typeof targets;

export const graphTargets = Object.keys(targets) as readonly GraphTarget[];

export function arithmeticOf(target: GraphTarget): Arithmetic {
  return targets[target];
}

/** All ways to compute on a device, the one that rounds least first. */
export function targetsOn(device: GraphDevice): readonly [GraphTarget, ...GraphTarget[]] {
  return device === 'cpu' ? ['cpu'] : ['gpu-single', 'gpu-single-rounded', 'gpu-half', 'gpu-half-rounded'];
}

/** Bytes of one number of the activations, keys and values. */
export function floatBytes(target: GraphTarget): 2 | 4 {
  return targets[target].floats === 'half' ? 2 : 4;
}
