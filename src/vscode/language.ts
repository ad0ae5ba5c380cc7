import * as vscode from 'vscode';
import { useLanguage } from '../core/language.js';

/** VS Code has read the translations into its display language, where there are any; imported before everything else. */
const { bundle } = vscode.l10n;
if (bundle) useLanguage(vscode.env.language, bundle);
