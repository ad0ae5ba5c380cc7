import path from 'node:path';
import { Interrupt } from './standalone/interrupt.js';
import { serveJudge } from './train/verl/serve-judge.js';

const interrupt = new Interrupt();
const streams = {
  input: process.stdin,
  output: process.stdout,
  log: (line: string) => void process.stderr.write(`${line}\n`),
};
void serveJudge(process.argv.slice(2), path.join(__dirname, 'grammars'), streams, interrupt.signal).then((code) => {
  interrupt.dispose();
  process.exitCode = code;
});
