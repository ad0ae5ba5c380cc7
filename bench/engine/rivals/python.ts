import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../root.js';
import { say } from '../measurement.js';

/** Where the scripts in Python are. */
export const rivalsFolder = path.join(root, 'bench/engine/rivals');

let found: string | null | undefined;

/**
 * A Python that has what requirements.txt names: that of EXPLORE_BENCH_PYTHON, or one in an environment of its own,
 * which is made when it is first needed. Null, and said so, where there is no python3.
 */
export function rivalPython(): string | null {
  found ??= process.env.EXPLORE_BENCH_PYTHON ?? makeEnvironment();
  return found;
}

function makeEnvironment(): string | null {
  const environment = path.join(root, '.cache/bench/python');
  const requirements = path.join(rivalsFolder, 'requirements.txt');
  const stamp = path.join(environment, '.requirements');
  const wanted = readFileSync(requirements, 'utf8');
  const windows = process.platform === 'win32';
  const python = path.join(environment, windows ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  rmSync(environment, { recursive: true, force: true });
  const base = windows ? 'python' : 'python3';
  if (spawnSync(base, ['-m', 'venv', environment], { stdio: 'ignore' }).status !== 0) {
    say('There is no python3 with venv here: what needs it is left out.');
    return null;
  }
  say('Building llama.cpp for Python (once, about ten minutes)…');
  const pip = spawnSync(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CMAKE_ARGS: '-DGGML_NATIVE=ON' },
  });
  if (pip.status !== 0) throw new Error(`pip could not install what ${requirements} names.`);
  writeFileSync(stamp, wanted);
  return python;
}
