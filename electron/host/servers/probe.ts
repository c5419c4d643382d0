import type { Readable } from 'node:stream'
import { HostError } from '../host-error.ts'
import type { Ask } from './ask.ts'
import { reachFailure } from './reach-failure.ts'
import type { RelayTarget } from './relay.ts'

const patienceMs = 10_000
/** Bytes of an answer that are read; ours are far shorter, and a stranger may send without end. */
const mostRead = 10_000

function versionOf(answer: string): string | null {
  try {
    const { status, version } = JSON.parse(answer) as Record<string, unknown>
    return status === 'ok' && typeof version === 'string' ? version.slice(0, 40) : null
  } catch {
    return null
  }
}

async function beginning(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk as Buffer)
    bytes += chunks.at(-1)?.length ?? 0
    if (bytes >= mostRead) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Tries a server: that it answers, is one of ours, and takes the token.
 *
 * @returns its version
 * @throws HostError that says what is wrong
 */
export async function probe(ask: Ask, { url, token }: RelayTarget): Promise<string> {
  const { host } = new URL(url)
  const signal = AbortSignal.timeout(patienceMs)
  const get = async (path: string, headers: Record<string, string>) => {
    try {
      const told = await ask({ url: url + path, method: 'GET', headers, signal })
      return { status: told.status, answer: await beginning(told.body) }
    } catch (error) {
      if (signal.aborted) throw new HostError('server_unreachable', { context: 'silent', host })
      throw reachFailure(error, host)
    }
  }
  const health = await get('/api/health', {})
  const version = health.status === 200 ? versionOf(health.answer) : null
  if (version === null) throw new HostError('server_foreign', { host })
  const me = await get('/api/access/me', { authorization: `Bearer ${token}` })
  if (me.status === 401) throw new HostError('server_token', { host })
  if (me.status !== 200) throw new HostError('server_foreign', { host })
  return version
}
