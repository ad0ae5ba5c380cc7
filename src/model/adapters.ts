import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type { Adapter } from '../core/adapter.js';
import { ExplainedError } from '../core/errors.js';
import type { Architecture } from './architectures/architecture.js';
import { identifyModel, type ModelIdentity } from './identify.js';
import { readKept, writeKept } from './kept-json.js';
import { SafetensorsError } from './safetensors.js';
import { fromPeft, PEFT_CONFIG, PEFT_WEIGHTS, PeftError, toPeft } from './training/peft.js';

/** An adapter that is named is not there, or not one for this model. */
export class AdapterError extends ExplainedError {
  readonly nextStep = l10n.t('List the adapters of this model (npm run train -- --list), and name one of them.');
}

const interval = z.object({ difference: z.number(), low: z.number(), high: z.number() });

/** Where an adapter comes from, and what it is good for. */
const about = z.object({
  format: z.literal(1),
  /** ISO 8601. */
  made: z.string(),
  modelName: z.string(),
  /** null for one that was trained elsewhere. */
  training: z
    .object({
      /** Steps that made it. */
      step: z.int(),
      problems: z.object({ training: z.int(), leftOut: z.int() }),
      /** pass@1 on the left-out problems less that of the plain model. */
      gain: interval,
      helps: z.boolean(),
    })
    .nullable(),
});
export type AboutAdapter = Omit<z.infer<typeof about>, 'format'>;

export interface KnownAdapter extends AboutAdapter {
  readonly name: string;
  /** Whether it is used where none is named. */
  readonly chosen: boolean;
}

/** An adapter, ready to be used. */
export interface NamedAdapter {
  readonly name: string;
  /** SHA-256 of its files, hexadecimal. */
  readonly hash: string;
  readonly adapter: Adapter;
}

const ABOUT = 'about.json';
const PARTIAL = '.partial';
/** In a model's folder: the name of the adapter that is used where none is named. */
const CHOSEN = 'chosen.json';
const chosen = z.object({ name: z.string() });

/** The adapters on this machine: PEFT folders, in a folder named after the hash of the model that they are for. */
export class Adapters {
  /** @param root absolute */
  constructor(private readonly root: string) {}

  /** Whether there are any, of whatever model. */
  async any(): Promise<boolean> {
    return (await readdir(this.root).catch(() => [])).length > 0;
  }

  /** Those of a model, the newest first. */
  async of(modelHash: string): Promise<KnownAdapter[]> {
    const entries = await readdir(path.join(this.root, modelHash), { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const used = await this.chosen(modelHash);
    const known = await Promise.all(names.map((name) => this.describe(modelHash, name)));
    return known
      .flatMap((each) => (each ? [{ ...each, chosen: each.name === used }] : []))
      .sort((a, b) => b.made.localeCompare(a.made));
  }

  /** The name of the one that is used where none is named; null for the plain model. */
  async chosen(modelHash: string): Promise<string | null> {
    const found = await readKept(path.join(this.root, modelHash, CHOSEN), chosen);
    return found && (await this.describe(modelHash, found.name)) ? found.name : null;
  }

  /**
   * From now on it is used where none is named.
   *
   * @param name null for the plain model
   * @throws AdapterError
   */
  async choose(modelHash: string, name: string | null): Promise<void> {
    const file = path.join(this.root, modelHash, CHOSEN);
    if (name === null) return rm(file, { force: true });
    if (!(await this.describe(modelHash, name))) throw missing(name);
    await writeKept(file, { name });
  }

  /** @throws AdapterError */
  async read(
    { hash, architecture }: Pick<ModelIdentity, 'hash' | 'architecture'>,
    name: string,
  ): Promise<NamedAdapter> {
    return readFolder(this.folderOf(hash, name), name, architecture);
  }

  /** Keeps an adapter; one of the same name is replaced. The folder is there whole, or not at all. */
  async save(modelHash: string, name: string, { adapter, architecture, ...said }: NewAdapter): Promise<void> {
    const { config, weights } = toPeft(architecture, adapter, said.modelName);
    const folder = this.folderOf(modelHash, name);
    const partial = `${folder}${PARTIAL}`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await writeFile(path.join(partial, PEFT_CONFIG), config);
    await writeFile(path.join(partial, PEFT_WEIGHTS), weights);
    await writeFile(path.join(partial, ABOUT), `${JSON.stringify({ format: 1, ...said }, null, 2)}\n`, { flush: true });
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  }

  /**
   * Keeps an adapter in the form of PEFT that was made elsewhere.
   *
   * @param folder with adapter_config.json and adapter_model.safetensors
   * @throws AdapterError where it is none for this model
   */
  async import(model: ModelIdentity, name: string, folder: string, made: Date): Promise<void> {
    const { adapter } = await readFolder(folder, name, model.architecture);
    const about = { made: made.toISOString(), modelName: model.name, training: null };
    await this.save(model.hash, name, { adapter, architecture: model.architecture, ...about });
  }

  /** @throws AdapterError */
  async remove(modelHash: string, name: string): Promise<void> {
    if (!(await this.describe(modelHash, name))) throw missing(name);
    await rm(this.folderOf(modelHash, name), { recursive: true });
  }

  /** The folder in the form of PEFT, whether or not there is one. */
  folderOf(modelHash: string, name: string): string {
    if (!/^[\w-][\w.-]*$/.test(name) || name.endsWith(PARTIAL)) {
      throw new AdapterError(l10n.t('{0} is no name of an adapter.', name));
    }
    return path.join(this.root, modelHash, name);
  }

  private async describe(modelHash: string, name: string): Promise<Omit<KnownAdapter, 'chosen'> | null> {
    if (name.endsWith(PARTIAL)) return null;
    const said = await readKept(path.join(this.folderOf(modelHash, name), ABOUT), about);
    return said ? { name, ...said } : null;
  }
}

async function readFolder(folder: string, name: string, architecture: Architecture): Promise<NamedAdapter> {
  try {
    const [config, weights] = await Promise.all([
      readFile(path.join(folder, PEFT_CONFIG), 'utf8'),
      readFile(path.join(folder, PEFT_WEIGHTS)),
    ]);
    const adapter = fromPeft(architecture, { config, weights });
    return { name, adapter, hash: createHash('sha256').update(config).update(weights).digest('hex') };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw missing(name, cause);
    if (cause instanceof PeftError || cause instanceof SafetensorsError) {
      throw new AdapterError(l10n.t('The adapter {0} cannot be used: {1}', name, cause.message), { cause });
    }
    throw cause;
  }
}

function missing(name: string, cause?: unknown): AdapterError {
  return new AdapterError(l10n.t('This model has no adapter named {0}.', name), { cause });
}

/**
 * The adapter that a model is used with.
 *
 * @param name an adapter's, or `none`; null for the one that is used where none is named
 * @throws AdapterError, a `ModelFileError` of `errors.ts`; the signal's reason when aborted
 */
export async function adapterFor(
  adapters: Adapters,
  modelPath: string,
  cacheFolder: string,
  name: string | null,
  signal: AbortSignal,
): Promise<NamedAdapter | null> {
  if (name === 'none') return null;
  // Most people have none at all: then nothing is read of the model.
  if (name === null && !(await adapters.any())) return null;
  const model = await identifyModel(modelPath, cacheFolder, signal);
  const wanted = name ?? (await adapters.chosen(model.hash));
  return wanted === null ? null : adapters.read(model, wanted);
}

export interface NewAdapter extends AboutAdapter {
  readonly adapter: Adapter;
  readonly architecture: Architecture;
}
