import type * as vscode from 'vscode';
import * as z from 'zod';
import { isSelectorName, type SelectorName } from '../core/selectors/index.js';
import { type Settings, settingSchemas } from './settings.js';

const { attempts, survivors, temperature, seed } = settingSchemas;

const schema = z
  .object({
    attempts,
    survivors,
    temperature,
    seed,
    selector: z.custom<SelectorName>((value) => typeof value === 'string' && isSelectorName(value)),
    /** null for the embedded model. */
    modelPath: z.string().nullable(),
    /** Examples that are typed, or these of the configured verifiers. */
    verifiers: z.union([z.literal('examples'), z.array(z.string()).min(1).readonly()]),
  })
  .partial();

/** What is chosen for one exploration; what is left out is as the settings say. */
export type Options = Readonly<z.infer<typeof schema>>;

/** The settings with what was chosen instead. */
export function withOptions(settings: Settings, options: Options): Settings {
  const { plan } = settings;
  return {
    ...settings,
    plan: {
      ...plan,
      attempts: options.attempts ?? plan.attempts,
      survivors: options.survivors ?? plan.survivors,
      seed: options.seed ?? plan.seed,
      selector: options.selector ?? plan.selector,
      sampling: { ...plan.sampling, temperature: options.temperature ?? plan.sampling.temperature },
    },
    modelPath: options.modelPath === undefined ? settings.modelPath : options.modelPath,
  };
}

/** The options chosen last in this workspace. */
export class RememberedOptions {
  /** @param state where they are kept */
  constructor(private readonly state: vscode.Memento) {}

  /** None where none were chosen, or another version kept them. */
  get(): Options {
    return schema.safeParse(this.state.get('options')).data ?? {};
  }

  async keep(options: Options): Promise<void> {
    await this.state.update('options', options);
  }
}
