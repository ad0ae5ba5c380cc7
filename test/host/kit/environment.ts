/** This process's environment without what a test runner or npm put there, as VS Code would meet it. */
export function hostEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(VITEST|TINYPOOL|NODE_ENV$|NODE_OPTIONS$|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$|npm_|ELECTRON_|VSCODE_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
