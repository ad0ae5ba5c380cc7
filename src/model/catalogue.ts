import type { RemoteFile } from './download/remote-file.js';

/** A model that can be fetched. */
export interface CatalogueEntry extends RemoteFile {
  /** What a person types to have it. */
  readonly id: string;
  /** The model's own name. */
  readonly name: string;
  readonly quantisation: string;
  /** As an SPDX identifier. */
  readonly licence: string;
  /** What the file is called on the disk. */
  readonly fileName: string;
}

/**
 * Models for code that are worth using, smallest first.
 *
 * An address names a revision, not a branch: what lies there cannot change, and its hash cannot come to be wrong.
 * Everything about a file (revision, size, hash) is to be taken from one answer of
 * https://huggingface.co/api/models/REPOSITORY?blobs=true, where `lfs.sha256` is the hash of its bytes.
 * Qwen2.5-Coder-3B is left out for its licence, which forbids commercial use.
 */
export const catalogue: readonly CatalogueEntry[] = [
  entry({
    id: 'qwen2.5-coder-0.5b',
    name: 'Qwen2.5-Coder-0.5B-Instruct',
    repository: 'Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF',
    revision: 'ebb2015119c907b064c512bf053e945850b5875f',
    fileName: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
    bytes: 491_400_064,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
  }),
  entry({
    id: 'qwen2.5-coder-1.5b',
    name: 'Qwen2.5-Coder-1.5B-Instruct',
    repository: 'Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF',
    revision: 'f86cb2c1fa58255f8052cc32aeede1b7482d4361',
    fileName: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    bytes: 1_117_320_768,
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
  }),
  entry({
    id: 'qwen3-4b',
    name: 'Qwen3-4B-Instruct-2507',
    repository: 'unsloth/Qwen3-4B-Instruct-2507-GGUF',
    revision: 'a06e946bb6b655725eafa393f4a9745d460374c9',
    fileName: 'Qwen3-4B-Instruct-2507-Q4_K_M.gguf',
    bytes: 2_497_281_120,
    sha256: '3605803b982cb64aead44f6c1b2ae36e3acdb41d8e46c8a94c6533bc4c67e597',
  }),
  entry({
    id: 'qwen2.5-coder-7b',
    name: 'Qwen2.5-Coder-7B-Instruct',
    repository: 'Qwen/Qwen2.5-Coder-7B-Instruct-GGUF',
    revision: '13fb94bfda8c8cf22497dc57b78f391a9acb426a',
    fileName: 'qwen2.5-coder-7b-instruct-q4_k_m.gguf',
    bytes: 4_683_073_536,
    sha256: '509287f78cb4d4cf6b3843734733b914b2c158e43e22a7f4bf5e963800894d3c',
  }),
  entry({
    id: 'qwen2.5-coder-14b',
    name: 'Qwen2.5-Coder-14B-Instruct',
    repository: 'Qwen/Qwen2.5-Coder-14B-Instruct-GGUF',
    revision: 'd0a692ef765eefbf2fabb130b3cb2e8917e3d225',
    fileName: 'qwen2.5-coder-14b-instruct-q4_k_m.gguf',
    bytes: 8_988_110_272,
    sha256: 'c1e659736d89ac1065fb495330fb824d94001974a4bfa78e7270e43476a8d940',
  }),
];

interface HubFile extends Pick<CatalogueEntry, 'id' | 'name' | 'fileName' | 'bytes' | 'sha256'> {
  readonly repository: string;
  /** A commit of the repository. */
  readonly revision: string;
}

/** All entries so far are Q4_K_M files of models under Apache-2.0. */
function entry({ repository, revision, ...file }: HubFile): CatalogueEntry {
  return {
    ...file,
    quantisation: 'Q4_K_M',
    licence: 'Apache-2.0',
    url: `https://huggingface.co/${repository}/resolve/${revision}/${file.fileName}`,
  };
}

/**
 * Memory that running a Q4_K_M file takes, about, in bytes: 4.85 bits a weight in the file become 8.5 in memory
 * (x 1.75); keys and values of 32 attempts after 1,000 tokens are a seventh of that in models of this kind; and the
 * program itself.
 */
export function memoryNeeded({ bytes }: Pick<CatalogueEntry, 'bytes'>): number {
  return 2 * bytes + 0.5e9;
}
