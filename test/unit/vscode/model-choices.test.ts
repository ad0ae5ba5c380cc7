import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/model/catalogue.js';
import { UnsupportedArchitectureError } from '../../../src/model/errors.js';
import type { LocalModel } from '../../../src/model/local/index.js';
import { fetchQuestion, offerOf, optionOf } from '../../../src/vscode/model-choices.js';

const path = '/models/coder.gguf';

function model(changes: Partial<LocalModel> = {}, problem?: UnsupportedArchitectureError): LocalModel {
  const description = { bytes: 1_117_320_768, name: 'Coder', architecture: 'qwen2', quantisation: 'Q4_K_M' };
  return {
    name: 'coder:1.5b',
    path,
    realPath: path,
    source: 'Ollama',
    description: { ...description, parameters: 1.5e9, contextLength: 32_768, ...(problem && { problem }) },
    ...changes,
  };
}

describe('a model to choose', () => {
  it('says how large it is and whose', () => {
    expect(optionOf(model(), null)).toEqual({
      label: '$(chip) coder:1.5b',
      description: '1.1 GB · Q4_K_M',
      detail: 'Ollama',
      action: { kind: 'use', path },
    });
  });

  it('is marked when it is in use, the embedded one when none is set', () => {
    const embedded = model({ source: 'embedded', path: '/program/small.gguf' });
    expect(optionOf(model(), path).label).toContain('$(check)');
    expect(optionOf(embedded, path).label).not.toContain('$(check)');
    expect(optionOf(embedded, null)).toMatchObject({
      label: expect.stringContaining('$(check)'),
      action: { kind: 'use', path: null },
    });
  });

  it('that will not run says why, under its own name', () => {
    const problem = new UnsupportedArchitectureError(path, 'mamba', ['llama']);
    const { detail, action } = optionOf(model({}, problem), path);
    expect(detail).toBe(
      'Will not run: coder:1.5b has the architecture mamba, which is not supported; supported: llama.',
    );
    expect(action).toEqual({ kind: 'explain', problem });
  });
});

it('a model to fetch says what it costs before a byte is fetched', () => {
  const entry = catalogue.find(({ id }) => id === 'qwen2.5-coder-7b')!;
  expect(offerOf(entry)).toMatchObject({
    label: '$(cloud-download) Qwen2.5-Coder-7B-Instruct',
    description: '4.7 GB · Q4_K_M',
    action: { kind: 'fetch', entry },
  });
  expect(fetchQuestion(entry)).toMatch(/4\.7 GB from huggingface\.co\?.*9\.9 GB of memory.*Apache-2\.0/);
});
