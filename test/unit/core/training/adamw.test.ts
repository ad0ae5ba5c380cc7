import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../../src/core/random.js';
import { type AdamWOptions, adamW, initialState, OptimizerError } from '../../../../src/core/training/adamw.js';

const options: AdamWOptions = {
  learningRate: 0.05,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradientNorm: 1,
};
const random = RandomStream.of(9);
const drawn = () => [17, 4].map((length) => Float32Array.from({ length }, () => random.normal()));
const [start, gradients] = [drawn(), Array.from({ length: 9 }, drawn)];

type Made = Pick<ReturnType<typeof adamW>, 'parameters' | 'state'>;
const begun: Made = { parameters: start, state: initialState(start) };
const run = (made: Made, from: number, to: number): Made =>
  gradients.slice(from, to).reduce<Made>(({ parameters, state }, each) => {
    const { gradientNorm: _, ...next } = adamW(parameters, each, state, options);
    return next;
  }, made);

describe('AdamW', () => {
  it('goes on from a copy of what it made as if nothing had happened, bit for bit', () => {
    const whole = run(begun, 0, 9);
    expect(run(structuredClone(run(begun, 0, 4)), 4, 9)).toEqual(whole);
    expect(whole.state.steps).toBe(9);
  });

  it('leaves gradients as they are that are no longer than they may be', () => {
    const { parameters, state } = begun;
    const meansWith = (maxGradientNorm: number) =>
      adamW(parameters, gradients[0]!, state, { ...options, maxGradientNorm }).state.means;
    expect(meansWith(100)).toEqual(meansWith(Number.POSITIVE_INFINITY));
    expect(meansWith(1)).not.toEqual(meansWith(100));
  });

  it('refuses gradients that are not finite, or of other parameters, and moments of others', () => {
    const { parameters, state } = begun;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const [first, second] = structuredClone(gradients[0]!);
      second![2] = value;
      expect(() => adamW(parameters, [first!, second!], state, options)).toThrow(OptimizerError);
    }
    expect(() => adamW(parameters, gradients[0]!.slice(1), state, options)).toThrow(OptimizerError);
    const others = initialState([new Float32Array(17), new Float32Array(5)]);
    expect(() => adamW(parameters, gradients[0]!, others, options)).toThrow(OptimizerError);
  });
});
