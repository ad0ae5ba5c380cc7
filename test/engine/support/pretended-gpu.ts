import { scriptChild } from './engine-child.js';

/** How a pretended GPU is broken, and when: always, or only once it is used. */
export interface PretendedGpu {
  readonly is:
    | 'absent'
    | 'fast'
    | 'without half precision'
    | 'wrong in half precision'
    | 'short of memory'
    | 'slow'
    | 'wrong'
    | 'not a number'
    | 'hanging'
    | 'crashing'
    | 'reporting errors';
  readonly when?: 'checked' | 'used';
}

/**
 * A child that does what `childPath` does, with a WebGPU that is the CPU behind a mask: any machine has it, and it can be
 * broken in every way. It is as fast as the CPU is made slow, or the other way round.
 */
export function childWithGpu(childPath: string, { is, when }: PretendedGpu): string {
  return scriptChild(`
    const { InferenceSession } = require('node:module').createRequire(${JSON.stringify(childPath)})('onnxruntime-node');
    const checking = process.argv[2] === 'check';
    const using = process.argv[2] === undefined;
    const is = ${JSON.stringify(is)};
    const broken = ${JSON.stringify(when)} === 'used' ? using : checking;
    const wait = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    const wrong = ({ hidden }) => hidden?.data.forEach((value, i, values) => (values[i] = value + (i % 2)));
    const misbehave = {
      wrong,
      'wrong in half precision': (results, inHalf) => inHalf && wrong(results),
      'not a number': ({ probabilities }) => probabilities?.data.fill(Number.NaN),
      hanging: () => wait(),
      crashing: () => process.kill(process.pid, 'SIGSEGV'),
      'reporting errors': () => process.stderr.write('WebGPU device error(2): Out of memory'),
    }[is];

    const create = InferenceSession.create;
    InferenceSession.create = async (model, { executionProviders: [asked], preferredOutputLocation, ...options }) => {
      const provider = asked.name ?? asked;
      if (provider === 'webgpu' && is === 'absent') {
        throw new Error('/source.cc:1 status == Success was false. Failed to get a WebGPU adapter: No adapters');
      }
      const inHalf = String(model).includes('half');
      if (inHalf && is === 'without half precision') throw new Error('the device does not support f16');
      if (provider === 'webgpu' && is === 'short of memory' && /-(bbbbb|fffff)-/.test(model)) {
        throw new Error('WebGPU: Out of memory');
      }
      const session = await create.call(InferenceSession, model, options);
      const slow = checking && provider === (is === 'slow' ? 'webgpu' : 'cpu');
      const run = session.run.bind(session);
      session.run = async (...args) => {
        if (slow) wait(20);
        const results = await run(...args);
        if (provider === 'webgpu' && broken) misbehave?.(results, inHalf);
        return results;
      };
      return session;
    };
    require(${JSON.stringify(childPath)});
  `);
}
