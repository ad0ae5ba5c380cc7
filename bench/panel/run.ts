// How smooth the panel is while an exploration of thousands of candidates streams into it, and what it keeps in memory.
// usage: npm run bench:panel [-- ATTEMPTS SECONDS]   (the recorded exploration is kept under .cache/bench; it is made
// once, which takes some minutes; its events are replayed within so many seconds)
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { type Exploration, type ExplorationEvent, reduce, tally } from '../../src/core/exploration.js';
import { PaceMeter } from '../../src/explore/pace.js';
import { readEvents } from '../../src/explore/record.js';
import { findChromium, launchChromium } from '../../test/host/kit/chromium.js';
import { exploreAll } from '../explore.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { median } from '../statistics.js';
import { table } from '../table.js';
import { PanelPage } from './page.js';
import { longestTasks } from './trace.js';

const [attempts = 3900, seconds = 60] = process.argv.slice(2).map(Number);

/** A simple function at a high temperature: many different candidates, few tokens each. */
function recorded(): ExplorationEvent[] {
  const cache = path.join(root, '.cache/bench/panel');
  const record = path.join(cache, `${attempts}.jsonl`);
  if (!existsSync(record)) {
    mkdirSync(cache, { recursive: true });
    const examples = ['average([1, 2, 3]) == 2', 'average([]) == 0', 'average([5]) == 5'];
    // Which is verified first makes no difference here.
    const options = [
      '--temperature',
      '1.1',
      '--selector',
      'random',
      ...examples.flatMap((line) => ['--example', line]),
    ];
    exploreAll(path.join(root, 'examples/javascript-average/average.js:4'), attempts, `${record}.partial`, options);
    renameSync(`${record}.partial`, record);
  }
  return readEvents(record);
}

interface Replay {
  readonly what: string;
  readonly framesPerSecond: number;
  /** Milliseconds, the longest first. */
  readonly longestTasks: readonly number[];
  readonly snapshots: number;
  /** Milliseconds in the extension for one snapshot. */
  readonly snapshotMilliseconds: { readonly median: number; readonly greatest: number };
}

/** Replays the events at an even pace, and watches the page meanwhile. */
async function replay(browser: Browser, events: readonly ExplorationEvent[], withMap: boolean): Promise<Replay> {
  const panel = await PanelPage.open(browser);
  if (withMap) await panel.openPlots();
  const meter = new PaceMeter();
  const begin = performance.now();
  let state: Exploration | null = null;
  await browser.startTracing(panel.page, { categories: ['toplevel', 'devtools.timeline'] });
  await panel.countFrames();
  for (const [index, event] of events.entries()) {
    state = reduce(state, event);
    const due = begin + (1000 * seconds * index) / events.length;
    if (performance.now() < due) await delay(due - performance.now());
    panel.show(state, meter.pace(state));
  }
  const framesPerSecond = await panel.framesPerSecond();
  const trace = await browser.stopTracing();
  const { snapshotMilliseconds } = panel;
  await panel.close();
  return {
    what: withMap ? 'list, map and curve' : 'list',
    framesPerSecond,
    longestTasks: longestTasks(trace, 5),
    snapshots: snapshotMilliseconds.length,
    snapshotMilliseconds: { median: median(snapshotMilliseconds), greatest: Math.max(...snapshotMilliseconds) },
  };
}

interface Opening {
  /** From a blank page until the script has run. */
  readonly scriptMilliseconds: number;
  /** From the finished exploration's snapshot until it is on the screen. */
  readonly drawnMilliseconds: number;
  /** The page's memory in use when it showed one exploration, and when it had shown ten. */
  readonly megabytes: readonly [one: number, ten: number];
}

async function opening(browser: Browser, state: Exploration): Promise<Opening> {
  const panel = await PanelPage.open(browser);
  await panel.openPlots();
  const before = performance.now();
  await panel.draw(state);
  const drawnMilliseconds = performance.now() - before;
  const one = await panel.megabytes();
  for (let index = 2; index <= 10; index += 1) await panel.draw({ ...state, id: `${state.id}-${index}` });
  const ten = await panel.megabytes();
  const { scriptMilliseconds } = panel;
  await panel.close();
  return { scriptMilliseconds, drawnMilliseconds, megabytes: [one, ten] };
}

async function main(): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('Neither Chromium nor Chrome is installed.');
  const events = recorded();
  const last = events.reduce(reduce, null as Exploration | null);
  if (!last) throw new Error('The record is empty.');
  const browser = await launchChromium(chromium);
  try {
    const replays = [await replay(browser, events, false), await replay(browser, events, true)];
    const opened = await opening(browser, last);
    const { attempts: arrived, distinct } = tally(last);
    const scriptKilobytes = Math.round(readFileSync(path.join(root, 'dist/panel.js')).length / 1000);
    const rows = replays.map(({ what, framesPerSecond, longestTasks, snapshots, snapshotMilliseconds }) => [
      what,
      framesPerSecond.toFixed(1),
      longestTasks.map((task) => task.toFixed(0)).join(', '),
      `${snapshots}`,
      `${snapshotMilliseconds.median.toFixed(1)} (at most ${snapshotMilliseconds.greatest.toFixed(0)})`,
    ]);
    const heads = ['open', 'frames/s', 'longest tasks, ms', 'snapshots', 'making one in the extension, ms'];
    const streamed = table(heads, rows);
    const facts = [
      `${distinct} candidates of ${arrived} attempts, ${events.length} events in ${seconds} s.`,
      `Script: ${scriptKilobytes} kB, ${opened.scriptMilliseconds.toFixed(0)} ms.`,
      `The finished exploration is on the screen after ${opened.drawnMilliseconds.toFixed(0)} ms.`,
      `Memory of the page: ${opened.megabytes[0].toFixed(1)} MB with one exploration, ${opened.megabytes[1].toFixed(1)} MB after ten.`,
    ];
    const here = path.join(root, 'bench/panel');
    const result = { machine: machine(), distinct, attempts: arrived, seconds, scriptKilobytes, replays, opened };
    writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(result, null, 1)}\n`);
    writeFileSync(path.join(here, 'results.md'), `${streamed}\n\n${facts.join('\n')}\nMeasured on ${machine()}.\n`);
    process.stdout.write(`${streamed}\n\n${facts.join('\n')}\n`);
  } finally {
    await browser.close();
  }
}

void main();
