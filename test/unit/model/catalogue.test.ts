import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../src/model/bytes.js';
import { catalogue, memoryNeeded } from '../../../src/model/catalogue.js';

describe('the catalogue', () => {
  it('says of every model what it takes to fetch and check it', () => {
    expect(catalogue.length).toBeGreaterThan(3);
    for (const { id, url, fileName, sha256, bytes } of catalogue) {
      expect(id).toMatch(/^[a-z0-9][a-z0-9.-]+$/); // typed without quotes, and no path
      expect(url).toMatch(/^https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+\/resolve\/[0-9a-f]{40}\/[\w.-]+$/);
      expect(url.endsWith(`/${fileName}`)).toBe(true);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(1e8);
    }
  });

  it('has no two entries with one name, file or hash', () => {
    for (const key of ['id', 'fileName', 'sha256', 'url'] as const) {
      expect(new Set(catalogue.map((entry) => entry[key])).size).toBe(catalogue.length);
    }
  });

  it('has the file that everything here is measured with', () => {
    expect(catalogue).toContainEqual(
      expect.objectContaining({
        id: 'qwen2.5-coder-1.5b',
        bytes: 1_117_320_768,
        sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
      }),
    );
  });

  it('begins with what needs least', () => {
    const needs = catalogue.map(memoryNeeded);
    expect(needs).toEqual([...needs].sort((a, b) => a - b));
  });
});

describe('sizes as hubs show them', () => {
  it.each([
    [98_362_432, '98 MB'],
    [491_400_064, '491 MB'],
    [999_700_000, '1.0 GB'],
    [1_117_320_768, '1.1 GB'],
    [19_851_335_872, '19.9 GB'],
  ])('%i', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});
