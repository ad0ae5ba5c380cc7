import { execFileSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CodeServerParts } from './code-server-install.js';
import { hostEnvironment } from './environment.js';
import { removeFolder, temporaryFolder } from './paths.js';
import { ProcessGroup } from './process-group.js';

/** What one server is started with. */
export interface ServerOptions {
  /** Settings of the user beside those that keep a workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether every workspace is trusted without asking. */
  readonly trustAll: boolean;
  /** Whether the workbench takes an extension under development and its tests from its address. */
  readonly testMode: boolean;
  /** A packaged extension to install first, or several. */
  readonly vsix?: string | readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** VS Code's display language; its own texts stay English, as no language pack can be fetched. */
  readonly language?: string;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'workbench.tips.enabled': false,
  'update.showReleaseNotes': false,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** One VS Code server with folders of its own; `stop` leaves nothing behind. */
export class CodeServer {
  private constructor(
    private readonly server: ProcessGroup,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(parts: CodeServerParts, options: ServerOptions): Promise<CodeServer> {
    const folder = await temporaryFolder('server');
    const userData = path.join(folder, 'data');
    // Settings of a machine's scope are read from the second only.
    for (const place of ['User', 'Machine']) {
      mkdirSync(path.join(userData, place), { recursive: true });
      writeFileSync(
        path.join(userData, place, 'settings.json'),
        JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2),
      );
    }
    if (options.language !== undefined) writeLanguagePack(userData, options.language);
    // Without a configuration file of its own, code-server writes one into the home folder.
    const config = path.join(folder, 'config.yaml');
    writeFileSync(config, '');
    const common = [
      ...[path.join(parts.codeServer, 'out/node/entry.js'), '--config', config],
      ...['--user-data-dir', userData, '--extensions-dir', path.join(folder, 'extensions')],
    ];
    const env = {
      ...hostEnvironment(),
      XDG_CONFIG_HOME: path.join(folder, 'config'),
      XDG_DATA_HOME: path.join(folder, 'share'),
      ...options.env,
    };
    for (const vsix of [options.vsix ?? []].flat())
      execFileSync(parts.node, [...common, '--install-extension', vsix], { env, stdio: 'pipe' });

    const log = openSync(path.join(folder, logName), 'w');
    const server = new ProcessGroup(
      parts.node,
      [
        ...common,
        ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--ignore-last-opened'],
        ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
        ...(options.language === undefined ? [] : ['--locale', options.language]),
        ...(options.trustAll ? ['--disable-workspace-trust'] : []),
        // A built workbench ignores the development path in its address without this; with it, no toasts are shown.
        ...(options.testMode ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
      ],
      { env, stdio: ['ignore', log, log] },
    );
    try {
      return new CodeServer(server, folder, await listeningPort(server, path.join(folder, logName)));
    } catch (error) {
      await server.stop();
      await removeFolder(folder);
      throw error;
    }
  }

  /**
   * The workbench's address for a folder or a `.code-workspace` file, or for an empty window; `payload` is what one in
   * test mode reads.
   */
  url(workspace: string | undefined, payload: readonly (readonly [string, string])[] = []): string {
    const kind = workspace?.endsWith('.code-workspace') ? 'workspace' : 'folder';
    const query = new URLSearchParams({
      ...(workspace === undefined ? { ew: 'true' } : { [kind]: workspace }),
      ...(payload.length > 0 && { payload: JSON.stringify(payload) }),
    });
    return `http://127.0.0.1:${this.port}/?${query}`;
  }

  /** How the workbench names a file of this machine. */
  uri(file: string): string {
    return `vscode-remote://127.0.0.1:${this.port}${path.resolve(file)}`;
  }

  log(): string {
    return readFileSync(path.join(this.folder, logName), 'utf8');
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await removeFolder(this.folder);
  }
}

const logName = 'server.log';

/** What VS Code finds where a language pack is installed: one without any texts, which is enough for extensions. */
function writeLanguagePack(userData: string, language: string): void {
  const texts = path.join(userData, `${language}.json`);
  writeFileSync(texts, JSON.stringify({ contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `test.language-pack-${language}` }, version: '1.0.0' }];
  const pack = { hash: language, extensions, translations: { vscode: texts }, label: language };
  writeFileSync(path.join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

/** Reads the port that the system gave from what the server says when it is up. */
async function listeningPort(server: ProcessGroup, logFile: string): Promise<number> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const log = readFileSync(logFile, 'utf8');
    const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1];
    if (port !== undefined) return Number(port);
    if (!server.running || Date.now() > deadline) throw new Error(`code-server did not start:\n${log.slice(-3000)}`);
    await delay(50);
  }
}
