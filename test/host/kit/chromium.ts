import { type Browser, chromium } from 'playwright-core';
import { isExecutable } from './executable.js';

const usualPlaces = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
];

/** The Chromium or Chrome of this machine, or nothing. */
export function findChromium(): string | undefined {
  return usualPlaces.find((place) => place !== undefined && isExecutable(place));
}

/** Starts it without a window. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // The process group's own handlers end everything together.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // No sandbox: the pages are our own, and root in a container may not have one.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'],
  });
}
