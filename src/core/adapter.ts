/** The modules of a layer that are adapted. */
export const modules = ['query', 'key', 'value', 'output', 'gate', 'up', 'down'] as const;
export type Module = (typeof modules)[number];

/** What is learned of a module: W x becomes W x + B A x, A [rank, columns] and B [rows, rank], as PEFT has them. */
export interface ModuleAdapter {
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** A low-rank adapter (LoRA; Hu et al. 2021, arXiv 2106.09685) of every projection of every layer. */
export interface Adapter {
  readonly rank: number;
  readonly layers: readonly Readonly<Record<Module, ModuleAdapter>>[];
}
