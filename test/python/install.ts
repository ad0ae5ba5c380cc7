import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a virtual environment with what `requirements.txt` beside this names, unless it is already there.
 *
 * @param root the repository's folder
 * @returns the path of its Python
 */
export function ensurePython(root: string): string {
  const requirements = path.join(root, 'test/python/requirements.txt');
  const folder = path.join(root, '.cache/python');
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = path.join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    process.stderr.write('Installing Python libraries for tests (once, 150 MB)…\n');
    rmSync(folder, { recursive: true, force: true });
    run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
    writeFileSync(stamp, wanted);
  }
  return python;
}

function run(program: string, args: readonly string[]): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed. Is the package index reachable?`);
}
