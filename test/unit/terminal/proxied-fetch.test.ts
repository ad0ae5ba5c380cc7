import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { withProxiedFetch } from '../../../src/terminal/proxied-fetch.js';

/** What went through the proxy: hosts that it was asked to connect to. */
let proxied: string[] = [];
const site = createServer((_, response) => void response.end('here'));
const proxy = createServer();
proxy.on('connect', ({ url = '' }, client: Socket) => {
  proxied.push(url);
  const upstream = connect(portOf(site), '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.pipe(client).pipe(upstream);
  });
  for (const socket of [client, upstream]) socket.on('error', () => {});
});

function portOf(server: typeof site): number {
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  for (const server of [site, proxy]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  proxied = [];
});

afterAll(() => {
  for (const server of [site, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

/** What `fetch` brings when the environment names a proxy. */
async function fetched(url: string, noProxy: string): Promise<string> {
  for (const name of ['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
  vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
  vi.stubEnv('NO_PROXY', noProxy);
  const { signal } = new AbortController();
  return withProxiedFetch(async (fetch) => {
    const { body } = await fetch(url, { headers: {}, redirect: 'manual', signal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body!) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  });
}

it('goes through the proxy that the environment names', async () => {
  expect(await fetched('http://models.invalid/', '')).toBe('here');
  expect(proxied).toEqual(['models.invalid:80']);
});

it('goes past it to hosts that the environment excepts', async () => {
  expect(await fetched(`http://127.0.0.1:${portOf(site)}/`, '127.0.0.1')).toBe('here');
  expect(proxied).toEqual([]);
});
