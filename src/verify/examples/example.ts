/** One example, read; expressions are text of the file's language. */
export type Example = { readonly check: string } & (
  | { readonly kind: 'equal'; readonly left: string; readonly right: string }
  /** An expression that is to be true. */
  | { readonly kind: 'holds'; readonly expression: string }
  | { readonly kind: 'throws'; readonly expression: string; readonly error: string }
  /** Lines of Python as a session shows them, prompts and result included. */
  | { readonly kind: 'doctest'; readonly session: string }
);
