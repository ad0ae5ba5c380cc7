import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/google/chrome-for-testing',
];
const driver = 'vk_swiftshader_icd.json';
const loader = 'libvulkan.so.1';

/**
 * What a process must find in its environment so that WebGPU computes on SwiftShader, the Vulkan driver in software that
 * Chromium brings, together with a Vulkan loader; undefined where there is no Chromium.
 */
export function swiftShader(): Readonly<Record<string, string>> | undefined {
  const folder = folders.find((each) => existsSync(path.join(each, driver)) && existsSync(path.join(each, loader)));
  if (!folder) return undefined;
  return {
    VK_ICD_FILENAMES: path.join(folder, driver),
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(path.delimiter),
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? tmpdir(),
  };
}
