import type { Dispatcher } from 'undici'
import { isLocal } from './local.ts'
import type { ModelServer } from './server.ts'

/** Where a server is reached: its address, and the proxy that the system names for it. */
type Reached = Pick<ModelServer, 'baseUrl' | 'proxy'>

const variables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'] as const

const given = (name: string): string | undefined => {
  const value = process.env[name]?.trim()
  if (value === undefined || value === '') return undefined
  // Most programs also take `host:port`.
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`
}

/** The proxies that may be asked for a server, user and password included. */
export function proxyAddresses({ proxy }: Reached): string[] {
  return [...variables.map(given), proxy].filter((address) => address !== undefined)
}

/** The proxies of the environment, by what they are for. */
const environment = () => ({
  httpProxy: given('http_proxy') ?? given('HTTP_PROXY'),
  httpsProxy: given('https_proxy') ?? given('HTTPS_PROXY'),
})

/**
 * Whether a server is reached through a proxy: that of the environment, else that of the system. What runs on this
 * computer never is. `NO_PROXY` is left to whoever sends through it.
 */
export function isProxied(server: Reached): boolean {
  if (isLocal(server.baseUrl) || proxyAddresses(server).length === 0) return false
  const { httpProxy, httpsProxy } = environment()
  if (httpProxy === undefined && httpsProxy === undefined) return true
  return (server.baseUrl.startsWith('https:') ? httpsProxy : httpProxy) !== undefined
}

const dispatchers = new Map<string, Dispatcher>()

/**
 * `fetch` by the way that leads to a server: through the proxy of the environment (`HTTP_PROXY`,
 * `HTTPS_PROXY`, `NO_PROXY`, in capitals or not), else through that of the system, else straight. What
 * runs on this computer is never asked through a proxy.
 */
export async function fetchFor(server: Reached): Promise<typeof fetch> {
  if (!isProxied(server)) return fetch
  const { httpProxy, httpsProxy } = environment()
  const noProxy = process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? ''
  const byEnvironment = httpProxy !== undefined || httpsProxy !== undefined
  // Read with the first proxy: most people have none, and it would lengthen every start.
  const { EnvHttpProxyAgent, ProxyAgent, fetch: fetchBy } = await import('undici')
  const key = JSON.stringify(byEnvironment ? [httpProxy, httpsProxy, noProxy] : server.proxy)
  let dispatcher = dispatchers.get(key)
  if (dispatcher === undefined) {
    // Without a tunnel where none is needed: many proxies refuse one to anything but port 443.
    const options = { proxyTunnel: false, headersTimeout: 0, bodyTimeout: 0 }
    dispatcher = byEnvironment
      ? new EnvHttpProxyAgent({
          ...options,
          // An empty address means none to it; absent, it would read the variable itself.
          httpProxy: httpProxy ?? '',
          httpsProxy: httpsProxy ?? '',
          noProxy,
        })
      : new ProxyAgent({ ...options, uri: server.proxy ?? '' })
    dispatchers.clear()
    dispatchers.set(key, dispatcher)
  }
  const by = dispatcher
  const send = (address: string, init: object): Promise<unknown> =>
    fetchBy(address, { ...init, dispatcher: by })
  // The same standard, by another build of the same library than the one within Node.
  return send as unknown as typeof fetch
}
