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

/**
 * What tells llama.cpp to use all that this processor has, but AMX: a virtual machine may show these instructions and
 * not allow them, and then llama.cpp dies of the first one. Where they are shown, the others are named one by one.
 */
function forThisProcessor(): string {
  const flags = existsSync(cpuinfo)
    ? /^flags\s*:(.*)$/m.exec(readFileSync(cpuinfo, 'utf8'))?.[1]?.trim().split(' ')
    : [];
  if (!flags?.includes('amx_tile')) return '-DGGML_NATIVE=ON';
  const has = (flag: string) => (flags.includes(flag) ? 'ON' : 'OFF');
  const extensions = Object.entries(extensionsByFlag).map(([flag, option]) => `-DGGML_${option}=${has(flag)}`);
  return ['-DGGML_NATIVE=OFF', ...extensions].join(' ');
}

/** Where Linux tells what the processor has, and what llama.cpp's build calls it. */
const cpuinfo = '/proc/cpuinfo';
const extensionsByFlag = {
  sse4_2: 'SSE42',
  avx: 'AVX',
  avx2: 'AVX2',
  avx_vnni: 'AVX_VNNI',
  fma: 'FMA',
  f16c: 'F16C',
  bmi2: 'BMI2',
  avx512f: 'AVX512',
  avx512vbmi: 'AVX512_VBMI',
  avx512_vnni: 'AVX512_VNNI',
  avx512_bf16: 'AVX512_BF16',
} as const;

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
    env: { ...process.env, CMAKE_ARGS: forThisProcessor() },
  });
  if (pip.status !== 0) throw new Error(`pip could not install what ${requirements} names.`);
  writeFileSync(stamp, wanted);
  return python;
}
