import { expect, it } from 'vitest';
import { seatbeltProfile } from '../../../src/verify/seatbelt.js';

const policy = {
  writable: ['/private/tmp/1/workspace', '/private/tmp/1/tmp'],
  hidden: ['/Users/a/.ssh', '/Users/a/.netrc'],
  network: false,
};

it('forbids writing but to the copy and its temporary folder, reading secrets, and the network', () => {
  const lines = seatbeltProfile(policy).split('\n');
  // The order matters: the last rule that fits decides.
  expect(lines.slice(0, 4)).toEqual([
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    '(allow file-write* (subpath "/private/tmp/1/workspace") (subpath "/private/tmp/1/tmp"))',
  ]);
  expect(lines).toContain('(deny file-read* (subpath "/Users/a/.ssh") (subpath "/Users/a/.netrc"))');
  expect(lines).toContain('(deny network*)');
});

it('allows the network where the verifier may use it', () => {
  expect(seatbeltProfile({ ...policy, network: true })).not.toContain('network');
});

it('hides nothing where there is nothing to hide, instead of everything', () => {
  expect(seatbeltProfile({ ...policy, hidden: [] })).not.toContain('file-read');
});

it('cannot be broken out of by a folder’s name', () => {
  const [name] = ['/Users/a/") (allow file-write* (subpath "/'];
  const profile = seatbeltProfile({ ...policy, writable: [`${name}\\`] });
  expect(profile).toContain('(subpath "/Users/a/\\") (allow file-write* (subpath \\"/\\\\")');
});
