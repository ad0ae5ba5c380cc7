/** Kinds of token, as `tokenizer.ggml.token_type` numbers them (`enum llama_token_type` in llama.h). */
export enum TokenType {
  Normal = 1,
  Unknown = 2,
  Control = 3,
  UserDefined = 4,
  Unused = 5,
  Byte = 6,
}

/** What a model file says of its tokens; a token's number is its place. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  /** By `TokenType`. */
  readonly types: readonly number[];
}

/** How one kind of vocabulary cuts text into its tokens and writes them. */
export interface TokenizerModel {
  /** The tokens of a text in which no name of a user-defined token occurs. */
  encode(text: string): number[];
  /** The bytes that a normal, byte or user-defined token stands for, which may be part of a character. */
  bytesOf(content: string, type: number): Uint8Array;
}
