/** A part of the machine that tests need: where it is, or why it cannot be had. */
export type Found<T> = ({ readonly found: true } & T) | { readonly found: false; readonly reason: string };

export const missing = (reason: string) => ({ found: false, reason }) as const;
