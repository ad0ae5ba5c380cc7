const vscode = require('vscode');

/** Calls the tool outside of a chat, so that VS Code asks the person first, and opens what it answers as a document. */
async function call() {
  const input = { file: 'even.js', line: 3 };
  const content = await vscode.lm.invokeTool('explore_solutions', { input, toolInvocationToken: undefined }).then(
    (result) => result.content.map((part) => part.value).join('\n'),
    (error) => `refused: ${error.message}`,
  );
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
}

exports.activate = ({ subscriptions }) => {
  subscriptions.push(vscode.commands.registerCommand('caller.call', call));
};
