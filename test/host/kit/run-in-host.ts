import { cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchChromium } from './chromium.js';
import { CodeServer } from './code-server.js';
import type { CodeServerParts } from './code-server-install.js';
import type { Desktop } from './desktop.js';
import { hostEnvironment } from './environment.js';
import { removeFolder, root, temporaryFolder } from './paths.js';
import { ProcessGroup } from './process-group.js';
import { type HostReport, reportVariable } from './report.js';
import { bundleSuites } from './suites.js';

/** A VS Code to run suites in. */
export type Host = ({ readonly kind: 'desktop' } & Desktop) | ({ readonly kind: 'code-server' } & CodeServerParts);

export interface HostRun {
  /** The folder with the suites, `*.test.ts`. */
  readonly suites: string;
  /** The folder that VS Code opens a copy of. */
  readonly workspace: string;
  /** What of it is opened, if not the folder itself: a `.code-workspace` file. */
  readonly opened?: string;
  readonly trusted: boolean;
}

/** Most time that one VS Code may take for all its suites. */
const limit = 10 * 60_000;

/** Starts VS Code with this repository's extension, runs the suites inside it, and returns what they report. */
export async function runInHost(host: Host, run: HostRun): Promise<HostReport> {
  const folder = await temporaryFolder('host');
  const runner = await bundleSuites(run.suites);
  try {
    const copy = path.join(folder, 'workspace');
    cpSync(run.workspace, copy, { recursive: true });
    const workspace = path.join(copy, run.opened ?? '');
    const start: Start = { folder, workspace, runner, trusted: run.trusted, report: path.join(folder, 'report.json') };
    const log = await (host.kind === 'desktop' ? runInDesktop(host, start) : runInCodeServer(host, start));
    if (!existsSync(start.report)) throw new Error(`VS Code ended without a report:\n${log.slice(-4000)}`);
    return JSON.parse(readFileSync(start.report, 'utf8')) as HostReport;
  } finally {
    await removeFolder(folder);
    await removeFolder(path.dirname(runner));
  }
}

interface Start {
  readonly folder: string;
  readonly workspace: string;
  readonly runner: string;
  readonly trusted: boolean;
  readonly report: string;
}

/** Nobody answers the question whether a workspace is trusted: then it is not. */
const settings = { 'security.workspace.trust.startupPrompt': 'never' };

async function runInDesktop({ command }: Desktop, start: Start): Promise<string> {
  // A short path: VS Code puts a socket in here, and a socket's path may have about 100 characters.
  const userData = path.join(start.folder, 'u');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify(settings));
  const logFile = path.join(start.folder, 'vscode.log');
  const log = openSync(logFile, 'w');
  const [program, ...prefix] = command;
  const vscode = new ProcessGroup(
    program,
    [
      ...prefix,
      start.workspace,
      ...['--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--skip-welcome', '--skip-release-notes'],
      ...[`--user-data-dir=${userData}`, `--extensions-dir=${path.join(start.folder, 'x')}`],
      ...(start.trusted ? ['--disable-workspace-trust'] : []),
      `--extensionDevelopmentPath=${root}`,
      `--extensionTestsPath=${start.runner}`,
    ],
    { env: { ...hostEnvironment(), [reportVariable]: start.report }, stdio: ['ignore', log, log] },
  );
  try {
    await within(limit, vscode.ended);
  } finally {
    await vscode.stop();
  }
  return readFileSync(logFile, 'utf8');
}

async function runInCodeServer(parts: CodeServerParts, start: Start): Promise<string> {
  const server = await CodeServer.start(parts, {
    settings,
    trustAll: start.trusted,
    testMode: true,
    env: { [reportVariable]: start.report },
  });
  try {
    const browser = await launchChromium(parts.chromium);
    try {
      const page = await browser.newPage();
      // The workbench calls these when the runner is done; they must be there before it looks.
      const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
      await page.exposeFunction('codeAutomationLog', () => {});
      await page.goto(
        server.url(start.workspace, [
          ['extensionDevelopmentPath', server.uri(root)],
          ['extensionTestsPath', server.uri(start.runner)],
          ['skipWelcome', 'true'],
        ]),
      );
      await within(limit, ended);
    } finally {
      await browser.close();
    }
    return server.log();
  } finally {
    await server.stop();
  }
}

/** Waits for a promise, but not longer than `milliseconds`. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([promise, delay(milliseconds, undefined, { signal: timer.signal })]).finally(() => timer.abort());
}
