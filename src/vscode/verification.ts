import * as vscode from 'vscode';
import { Cores } from '../verify/cores.js';
import { type Judges, openVerification, type Verification } from '../verify/verification.js';
import type { Settings } from './settings.js';

/** What judges in a workspace folder, as the settings want it run. Throws what `openVerification` throws. */
export function openBySettings(
  workspace: string,
  judges: Judges,
  { sandbox, parallelVerifiers }: Pick<Settings, 'sandbox' | 'parallelVerifiers'>,
): Promise<Verification> {
  return openVerification({
    ...judges,
    workspace,
    cores: new Cores(undefined, parallelVerifiers || undefined),
    sandbox,
    isTrusted: () => vscode.workspace.isTrusted,
  });
}
