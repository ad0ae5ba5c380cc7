import { EnvHttpProxyAgent, fetch } from 'undici';
import type { Fetch } from '../model/download/fetch.js';

/**
 * Gives `work` a `fetch` that goes through the proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name; no connection
 * outlives it. Node's own `fetch` knows proxies from version 24 on, and only when told so before it starts.
 */
export async function withProxiedFetch<T>(work: (fetch: Fetch) => Promise<T>): Promise<T> {
  const dispatcher = new EnvHttpProxyAgent();
  try {
    return await work((url, init) => fetch(url, { ...init, dispatcher }));
  } finally {
    await dispatcher.destroy();
  }
}
