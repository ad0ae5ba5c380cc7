import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defaultPlan } from '../../../src/core/defaults.js';
import { selectors } from '../../../src/core/selectors/index.js';
import { parseVerifiers } from '../../../src/verify/configuration.js';
import { sandboxSettings } from '../../../src/verify/sandbox.js';
import { toolInput } from '../../../src/vscode/tool-input.js';
import { englishManifest } from '../../support/manifest.js';

const root = path.resolve(import.meta.dirname, '../../..');
const { contributes, capabilities } = englishManifest();
const settings = contributes.configuration.properties;

describe('the manifest', () => {
  it('has the defaults that the program has', () => {
    expect({
      attempts: settings['exploreSolutions.attempts'].default,
      survivors: settings['exploreSolutions.survivors'].default,
      seed: settings['exploreSolutions.seed'].default,
      selector: settings['exploreSolutions.selector'].default,
      temperature: settings['exploreSolutions.temperature'].default,
      maxTokens: settings['exploreSolutions.maxTokens'].default,
    }).toEqual({
      attempts: defaultPlan.attempts,
      survivors: defaultPlan.survivors,
      seed: defaultPlan.seed,
      selector: defaultPlan.selector,
      temperature: defaultPlan.sampling.temperature,
      maxTokens: defaultPlan.maxTokens,
    });
  });

  it('offers the selectors that there are', () => {
    expect(settings['exploreSolutions.selector'].enum).toEqual(selectors.map(({ name }) => name));
    expect(settings['exploreSolutions.selector'].enumDescriptions).toEqual(
      selectors.map(({ description }) => description),
    );
  });

  it('offers the settings of the sandbox that there are, each explained', () => {
    expect(settings['exploreSolutions.sandbox'].enum).toEqual([...sandboxSettings]);
    expect(settings['exploreSolutions.sandbox'].enumDescriptions).toHaveLength(sandboxSettings.length);
  });

  it('says of every setting what it does, where it may be set, and its range', () => {
    for (const [name, setting] of Object.entries<Record<string, unknown>>(settings)) {
      expect(setting.description ?? setting.markdownDescription, name).toBeTruthy();
      expect(setting.scope, name).toMatch(/^(resource|language-overridable|machine|machine-overridable)$/);
      if (setting.type === 'integer' || setting.type === 'number') expect(setting.minimum, name).toBeTypeOf('number');
    }
  });

  it('links to nothing that is not there', () => {
    const text = JSON.stringify(contributes);
    const commands = contributes.commands.map(({ command }: { command: string }) => command);
    const linked = [...text.matchAll(/\]\(command:([\w.]+)\)/g)].map(([, command]) => command);
    expect(linked).not.toEqual([]);
    expect(linked.filter((command) => !commands.includes(command))).toEqual([]);
    const named = [...text.matchAll(/#(exploreSolutions\.[\w.]+)#/g)].map(([, name]) => name);
    expect(named.filter((name) => !(name! in settings))).toEqual([]);
  });

  it('has a picture for every step of the walkthrough, in the colours of the theme, with its words', () => {
    const [{ steps }] = contributes.walkthroughs;
    expect(steps).toHaveLength(4);
    for (const { media, completionEvents } of steps) {
      expect(existsSync(path.join(root, media.svg)), media.svg).toBe(true);
      expect(readFileSync(path.join(root, media.svg), 'utf8')).not.toMatch(/#[0-9a-f]{3,8}"|rgb/i);
      expect(media.altText).toBeTruthy();
      expect(completionEvents).not.toEqual([]);
    }
  });

  it('tells language models what the tool takes', () => {
    const [tool] = contributes.languageModelTools;
    expect(z.toJSONSchema(toolInput, { io: 'input' })).toMatchObject(tool.inputSchema);
    expect(Object.keys(tool.inputSchema.properties)).toEqual(Object.keys(toolInput.shape));
  });

  it('explains every key of a verifier, with the default that is in force', () => {
    const { properties, required } = settings['exploreSolutions.verifiers'].items;
    const least = { name: 'tests', command: ['npm', 'test'] };
    const [parsed] = parseVerifiers([least]).verifiers;
    const defaults: Record<string, unknown> = { ...parsed, report: parsed?.report.format };
    expect(Object.keys(properties).sort()).toEqual([...Object.keys(defaults), 'shell', 'checks'].sort());
    for (const [key, schema] of Object.entries<Record<string, unknown>>(properties)) {
      expect(schema.description ?? schema.markdownDescription, key).toBeTruthy();
      if (schema.default !== undefined) expect(schema.default, key).toEqual(defaults[key]);
    }
    expect(required).toEqual(['name']);
  });

  it('suggests verifiers that can be used', () => {
    const filled = JSON.parse(
      JSON.stringify(settings['exploreSolutions.verifiers'].items.defaultSnippets)
        // What VS Code makes of a placeholder.
        .replace(/\$\{\d:((?:[^}\\]|\\\\.)*)\}/g, (_, text: string) => text.replaceAll('\\\\', '')),
    );
    for (const { body } of filled) expect(parseVerifiers([body]).verifiers[0]?.files).not.toMatch(/[$\\]/);
  });

  it('takes nothing that decides what runs from a workspace that is not trusted', () => {
    expect(capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      expect.arrayContaining(['exploreSolutions.verifiers', 'exploreSolutions.modelPath', 'exploreSolutions.sandbox']),
    );
  });
});
