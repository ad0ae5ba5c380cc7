import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/** A seeded stream of random numbers. */
export class RandomStream {
  private constructor(private readonly generator: JumpableRandomGenerator) {}

  /** The first stream of a seed (any integer; only its lowest 32 bits count). */
  static of(seed: number): RandomStream {
    return new RandomStream(xoroshiro128plus(seed | 0));
  }

  /** Streams 0, 1, 2, … of a seed: 2^64 draws apart, so that none ever meets another. */
  static *streams(seed: number): Generator<RandomStream, never> {
    const generator = xoroshiro128plus(seed | 0);
    while (true) {
      yield new RandomStream(generator.clone());
      generator.jump();
    }
  }

  /** Uniform in [0, 1). */
  next(): number {
    return uniformFloat64(this.generator);
  }

  /** Standard normal (Box and Muller 1958), of two uniform draws. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Uniform among 0 … n-1. */
  below(n: number): number {
    return uniformInt(this.generator, 0, n - 1);
  }
}
