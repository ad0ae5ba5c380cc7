import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { type HostReport, type HostTest, reportVariable } from './report.js';

/**
 * VS Code calls this inside its extension host; the promise's end is the run's. Runs every suite beside this file
 * and writes a report: nothing printed in an extension host can be counted on to arrive.
 */
export function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const reportFile = process.env[reportVariable];
  if (reportFile === undefined) throw new Error(`${reportVariable} is not set`);
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, reporter: Mocha.reporters.Base });
  for (const file of readdirSync(__dirname)) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const tests: HostTest[] = [];
  return new Promise((resolve) => {
    const add = (test: Mocha.Test, outcome: HostTest['outcome']) => tests.push({ title: test.fullTitle(), outcome });
    mocha
      .run(() => {
        const host = `${vscode.env.appName} ${vscode.version}, Node ${process.versions.node}`;
        writeFileSync(reportFile, JSON.stringify({ host, tests } satisfies HostReport));
        resolve();
      })
      .on('pass', (test) => add(test, { state: 'passed' }))
      .on('pending', (test) => add(test, { state: 'skipped' }))
      .on('fail', (test, error: unknown) =>
        add(test, { state: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
}
