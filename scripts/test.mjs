// Runs every test and ends with one line, `N passed, N failed`. With CI=true a skipped test is a failed one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stages = [
  { name: 'unit, engine, parity, verifier, terminal and MCP tests', config: 'vitest.config.mts' },
  { name: 'the package, inside VS Code, and in a browser', config: 'test/vscode.config.mts' },
];

/** Runs one stage, shows its output, and counts its tests; a run that broke off counts as one failed test. */
function run({ name, config }) {
  process.stdout.write(`\n${name}\n`);
  const folder = mkdtempSync(path.join(tmpdir(), 'explore-solutions-test-'));
  const report = path.join(folder, 'report.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', `--config=${config}`, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { cwd: root, stdio: 'inherit' },
  );
  const counts = count(report);
  rmSync(folder, { recursive: true });
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function count(report) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  let files;
  try {
    files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return counts;
  }
  for (const file of files) {
    const failedBefore = counts.failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') counts.failed++;
      else counts.skipped.push(test.fullName);
    }
    // A file that cannot be loaded has no tests to fail.
    if (file.status === 'failed' && counts.failed === failedBefore) counts.failed++;
  }
  return counts;
}

let passed = 0;
let failed = 0;
const skipped = [];
for (const stage of stages) {
  const counts = run(stage);
  passed += counts.passed;
  failed += counts.failed;
  skipped.push(...counts.skipped);
}

for (const test of skipped) process.stdout.write(`skipped: ${test}\n`);
if (process.env.CI === 'true' && skipped.length > 0) {
  process.stdout.write('With CI=true nothing may be skipped.\n');
  failed += skipped.length;
  skipped.length = 0;
}
const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
process.stdout.write(`\n${passed} passed, ${failed} failed${tail}\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
