import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { defaultPlan } from '../core/defaults.js';
import type { Plan } from '../core/exploration.js';
import { isSelectorName } from '../core/selectors/index.js';
import type { HistoryLimits } from '../explore/history.js';
import { type DeviceSetting, deviceSettings } from '../protocol/engine.js';
import { type SandboxSetting, sandboxSettings } from '../verify/sandbox.js';
import { valueProblem } from '../verify/value-problem.js';
import { SettingError } from './errors.js';

/** What the settings say about exploring one file. */
export interface Settings {
  readonly plan: Plan;
  readonly sandbox: SandboxSetting;
  /** Most verifiers at once; 0 for as many as there are cores for. */
  readonly parallelVerifiers: number;
  /** null for the embedded model. */
  readonly modelPath: string | null;
  /** 0 lets the engine choose. */
  readonly threads: number;
  readonly exactWeights: boolean;
  readonly device: DeviceSetting;
  readonly history: HistoryLimits;
}

/** VS Code hands over whatever stands in a settings file; what it may be is checked here. */
const schema = z.object({
  attempts: z.int().min(1),
  survivors: z.int().min(1),
  seed: z.int().min(0),
  selector: z.string(),
  temperature: z.number().min(0).max(10),
  maxTokens: z.int().min(1),
  modelPath: z.string(),
  threads: z.int().min(0),
  exactWeights: z.boolean(),
  device: z.enum(deviceSettings),
  sandbox: z.enum(sandboxSettings),
  parallelVerifiers: z.int().min(0),
  'history.maxExplorations': z.int().min(1),
  'history.maxMegabytes': z.number().min(1),
});

/** What each setting may be. */
export const settingSchemas = schema.shape;

/**
 * The settings as they are in force for a file, or where none is open; its verifiers are read by `configuredVerifiers`.
 *
 * @throws SettingError
 */
export function readSettings(file: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration('exploreSolutions', file);
  const values = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, configuration.get(name)]));
  const parsed = schema.safeParse(values, { error: valueProblem });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `exploreSolutions.${path.join('.')}: ${message}`);
    throw new SettingError(wrong.join('\n'));
  }
  const { attempts, survivors, seed, temperature, maxTokens, modelPath, threads, sandbox, parallelVerifiers } =
    parsed.data;
  const { selector, exactWeights, device } = parsed.data;
  if (!isSelectorName(selector))
    throw new SettingError(l10n.t('exploreSolutions.selector: there is none named "{0}"', selector));
  return {
    plan: {
      ...defaultPlan,
      attempts,
      survivors,
      seed,
      selector,
      sampling: { ...defaultPlan.sampling, temperature },
      maxTokens,
    },
    sandbox,
    parallelVerifiers,
    modelPath: modelPath.trim() || null,
    threads,
    exactWeights,
    device,
    history: {
      explorations: parsed.data['history.maxExplorations'],
      megabytes: parsed.data['history.maxMegabytes'],
    },
  };
}
