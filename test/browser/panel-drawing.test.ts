import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CandidateDetails, CandidateSnapshot, ExplorationSnapshot, Snapshot } from '../../src/protocol/panel.js';
import { findChromium, launchChromium } from '../host/kit/chromium.js';
import { PanelPage } from './panel-page.js';
import { details, ended, failed, many, passed, running, waiting } from './snapshots.js';

const chromium = findChromium();
if (chromium === undefined) {
  test.skip('the panel in a browser (neither Chromium nor Chrome is installed)');
} else {
  describe('the panel, by itself in a browser', () => {
    let browser: Browser;
    let panel: PanelPage;
    let page: Page;

    beforeAll(async () => {
      browser = await launchChromium(chromium);
    });
    afterAll(() => browser?.close());
    beforeEach(async () => {
      panel = await PanelPage.open(browser);
      page = panel.page;
      return () => panel.close();
    });

    const show = (snapshot: Snapshot) => panel.show(snapshot);
    const tell = (id: number, told: CandidateDetails) => panel.tell(id, told);
    const letFind = (ids: readonly number[]) => panel.letFind(ids);
    const sent = (method: string) => panel.sent(method);
    const candidate = (name: string) => panel.candidate(name);

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
      await survivor.getByRole('button', { name: 'Apply' }).click();
      await survivor.getByRole('button', { name: 'Open Diff' }).click();
      expect(await sent('apply')).toEqual([{ exploration: 'e1', candidate: 4 }]);
      expect(await sent('openDiff')).toEqual([{ exploration: 'e1', candidate: 4 }]);
    });

    test('shows near misses apart from what passed no check, and why each was picked when it was', async () => {
      const missed = failed(3);
      if (missed.status.kind !== 'verified') throw new Error('not verified');
      const status = { ...missed.status, checks: { passed: 2, total: 3 } };
      await show(ended([passed(4), { ...missed, status }, failed(1)]));
      const titles = await page.getByRole('heading', { level: 2 }).allTextContents();
      expect(titles.slice(0, 3)).toEqual(['Survivors', 'Near misses', 'Did not pass']);
      const group = page.locator('.group', { has: page.getByRole('heading', { name: 'Near misses' }) });
      await group.locator('.candidate > summary').click();
      await expect.poll(() => group.textContent()).toContain('Pick 1: a random one of the first 8 attempts');
      expect(await group.textContent()).toContain('2 of 3 checks');
    });

    test('says how survivors differ, as text, and a name leads to its candidate', async () => {
      const differences = [[{ candidate: 4, name: 'Candidate 5' }, ' differs: f("") gives "<img src=x>", theirs ""']];
      await show({ ...ended([passed(1), passed(4)]), differences });
      const region = page.getByRole('region', { name: 'Differences' });
      expect(await region.getByRole('heading', { level: 2, name: 'Differences' }).count()).toBe(1);
      expect(await region.getByRole('listitem').allTextContents()).toEqual([
        'Candidate 5 differs: f("") gives "<img src=x>", theirs ""',
      ]);
      expect(await region.locator('img').count()).toBe(0);
      await candidate('Candidate 5').evaluate((details) => details.removeAttribute('open'));
      const name = region.getByRole('button', { name: 'Candidate 5' });
      await name.focus();
      // What is drawn again leaves the keyboard where it is.
      await show({ ...ended([passed(1), passed(4)]), differences, seconds: 4 });
      await page.keyboard.press('Enter');
      await expect.poll(() => candidate('Candidate 5').getAttribute('open')).not.toBeNull();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
      await show(ended([passed(4)]));
      expect(await region.count()).toBe(0);
    });

    test('puts what is being verified with what was not, once it has ended', async () => {
      const unsettled: CandidateSnapshot = { ...failed(1), status: { kind: 'verifying', pick: 1 } };
      const group = (title: string) => page.locator('.group', { has: page.getByRole('heading', { name: title }) });
      await show(running([unsettled]));
      expect(await group('Being verified').locator('.candidate').count()).toBe(1);
      await show(ended([unsettled]));
      expect(await group('Being verified').locator('.candidate').count()).toBe(0);
      await group('Not verified').locator('summary').click();
      await expect.poll(() => group('Not verified').locator('.candidate').count()).toBe(1);
    });

    test('pauses and goes on by one button, on which the keyboard stays', async () => {
      const snapshot = running([waiting(1)]);
      await show(snapshot);
      await page.getByRole('button', { name: 'Pause' }).press('Enter');
      expect(await sent('pause')).toEqual([null]);
      if (snapshot.phase.kind !== 'running') throw new Error('not running');
      await show({ ...snapshot, phase: { ...snapshot.phase, paused: true } });
      expect(await page.locator('#doing').textContent()).toMatch(/^Paused\n/);
      expect(await page.locator(':focus').first().textContent()).toBe('Continue');
      await page.keyboard.press('Enter');
      expect(await sent('continue')).toEqual([null]);
      expect(await sent('pause')).toHaveLength(1);
    });

    test('keeps what is open and where the keyboard is when a candidate moves', async () => {
      await show(running([waiting(1), waiting(2)]));
      await page.getByText('Not verified').click();
      await candidate('Candidate 2').locator('summary').first().click();
      await candidate('Candidate 2').getByText('Open Diff').focus();
      await show(running([failed(1), waiting(2)]));
      expect(await candidate('Candidate 2').getAttribute('open')).not.toBeNull();
      expect(await page.locator(':focus').first().getAttribute('aria-label')).toBe('Open Diff of Candidate 2');
      const group = page.locator('.group', { has: page.getByRole('heading', { name: 'Did not pass' }) });
      expect(await group.getByText('Candidate 2').count()).toBe(1);
    });

    test('starts afresh for another exploration', async () => {
      await show(ended([passed(1)]));
      await show({ ...running([failed(1)]), id: 'e2' });
      expect(await candidate('Candidate 2').getAttribute('open')).toBeNull();
    });

    test('asks for what there is to read when a candidate is opened, and again when it was judged', async () => {
      await show(running([waiting(1), waiting(2)]));
      expect(await sent('details')).toEqual([]);
      await page.getByText('Not verified').click();
      await candidate('Candidate 2').locator('summary').first().click();
      await expect.poll(() => candidate('Candidate 2').textContent()).toContain('said this');
      await show(running([waiting(1), waiting(2)]));
      expect(await sent('details')).toEqual([{ exploration: 'e1', candidate: 1 }]);
      await tell(1, { ...details, evidence: { verifier: 'tests', output: 'broken', firstFailure: null } });
      await show(running([failed(1), waiting(2)]));
      await expect.poll(() => page.locator('.output').textContent()).toBe('broken');
      expect(await sent('details')).toHaveLength(2);
    });

    test('a candidate can be compared with another, and leads to those most alike', async () => {
      await tell(4, { ...details, neighbours: [{ id: 3, name: 'Candidate 4' }] });
      await show(ended([passed(4), waiting(3)]));
      await page.getByRole('button', { name: 'Compare Candidate 5 with another candidate' }).click();
      expect(await sent('compare')).toEqual([{ exploration: 'e1', candidate: 4 }]);
      await page.getByRole('button', { name: 'Candidate 4', exact: true }).click();
      expect(await candidate('Candidate 4').getAttribute('open')).not.toBeNull();
      expect(await page.locator('summary:focus').textContent()).toContain('Candidate 4');
    });

    test('shows those candidates only in which a text occurs', async () => {
      const filter = page.getByRole('searchbox');
      await show(ended([1, 2, 3].map(failed)));
      expect(await filter.isVisible()).toBe(false);
      await letFind([2, 4]);
      await show(ended([1, 2, 3, 4].map(failed)));
      await filter.fill('reduce');
      await expect
        .poll(() => page.locator('.candidate-name').allTextContents())
        .toEqual(['Candidate 3', 'Candidate 5']);
      expect(await sent('find')).toEqual([{ exploration: 'e1', text: 'reduce' }]);
      expect(await page.locator('.narrowing').textContent()).toContain('2 of 4 candidates');
      await letFind([2, 4, 5]);
      await show(running([1, 2, 3, 4, 5].map(failed)));
      await expect.poll(() => page.locator('.candidate-name').count()).toBe(3);
      await filter.fill('');
      expect(await page.locator('.candidate-name').count()).toBe(5);
    });

    test('sorts the candidates of each group', async () => {
      const of = (id: number, change: Partial<CandidateSnapshot>) => ({ ...failed(id), ...change });
      await show(
        ended([
          passed(0),
          of(1, { lines: 9 }),
          of(2, { attempts: 5 }),
          of(3, { meanLogProbability: -0.1 }),
          of(4, { lines: 1 }),
        ]),
      );
      const sorted = async (label: string) => {
        await page.getByRole('combobox', { name: 'Order of candidates' }).selectOption(label);
        return (await page.locator('.candidate-name').allTextContents()).map((name) => name.replace('Candidate ', ''));
      };
      expect(await sorted('Shortest')).toEqual(['1', '5', '3', '4', '2']);
      expect(await sorted('Most often said')).toEqual(['1', '3', '2', '4', '5']);
      expect(await sorted('Likeliest')).toEqual(['1', '4', '2', '3', '5']);
      expect(await sorted('Best first')).toEqual(['1', '2', '3', '4', '5']);
    });

    test('draws 2,000 candidates a page at a time, and any of them that is asked for', async () => {
      const all = Array.from({ length: 2000 }, (_, id) => (id === 0 ? passed : failed)(id));
      await tell(0, { ...details, neighbours: [{ id: 1500, name: 'Candidate 1501' }] });
      await show(ended(all));
      expect(await page.locator('.candidate').count()).toBe(101);
      await page.getByRole('button', { name: 'Show 100 more of 1899' }).click();
      expect(await page.locator('.candidate').count()).toBe(201);
      expect(await page.locator('summary:focus').textContent()).toContain('Candidate 102');
      await page.getByRole('button', { name: 'Candidate 1501' }).click();
      expect(await page.locator('summary:focus').textContent()).toContain('Candidate 1501');
    });

    test('the row under the pointer stays there when others come before it', async () => {
      const many = Array.from({ length: 60 }, (_, id) => failed(id + 10));
      await show(running(many));
      const row = candidate('Candidate 20');
      await row.locator('summary').hover();
      const top = async () => (await row.boundingBox())?.y ?? Number.NaN;
      const before = await top();
      await show(running([passed(0), passed(1), failed(2), ...many]));
      await expect.poll(() => page.locator('.output').count()).toBe(2);
      // Pages are scrolled by whole pixels.
      expect(Math.abs((await top()) - before)).toBeLessThan(3);
    });

    test('shows what a model or a verifier wrote as text only', async () => {
      const markup = '<img src=x onerror="window.broken = true"><script>window.broken = true</script>';
      const evidence = {
        verifier: markup,
        output: markup,
        firstFailure: { name: markup, message: markup, expected: markup, actual: markup },
      };
      await tell(1, {
        ...details,
        why: markup,
        change: [{ kind: 'added', text: markup }],
        evidence,
        neighbours: [{ id: 2, name: markup }],
      });
      await show(ended([failed(1)]));
      await candidate('Candidate 2').locator('summary').first().click();
      await expect.poll(() => page.locator('.changed').textContent()).toContain(markup);
      expect(await page.locator('.output').textContent()).toBe(markup);
      expect(await page.locator('.failed-check dd').allTextContents()).toEqual([markup, markup, markup]);
      expect(await page.locator('.neighbours').textContent()).toBe(markup);
      expect(await page.locator('img, .candidate script').count()).toBe(0);
      expect(await page.evaluate('window.broken')).toBeUndefined();
    });

    test('shows what cannot be seen: commands to a terminal, and what turns the direction of reading', async () => {
      await tell(1, { ...details, change: [{ kind: 'added', text: 'if (\u202eadmin\u202c) \u001b[31mred' }] });
      const exploration = ended([failed(1)]);
      const problem = { ...exploration.problem, file: 'a\u202esj.exe' };
      await show({ ...exploration, problem, verifiers: ['tests\u001b]0;owned\u0007'] });
      await candidate('Candidate 2').locator('summary').first().click();
      await expect.poll(() => page.locator('.changed').textContent()).toContain('if ([U+202E]admin[U+202C]) ␛[31mred');
      expect(await page.locator('.where').textContent()).toContain('a[U+202E]sj.exe');
      expect(await page.locator('.conditions').textContent()).toContain('tests␛]0;owned␇');
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

    test('says what is to be mended, where that is why it is explored', async () => {
      const { problem } = running([]);
      await panel.show({ ...running([]), problem: { ...problem, complaint: "Cannot find name 'x'." } });
      expect(await panel.page.locator('.complaint').textContent()).toBe("To be mended: Cannot find name 'x'.");
      await panel.show(running([]));
      expect(await panel.page.locator('.complaint').isVisible()).toBe(false);
    });

    test('says so when nothing is left but to compare the survivors', async () => {
      const comparing = 'Comparing what the survivors do';
      const doing = panel.page.locator('.doing');
      await panel.show({ ...running([passed(1), passed(2)]), survivorsWanted: 3 });
      expect(await doing.textContent()).not.toBe(comparing);
      await panel.show({ ...running([passed(1), passed(2)]), survivorsWanted: 2 });
      expect(await doing.textContent()).toBe(comparing);
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

    test.each<[string, Partial<ExplorationSnapshot>]>([
      ['it found a survivor', {}],
      ['it found none', { survivors: 0, phase: { kind: 'ended', reason: 'exhausted' } }],
      ['its budget is spent', { survivors: 0, phase: { kind: 'ended', reason: 'budget' } }],
      ['it was stopped', { phase: { kind: 'ended', reason: 'cancelled' } }],
    ])('offers 40 more where %s, and not while it runs', async (_, change) => {
      const more = page.getByRole('button', { name: '40 More' });
      await show({ ...ended([passed(1)]), ...change });
      await more.click();
      expect(await sent('exploreMore')).toEqual([{ exploration: 'e1' }]);
      await show(running([passed(1)]));
      expect(await more.count()).toBe(0);
    });

    test('throws away what the extension never sends', async () => {
      await show(ended([passed(1)]));
      await panel.post({ type: 'call', id: 999, method: 'show', params: { kind: 'nonsense' } });
      await expect.poll(() => panel.answers()).toContainEqual(expect.objectContaining({ type: 'failure', id: 999 }));
      expect(await page.getByText('Candidate 2').count()).toBe(1);
    });

    describe('map and curve', () => {
      const openPlots = async () => {
        await page.getByText('Map and curve').click();
        await expect.poll(() => page.locator('.map path[d]').count()).toBeGreaterThan(0);
      };
      const map = () => page.getByRole('application', { name: 'Map of the attempts' });
      const curve = () => page.getByRole('slider', { name: 'pass@k' });
      const current = () => page.locator('.map ~ .current').textContent();
      const shapes = (kind: string) => page.locator(`.map path[data-kind=${kind}]`).getAttribute('d');

      test('are drawn only when they are open', async () => {
        await show(ended([passed(1)]));
        expect(await page.locator('.map path[d]').count()).toBe(0);
        expect(await sent('showMap')).toEqual([]);
        await openPlots();
        expect(await sent('showMap')).toEqual([{ shown: true }]);
        expect(await shapes('pass')).toBe('M100 480l20 20l-20 20l-20-20z');
        expect(await shapes('fail')).toBe('');
      });

      test('each verdict has a shape of its own, and a line joins them in the order of verification', async () => {
        const verifying: CandidateSnapshot = {
          ...failed(4),
          status: { kind: 'verifying', pick: 3 },
        };
        const second = failed(2);
        if (second.status.kind !== 'verified') throw new Error('not verified');
        const candidates = [passed(1), { ...second, status: { ...second.status, pick: 2 } }, waiting(3), verifying];
        const snapshot = running(candidates);
        await show({ ...snapshot, map: [...(snapshot.map ?? []), { attempt: 5, candidate: null, x: 500, y: 100 }] });
        await openPlots();
        expect(await page.locator('.order').getAttribute('d')).toBe('M100 500L200 500L400 500');
        const drawn = await Promise.all(['pass', 'fail', 'waiting', 'verifying', 'unusable'].map(shapes));
        expect(drawn).toEqual([
          'M100 480l20 20l-20 20l-20-20z',
          'M191 491l18 18m0-18l-18 18',
          'M291 500a9 9 0 1 0 18 0a9 9 0 1 0-18 0',
          'M388 488h24v24h-24z',
          'M492 900h16',
        ]);
        const legend = await page.locator('.legend li:visible').allTextContents();
        expect(legend).toEqual([
          'Survivor (1)',
          'Being verified (1)',
          'Did not pass (1)',
          'Not verified (1)',
          'No usable code (1)',
        ]);
      });

      test('the arrow keys go from point to point, and Enter opens the candidate in the list', async () => {
        await show(ended([failed(1), failed(2), waiting(3), passed(6)]));
        await openPlots();
        await map().focus();
        expect(await current()).toBe('Candidate 7 · Passed · pick 1 · said twice');
        for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
        expect(await current()).toBe('Candidate 3 · Failed · pick 1 · said twice');
        expect(await page.locator('.ring').getAttribute('cx')).toBe('200');
        await page.keyboard.press('ArrowRight');
        expect(await current()).toBe('Candidate 4 · Not verified · said twice');
        await page.keyboard.press('Enter');
        expect(await candidate('Candidate 4').getAttribute('open')).not.toBeNull();
        expect(await page.locator('summary:focus').textContent()).toContain('Candidate 4');
        expect(await page.locator('.candidate summary:focus').isVisible()).toBe(true);
      });

      test('the point that is chosen stays chosen when more arrives', async () => {
        await show(running([failed(1), failed(2)]));
        await openPlots();
        await map().focus();
        await page.keyboard.press('ArrowRight');
        await show(running([passed(2), failed(1), waiting(3)]));
        expect(await current()).toBe('Candidate 3 · Passed · pick 1 · said twice');
        expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Map of the attempts');
      });

      test('the order of verification can be played back, by hand and by itself', async () => {
        const picked = (id: number, pick: number) => {
          const candidate = failed(id);
          if (candidate.status.kind !== 'verified') throw new Error('not verified');
          return { ...candidate, status: { ...candidate.status, pick } };
        };
        await show(ended([picked(1, 2), picked(2, 1), picked(3, 3)]));
        await openPlots();
        const order = () => page.locator('.order').getAttribute('d');
        const slider = page.getByRole('slider', { name: 'Verifications' });
        expect(await order()).toBe('M200 500L100 500L300 500');
        await slider.focus();
        await page.keyboard.press('ArrowLeft');
        expect(await order()).toBe('M200 500L100 500');
        expect(await slider.getAttribute('aria-valuetext')).toBe('2 of 3 verifications');
        expect(await page.locator('.legend').textContent()).toContain('Not verified (1)');
        await page.keyboard.press('Home');
        expect(await order()).toBe('');
        await page.getByRole('button', { name: 'Play' }).click();
        await expect.poll(order).toBe('M200 500L100 500L300 500');
        await expect.poll(() => page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
      });

      test('map and curve can be saved as pictures that need no style sheet', async () => {
        await show({ ...ended([passed(1), failed(2)]), attempts: 4, judgedAttempts: 4, passedAttempts: 1 });
        await openPlots();
        await page.getByRole('button', { name: 'Save Map…' }).click();
        await page.getByRole('button', { name: 'Save Curve…' }).click();
        const pictures = (await sent('savePicture')) as { name: string; svg: string }[];
        expect(pictures.map(({ name }) => name)).toEqual(['map', 'curve']);
        for (const { svg } of pictures) {
          const file = await browser.newPage();
          await file.setContent(svg);
          const shapes = await file.locator('svg path[d]').evaluateAll((all) => all.map((each) => each.outerHTML));
          expect(shapes.some((shape) => /stroke="rgb/.test(shape))).toBe(true);
          expect(shapes.join('')).not.toContain('class=');
          expect((await file.locator('svg title').textContent())?.length).toBeGreaterThan(20);
          expect(await file.locator('svg text').count()).toBeGreaterThan(1);
          await file.close();
        }
      });

      test('a click on a point opens its candidate', async () => {
        await show(ended([failed(5)]));
        await openPlots();
        await map().locator('svg').click();
        expect(await candidate('Candidate 6').getAttribute('open')).not.toBeNull();
      });

      test('the map has a table, and names in both are text only', async () => {
        const markup = '<img src=x onerror="window.broken = true">';
        await show(ended([{ ...failed(1), name: markup }]));
        await openPlots();
        await map().focus();
        expect(await current()).toContain(markup);
        await page.locator('section', { has: map() }).getByText('As a table').click();
        const table = page.getByRole('table', { name: 'Attempts on the map' });
        const titles = ['Attempt', 'Candidate', 'Result', 'Pick', 'Across', 'Up'];
        expect(await table.getByRole('columnheader').allTextContents()).toEqual(titles);
        const cells = () => table.getByRole('cell').allTextContents();
        await expect.poll(cells).toEqual(['2', markup, 'Failed', '1', '−80', '0']);
        expect(await page.locator('img').count()).toBe(0);
        expect(await page.evaluate('window.broken')).toBeUndefined();
      });

      test('the curve says pass@k and its interval, k by k, and as a table', async () => {
        await show({ ...ended([passed(1)]), attempts: 4, judgedAttempts: 4, passedAttempts: 1 });
        await openPlots();
        await curve().focus();
        await page.keyboard.press('ArrowRight');
        const said = 'pass@2: 50 %, 95 % interval 8.9 % to 91 %';
        expect(await curve().getAttribute('aria-valuetext')).toBe(said);
        await page.keyboard.press('End');
        expect(await curve().getAttribute('aria-valuenow')).toBe('4');
        await page.locator('section', { has: curve() }).getByText('As a table').click();
        const table = page.getByRole('table', { name: 'pass@k' });
        const second = async () => (await table.getByRole('cell').allTextContents()).slice(4, 8);
        await expect.poll(second).toEqual(['2', '50 %', '8.9 %', '91 %']);
        expect(await table.getByRole('row').count()).toBe(5);
      });

      test.each<[string, ExplorationSnapshot, string[]]>([
        [
          'all were judged',
          ended([{ ...passed(1) }, failed(2), failed(3)]),
          [
            'rather high because it ended with a survivor',
            'among these 3 candidates would be verification 2.0 on average; here it was number 1.',
          ],
        ],
        [
          'some were not',
          ended([passed(1), waiting(2), waiting(3)]),
          [
            'not a random sample: the selector chose them',
            'What random order would have cost is not known: 2 of 3 candidates without a verdict.',
          ],
        ],
        ['none passed', ended([failed(1)]), ['No candidate passed, so no order would have found a survivor.']],
        [
          'nothing was judged yet',
          running([waiting(1)]),
          ['The curve begins with the first verdict.', '1 of 1 candidate without a verdict yet.'],
        ],
      ])('the curve says what it rests on where %s', async (_, snapshot, expected) => {
        await show(snapshot);
        await openPlots();
        const section = page.locator('section', { has: page.getByRole('heading', { name: 'Curve' }) });
        for (const sentence of expected) expect(await section.textContent()).toContain(sentence);
      });

      test('2,000 attempts are a few paths', async () => {
        await show(many(2000));
        await openPlots();
        expect(await page.locator('.plots svg *').count()).toBeLessThan(30);
        await map().focus();
        await page.keyboard.press('ArrowUp');
        expect(await current()).toContain('Candidate');
      });
    });
  });
}
