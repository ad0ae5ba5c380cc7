import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.js';
import { type Found, missing } from './found.js';
import { root } from './paths.js';

/** code-server 4.x is VS Code 1.x: the real workbench and a real Node extension host, all from npm. */
const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';

/** VS Code's server, the Node that runs it, and the browser that shows it. */
export interface CodeServerParts {
  readonly node: string;
  readonly codeServer: string;
  readonly chromium: string;
}

/** Finds code-server under `.host/`, or puts it there (about 100 s, 580 MB); a half-finished set-up is redone. */
export function ensureCodeServer(): Found<CodeServerParts> {
  if (process.platform !== 'linux') return missing('code-server from npm runs on Linux only');
  const chromium = findChromium();
  if (!chromium) return missing('neither Chromium nor Chrome is installed (set CHROMIUM to where it is)');
  const home = path.join(root, '.host', `code-server-${codeServerVersion}-node-${nodeVersion}`);
  const failure = existsSync(home) ? undefined : install(home);
  return failure === undefined ? { found: true, chromium, ...parts(home) } : missing(failure);
}

const nodePackage = `node-linux-${process.arch}`;

function parts(home: string) {
  return {
    node: path.join(home, 'node_modules', nodePackage, 'bin/node'),
    codeServer: path.join(home, 'node_modules/code-server'),
  };
}

/** Everything happens in a folder beside `home` that gets its name in the end: what has the name is whole. */
function install(home: string): string | undefined {
  process.stderr.write('Setting up code-server from npm (once, about two minutes)…\n');
  const partial = `${home}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');

  const { node, codeServer } = parts(partial);
  const vscode = path.join(codeServer, 'lib/vscode');
  const logFile = path.join(root, '.host/install.log');
  const log = openSync(logFile, 'w');
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    // The headers to compile against come with the package: nothing is fetched from outside npm.
    npm_config_nodedir: path.resolve(node, '../..'),
  };
  const npm = (cwd: string, ...args: string[]) =>
    spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env,
      stdio: ['ignore', log, log],
    }).status === 0;

  const done =
    npm(partial, 'install', '--ignore-scripts', `${nodePackage}@${nodeVersion}`, `code-server@${codeServerVersion}`) &&
    npm(vscode, 'install', '--ignore-scripts', '--omit=dev') &&
    // The two native parts without ready-made binaries: logging (every output channel), and ending with the server.
    npm(vscode, 'rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog') &&
    existsSync(path.join(vscode, 'node_modules/@vscode/spdlog/build/Release/spdlog.node'));
  if (!done) {
    const end = readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join(' | ');
    return `code-server could not be set up; it needs npm's registry, python3, make and g++ (.host/install.log: ${end})`;
  }
  for (const unused of ['extensions/copilot', 'node_modules/@github/copilot-sdk-linux-x64'])
    rmSync(path.join(vscode, unused), { recursive: true, force: true });
  renameSync(partial, home);
  return undefined;
}
