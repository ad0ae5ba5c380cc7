import type * as vscode from 'vscode';
import type { CurrentExploration } from './current-exploration.js';
import { News } from './news.js';
import { showNews } from './notices.js';

/** Tells what was found, or that nothing was, while nobody sees the panel. */
export function tellNews(current: CurrentExploration, panel: { readonly visible: boolean }): vscode.Disposable {
  const news = new News();
  return current.onDidChange(() => {
    const message = news.of(current.shown, panel.visible);
    if (message !== null) void showNews(message);
  });
}
