/** Names under which people keep secrets; a test that needs one gets it from its verifier's `env`. */
const SECRET =
  /token|secret|pass(w|phrase)|credential|(private|api|access)_?key|(^|_)(keys?|pat|pwd|auth)$|^(ssh_auth_sock|gpg_agent_info)$/i;

/**
 * What belongs to the program that explores, not to the user's shell: `npm run` describes our own package to its
 * children, and VS Code's variables hold handles to its windows.
 */
const OURS = /^(npm_|init_cwd$|electron_|vscode_|node_test_context$|node_channel_)/i;

/** These look like passwords, and are folders. */
const KEPT = new Set(['PWD', 'OLDPWD']);

/**
 * The environment a verifier runs in: the program's own without what looks like a secret, colours off.
 *
 * @param additions the verifier's own variables; they win
 */
export function verifierEnvironment(
  environment: NodeJS.ProcessEnv,
  additions: Readonly<Record<string, string>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (KEPT.has(name) || !(SECRET.test(name) || OURS.test(name)))) result[name] = value;
  }
  return { ...result, NO_COLOR: '1', FORCE_COLOR: '0', ...additions };
}
