import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { CandidateDetails, CandidateSnapshot, ExplorationSnapshot, Snapshot } from '../../src/protocol/panel.js';
import { launchChromium } from '../host/kit/chromium.js';
import { root } from '../host/kit/paths.js';
import { type Look, readLooks } from './looks.js';
import { PanelPage } from './panel-page.js';
import { details, ended, failed, passed, running, verified, waiting } from './snapshots.js';
import { Workbench } from './workbench.js';

const rules: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {
    // The panel is a part of a page: the heading of an empty one is the view's title, which VS Code draws.
    'page-has-heading-one': { enabled: false },
  },
};

const ofEveryKind: CandidateSnapshot[] = [
  passed(0),
  verified(1, 'fail', { passed: 2, total: 3 }),
  { ...waiting(2), status: { kind: 'verifying', pick: 3 } },
  failed(3),
  verified(4, 'timeout'),
  verified(5, 'error'),
  waiting(6),
];
/** Everything that can be read of a candidate. */
const withAll: CandidateDetails = {
  ...details,
  change: [
    { kind: 'same', text: 'function sum(numbers) {' },
    { kind: 'removed', text: '  throw new Error("not implemented");' },
    { kind: 'added', text: '  return numbers.reduce((total, number) => total + number, 0);' },
    { kind: 'gap', text: '…' },
  ],
  moreLines: 12,
  evidence: {
    verifier: 'tests',
    output: 'not ok 1 - sum',
    firstFailure: { name: 'sum', message: 'not equal', expected: '6', actual: '5' },
  },
  neighbours: [
    { id: 3, name: 'Candidate 4' },
    { id: 6, name: 'Candidate 7' },
  ],
};
const problem = { file: 'src/sum.js', name: 'sum', complaint: null, from: 4, to: 6 };
const notes = ['The verifier passes on the code as it is.'];
const differences = [[{ candidate: 0, name: 'Candidate 1' }, ' differs: sum([]) gives 0, theirs undefined']];
const paused = (snapshot: ExplorationSnapshot): ExplorationSnapshot =>
  snapshot.phase.kind === 'running' ? { ...snapshot, phase: { ...snapshot.phase, paused: true } } : snapshot;

const plots = async (panel: PanelPage) => {
  await panel.page.getByText('Map and curve').click();
  await panel.page.getByText('As a table').first().click();
  await panel.page.getByText('As a table').last().click();
  await panel.page.getByRole('application').focus();
};

/** From now on keeps what regions that speak say, once a change. */
const countSpoken = `
  window.spoken = [];
  const last = new Map();
  new MutationObserver(() => {
    for (const region of document.querySelectorAll('[role=status], [aria-live]')) {
      const text = region.textContent;
      if (text === (last.get(region) ?? '')) continue;
      last.set(region, text);
      if (text && region.getAttribute('aria-live') !== 'off') spoken.push(text);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
`;

/** How many animations and transitions run, also inside the toolkit's elements. */
const animations = `{
  const within = (root) => [
    ...root.getAnimations(),
    ...[...root.querySelectorAll('*')].flatMap((each) => (each.shadowRoot ? within(each.shadowRoot) : [])),
  ];
  new Set(within(document)).size;
}`;

/** What the panel shows, and what a person has done to it. */
const states: readonly { name: string; snapshot: Snapshot; act?: (panel: PanelPage) => Promise<unknown> }[] = [
  { name: 'empty', snapshot: { kind: 'empty', trusted: true } },
  { name: 'empty, in a workspace that is not trusted', snapshot: { kind: 'empty', trusted: false } },
  { name: 'starting', snapshot: { kind: 'starting', problem } },
  {
    name: 'running, with candidates of every kind, all open',
    snapshot: { ...running(ofEveryKind), notes },
    act: ({ page }) =>
      page.evaluate('for (const each of document.querySelectorAll("details:not(.plots)")) each.open = true'),
  },
  { name: 'paused', snapshot: paused(running(ofEveryKind)) },
  {
    name: 'ended, with survivors and their differences',
    snapshot: { ...ended([passed(0), passed(1), failed(2)]), notes, differences },
  },
  {
    name: 'failed',
    snapshot: { ...ended([failed(1)]), phase: { kind: 'failed', error: 'The engine broke.', nextStep: 'Try again.' } },
  },
  { name: 'interrupted', snapshot: { ...ended([failed(1), waiting(2)]), phase: { kind: 'interrupted' } } },
  {
    name: 'map and curve, with their tables',
    snapshot: { ...ended(ofEveryKind), attempts: 8, judgedAttempts: 8, passedAttempts: 1 },
    act: plots,
  },
  {
    name: 'filtered',
    snapshot: ended(ofEveryKind),
    act: async (panel) => {
      await panel.letFind([0, 3]);
      await panel.page.getByRole('searchbox').fill('reduce');
      await expect.poll(() => panel.page.locator('.narrowing').textContent()).toContain('2 of 7 candidates');
    },
  },
];

const codeServer = inject('codeServer');
if (codeServer.found) {
  describe('the panel, for everybody', () => {
    let browser: Browser;
    let looks: readonly Look[];
    let panel: PanelPage;

    beforeAll(async () => {
      const workbench = await Workbench.open(codeServer, { vsix: inject('vsix'), trustAll: true });
      try {
        await workbench.focusPanel();
        looks = await readLooks(workbench);
      } finally {
        await workbench.close();
      }
      browser = await launchChromium(codeServer.chromium);
    });
    afterAll(() => browser?.close());
    beforeEach(async () => {
      // As wide as a side bar.
      panel = await PanelPage.open(browser, { viewport: { width: 380, height: 900 } });
      await panel.page.addScriptTag({ path: path.join(root, 'node_modules/axe-core/axe.min.js') });
      return () => panel.close();
    });

    /** What axe-core finds, with the place of each. */
    const violations = async (): Promise<string[]> => {
      const found = await panel.page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(rules)})`);
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
      );
    };

    test('the themes are VS Code’s, and differ', () => {
      for (const { variables } of looks) expect(variables).toContain('--vscode-sideBar-background');
      expect(new Set(looks.map(({ variables }) => variables)).size).toBe(4);
    });

    test('the walkthrough’s drawings use no colour that a theme has not, without another in its place', async () => {
      const folder = path.join(root, 'media/walkthrough');
      const drawings = await Promise.all(
        (await readdir(folder)).map((file) => readFile(path.join(folder, file), 'utf8')),
      );
      const last = drawings.flatMap((drawing) =>
        [...drawing.matchAll(/var\((--vscode-[\w-]+)\)/g)].map(([, name]) => name),
      );
      expect(last.length).toBeGreaterThan(0);
      for (const { theme, variables } of looks) {
        const missing = last.filter((name) => !variables.includes(`${name}:`));
        expect({ theme, missing: [...new Set(missing)] }).toEqual({ theme, missing: [] });
      }
    });

    test.each(states)('axe-core finds nothing in any theme: $name', async ({ snapshot, act }) => {
      await panel.tell(0, withAll);
      await panel.tell(3, withAll);
      await panel.show(snapshot);
      await act?.(panel);
      const found: Record<string, string[]> = {};
      for (const look of looks) {
        await panel.dress(look);
        found[look.theme] = await violations();
      }
      expect(found).toEqual(Object.fromEntries(looks.map(({ theme }) => [theme, []])));
    });

    test.each(states)('no two buttons have the same name: $name', async ({ snapshot, act }) => {
      await panel.show(snapshot);
      await act?.(panel);
      const names = await panel.page
        .locator('vscode-button:visible')
        .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? each.textContent));
      expect(names).toEqual([...new Set(names)]);
    });

    test('what can be done with a candidate is one row in a side bar of the usual width', async () => {
      await panel.page.setViewportSize({ width: 300, height: 900 });
      await panel.dress(looks[0]!);
      await panel.show(ended([passed(0)]));
      const buttons = panel.candidate('Candidate 1').locator('vscode-button');
      await buttons.first().waitFor();
      const tops = await buttons.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
      expect(tops).toHaveLength(3);
      expect(new Set(tops).size).toBe(1);
    });

    test('a screen reader hears of the beginning, of survivors and of the end, however much comes between', async () => {
      await panel.page.evaluate(countSpoken);
      await panel.show({ kind: 'starting', problem });
      const candidates: CandidateSnapshot[] = [];
      for (let id = 0; id < 60; id += 1) {
        candidates.push((id % 6 === 5 ? passed : failed)(id));
        await panel.letFind(candidates.filter((each) => each.id % 2 === 1).map((each) => each.id));
        await panel.show({ ...running([...candidates]), attempts: id + 1, attemptsWanted: 60 });
        if (id === 20) await panel.page.getByRole('searchbox').fill('reduce');
      }
      await panel.show(ended(candidates));
      expect(await panel.page.locator('.narrowing').textContent()).toContain('30 of 60 candidates');
      const spoken = await panel.page.evaluate<string[]>('spoken');
      expect(spoken).toEqual([
        'Preparing a copy of the workspace',
        'Survivors are coming in.Compare, then apply one.',
        expect.stringMatching(/^1[01] of 2[12] candidates$/),
        'Found 10 survivors.Compare, then apply one.',
      ]);
    });

    test('nothing moves by itself where the person wants less motion', async () => {
      await panel.dress(looks[0]!);
      const shown = async (reducedMotion: 'reduce' | 'no-preference') => {
        await panel.page.emulateMedia({ reducedMotion });
        const moving: number[] = [];
        await panel.show({ kind: 'starting', problem });
        moving.push(await panel.page.evaluate<number>(animations));
        await panel.show({ ...running(ofEveryKind), attempts: 1 });
        moving.push(await panel.page.evaluate<number>(animations));
        return moving;
      };
      const moving = await shown('no-preference');
      expect(Math.min(...moving)).toBeGreaterThan(0);
      expect(await shown('reduce')).toEqual([0, 0]);
      await panel.show(ended(ofEveryKind));
      await plots(panel);
      await panel.page.getByRole('slider', { name: 'Verifications' }).press('Home');
      await panel.page.getByRole('button', { name: 'Play' }).press('Enter');
      await expect.poll(() => panel.page.locator('.playback').textContent()).toContain('3 of 3');
      expect(await panel.page.evaluate<number>(animations)).toBe(0);
    });
  });
} else {
  test.skip(`the panel, for everybody (${codeServer.reason})`);
}
