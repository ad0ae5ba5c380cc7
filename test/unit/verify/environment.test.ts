import { expect, it } from 'vitest';
import { verifierEnvironment } from '../../../src/verify/environment.js';

it('keeps what programs need and drops what looks like a secret', () => {
  const kept = { PATH: '/bin', HOME: '/home/u', PWD: '/x', LANG: 'C', KEYBOARD: 'us', PYTHONPATH: 'src', MONKEY: '1' };
  const secret = Object.fromEntries(
    [
      'GITHUB_TOKEN',
      'npm_config_//registry:_authToken',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_ACCESS_KEY_ID',
      'OPENAI_API_KEY',
      'OPENAI_APIKEY',
      'PGPASSWORD',
      'MYSQL_PWD',
      'DB_PASSWD',
      'GPG_PASSPHRASE',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'SSH_AUTH_SOCK',
      'Gh_Pat',
      'SIGNING_KEY',
    ].map((name) => [name, 'hush']),
  );
  expect(verifierEnvironment({ ...kept, ...secret }, {})).toEqual({ ...kept, NO_COLOR: '1', FORCE_COLOR: '0' });
});

it('drops what describes our own program', () => {
  const ours = { npm_package_name: 'x', INIT_CWD: '/', ELECTRON_RUN_AS_NODE: '1', VSCODE_IPC_HOOK: '/s' };
  expect(Object.keys(verifierEnvironment(ours, {})).sort()).toEqual(['FORCE_COLOR', 'NO_COLOR']);
});

it("lets a verifier's own variables win", () => {
  expect(verifierEnvironment({ API_KEY: 'real' }, { API_KEY: 'for tests', NO_COLOR: '' })).toMatchObject({
    API_KEY: 'for tests',
    NO_COLOR: '',
  });
});
