import * as vscode from 'vscode';
import { useLanguage } from '../core/language.js';
import type { ChildLanguage } from '../engine/language.js';

/** VS Code has read the translations into its display language, where there are any; imported before everything else. */
const { bundle, uri } = vscode.l10n;
if (bundle) useLanguage(vscode.env.language, bundle);

/** What the engine's child is told, as it makes sentences for a person too. */
export const engineLanguage: ChildLanguage | undefined = bundle &&
  uri && { name: vscode.env.language, translations: uri.fsPath };
