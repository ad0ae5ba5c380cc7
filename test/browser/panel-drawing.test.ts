import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CandidateSnapshot, ExplorationSnapshot, Snapshot } from '../../src/protocol/panel.js';
import { findChromium, launchChromium } from '../host/kit/chromium.js';
import { root } from '../host/kit/paths.js';

const chromium = findChromium();
if (chromium === undefined) {
  test.skip('the panel in a browser (neither Chromium nor Chrome is installed)');
} else {
  describe('the panel, by itself in a browser', () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await launchChromium(chromium);
    });
    afterAll(() => browser?.close());
    beforeEach(async () => {
      page = await browser.newPage();
      await page.setContent('<!DOCTYPE html><body></body>');
      await page.evaluate(
        'window.sent = []; window.acquireVsCodeApi = () => ({ postMessage: (message) => sent.push(message) })',
      );
      await page.addScriptTag({ path: path.join(root, 'dist/panel.js') });
      return () => page.close();
    });

    let calls = 0;
    /** Shows a snapshot as the extension does, and waits until the panel says that it is drawn. */
    async function show(snapshot: Snapshot): Promise<void> {
      const id = calls++;
      await post({ type: 'call', id, method: 'show', params: snapshot });
      await expect.poll(answers).toContainEqual({ type: 'result', id, value: null });
    }
    const post = (message: unknown) => page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
    const answers = () => page.evaluate<Message[]>('window.sent');
    const sent = async (method: string) =>
      (await answers()).filter((message) => message.method === method).map(({ params }) => params);

    test('says that it is ready, and how to start', async () => {
      await expect.poll(() => sent('ready')).toEqual([null]);
      await show({ kind: 'empty', trusted: true });
      await page.getByRole('button', { name: 'Explore Solutions' }).click();
      expect(await sent('explore')).toEqual([null]);
      await show({ kind: 'empty', trusted: false });
      await page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
      expect(await sent('manageTrust')).toEqual([null]);
    });

    test('shows survivors open and first, the rest behind a line each', async () => {
      await show(ended([passed(4), failed(1), waiting(2)]));
      const titles = await page.getByRole('heading', { level: 2 }).allTextContents();
      expect(titles.slice(0, 3)).toEqual(['Survivors', 'Did not pass', 'Not verified']);
      const survivor = candidate('Candidate 5');
      expect(await survivor.getAttribute('open')).not.toBeNull();
      expect(await candidate('Candidate 2').getAttribute('open')).toBeNull();
      expect(await page.getByRole('status').textContent()).toContain('Found 1 survivor.');
      await survivor.getByText('Apply').click();
      await survivor.getByText('Open Diff').click();
      expect(await sent('apply')).toEqual([{ exploration: 'e1', candidate: 4 }]);
      expect(await sent('openDiff')).toEqual([{ exploration: 'e1', candidate: 4 }]);
    });

    test('keeps what is open and where the keyboard is when a candidate moves', async () => {
      await show(running([waiting(1), waiting(2)]));
      await page.getByText('Not verified').click();
      await candidate('Candidate 2').locator('summary').first().click();
      await candidate('Candidate 2').getByText('Open Diff').focus();
      await show(running([failed(1), waiting(2)]));
      expect(await candidate('Candidate 2').getAttribute('open')).not.toBeNull();
      expect(await page.locator(':focus').first().getAttribute('aria-label')).toBe('Open the diff of Candidate 2');
      const group = page.locator('.group', { has: page.getByRole('heading', { name: 'Did not pass' }) });
      expect(await group.getByText('Candidate 2').count()).toBe(1);
    });

    test('starts afresh for another exploration', async () => {
      await show(ended([passed(1)]));
      await show({ ...running([failed(1)]), id: 'e2' });
      expect(await candidate('Candidate 2').getAttribute('open')).toBeNull();
    });

    test('shows what a model or a verifier wrote as text only', async () => {
      const markup = '<img src=x onerror="window.broken = true"><script>window.broken = true</script>';
      await show(
        ended([
          {
            ...failed(1),
            change: [{ kind: 'added', text: markup }],
            status: {
              kind: 'verified',
              pick: 1,
              outcome: 'fail',
              verifier: markup,
              seconds: 1,
              output: markup,
              checks: {
                passed: 3,
                total: 5,
                firstFailure: { name: markup, message: markup, expected: markup, actual: markup },
              },
              peakMegabytes: 12,
            },
          },
        ]),
      );
      await candidate('Candidate 2').locator('summary').first().click();
      expect(await page.locator('.changed').textContent()).toContain(markup);
      expect(await page.locator('.output').textContent()).toBe(markup);
      expect(await page.locator('.failed-check dd').allTextContents()).toEqual([markup, markup, markup]);
      expect(await page.locator('.facts').first().textContent()).toContain('3 of 5 checks');
      expect(await page.locator('img, .candidate script').count()).toBe(0);
      expect(await page.evaluate('window.broken')).toBeUndefined();
    });

    test.each<[string, Partial<ExplorationSnapshot>, string]>([
      ['nothing passed', { survivors: 0 }, 'No attempt passed.'],
      [
        'nothing was usable',
        { candidates: [], distinct: 0, unusable: [{ reason: 'cut off', attempts: 8 }] },
        'No attempt had usable code.What was wrong: cut off (8).',
      ],
      [
        'it was stopped',
        { survivors: 0, phase: { kind: 'ended', reason: 'cancelled' } },
        'Stopped: no survivor so far.',
      ],
      [
        'it failed',
        { survivors: 0, phase: { kind: 'failed', error: 'The engine broke.', nextStep: 'Try again.' } },
        'The engine broke.Try again.',
      ],
    ])('says what to do next where %s', async (_, change, expected) => {
      await show({ ...ended([failed(1)]), ...change });
      const spoken = await page.getByRole('status').textContent();
      expect(spoken).toContain(expected);
      expect(await page.locator('.result vscode-button').count()).toBeGreaterThan(0);
    });

    test('notes what is to be known of the verifiers, while it runs and afterwards', async () => {
      await show(running([waiting(1)]));
      const notes = page.getByRole('list', { name: 'Notes on the verifiers' });
      expect(await notes.count()).toBe(0);
      await show({ ...running([waiting(1)]), notes: ['It passes.'] });
      await show({ ...ended([passed(1)]), notes: ['It passes.', 'It is <b>flaky</b>.'] });
      expect(await notes.getByRole('listitem').allTextContents()).toEqual(['It passes.', 'It is <b>flaky</b>.']);
    });

    test('can be stopped while it runs, not afterwards', async () => {
      await show(running([]));
      expect(await page.getByRole('progressbar').getAttribute('value')).toBe('0.25');
      await page.getByRole('button', { name: 'Stop' }).click();
      expect(await sent('stop')).toEqual([null]);
      await show(ended([]));
      expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    });

    test.each<[string, Partial<ExplorationSnapshot>]>([
      ['it was cut off', { phase: { kind: 'interrupted' } }],
      ['it was cut off with a survivor', { phase: { kind: 'interrupted' }, survivors: 1 }],
      ['it was stopped', { phase: { kind: 'ended', reason: 'cancelled' } }],
      ['it failed', { phase: { kind: 'failed', error: 'It broke.', nextStep: 'Try again.' } }],
    ])('offers to go on where %s, and not while it runs or when it came to its end', async (_, change) => {
      const resume = page.getByRole('button', { name: 'Resume' });
      await show({ ...ended([failed(1)]), ...change });
      await resume.click();
      expect(await sent('resume')).toEqual([{ exploration: 'e1' }]);
      await show(running([failed(1)]));
      expect(await resume.count()).toBe(0);
      await show(ended([passed(1)]));
      expect(await resume.count()).toBe(0);
    });

    test('throws away what the extension never sends', async () => {
      await show(ended([passed(1)]));
      await post({ type: 'call', id: 999, method: 'show', params: { kind: 'nonsense' } });
      await expect.poll(answers).toContainEqual(expect.objectContaining({ type: 'failure', id: 999 }));
      expect(await page.getByText('Candidate 2').count()).toBe(1);
    });

    const candidate = (name: string) => page.locator('details.candidate', { hasText: name });
  });
}

/** What the panel posts. */
interface Message {
  readonly type: string;
  readonly id: number;
  readonly method?: string;
  readonly params?: unknown;
}

const verified = (id: number, outcome: 'pass' | 'fail'): CandidateSnapshot => ({
  id,
  name: `Candidate ${id + 1}`,
  status: {
    kind: 'verified',
    pick: 1,
    outcome,
    verifier: 'tests',
    seconds: 0.5,
    output: 'said this',
    checks: null,
    peakMegabytes: null,
  },
  attempts: 2,
  meanLogProbability: -0.4,
  change: [{ kind: 'added', text: 'code' }],
  moreLines: 0,
});
const passed = (id: number) => verified(id, 'pass');
const failed = (id: number) => verified(id, 'fail');
const waiting = (id: number): CandidateSnapshot => ({ ...failed(id), status: { kind: 'waiting' } });

function ended(candidates: CandidateSnapshot[]): ExplorationSnapshot {
  const survivors = candidates.filter(({ status }) => status.kind === 'verified' && status.outcome === 'pass').length;
  return {
    kind: 'exploration',
    id: 'e1',
    problem: { file: 'a.js', name: 'f', from: 1, to: 3 },
    phase: { kind: 'ended', reason: survivors > 0 ? 'survivors' : 'exhausted' },
    model: { name: 'A model', device: { name: 'CPU', reason: 'It was asked for.' }, weights: '8 bits' },
    sandbox: 'none',
    verifiers: ['tests'],
    selector: 'repexp',
    seed: 1,
    notes: [],
    attemptsWanted: 8,
    survivorsWanted: 1,
    attempts: 8,
    distinct: candidates.length,
    verified: candidates.length,
    survivors,
    unusable: [],
    seconds: 3,
    candidates,
  };
}

const running = (candidates: CandidateSnapshot[]): ExplorationSnapshot => ({
  ...ended(candidates),
  attempts: 2,
  phase: { kind: 'running', preparing: null, tokensPerSecond: 100, secondsLeft: 5 },
});
