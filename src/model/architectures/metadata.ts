import { UnsupportedFeatureError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';

/** What a file says of its model, by GGUF's keys without the architecture's name in front. */
export class Metadata {
  constructor(
    private readonly file: GgufFile,
    readonly architecture: string,
  ) {}

  /** @throws DamagedModelError where the value is no number */
  number(key: string): number | undefined {
    return this.file.number(`${this.architecture}.${key}`);
  }

  /** @throws DamagedModelError where there is none */
  required(key: string): number {
    return this.file.required(`${this.architecture}.${key}`, this.file.number);
  }

  string(key: string): string | undefined {
    return this.file.string(`${this.architecture}.${key}`);
  }

  /** The number of tokens. */
  get vocabulary(): number {
    return this.file.required('tokenizer.ggml.tokens', this.file.strings).length;
  }

  hasTensor(name: string): boolean {
    return this.file.tensors.has(name);
  }

  /**
   * Better no answer than a wrong one.
   *
   * @throws UnsupportedFeatureError where something was found that is not among what is supported
   */
  accept(what: string, found: string | number | undefined, supported: readonly (string | number)[]): void {
    if (found !== undefined && !supported.includes(found)) {
      throw new UnsupportedFeatureError(this.file.path, what, String(found), supported.map(String));
    }
  }
}
