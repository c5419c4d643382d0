import { Readable } from 'node:stream'
import { HostError } from '../host-error.ts'
import type { Ask, Asked } from './ask.ts'
import { reachFailure } from './reach-failure.ts'

const patienceMs = 10_000
/** Bytes of an answer that are read; ours are far shorter, and a stranger may send without end. */
const mostRead = 10_000

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

/** The members of a JSON object; none for anything else. */
function membersOf(answer: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(answer)
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}

/**
 * Asks a server for something short, and does not wait for long.
 *
 * @param asked.json what is sent, as JSON. Default: nothing
 * @throws HostError where it was not reached
 */
export async function askBriefly(
  ask: Ask,
  { json, headers = {}, method = 'GET', url }: BriefQuestion,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const { host } = new URL(url)
  const signal = AbortSignal.timeout(patienceMs)
  const sent = json === undefined ? undefined : Readable.from([Buffer.from(JSON.stringify(json))])
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  try {
    const told = await ask({ url, method, headers: { ...headers, ...type }, body: sent, signal })
    return { status: told.status, answer: membersOf(await beginning(told.body)) }
  } catch (error) {
    if (signal.aborted) throw new HostError('server_unreachable', { context: 'silent', host })
    throw reachFailure(error, host)
  }
}

interface BriefQuestion extends Pick<Asked, 'url'>, Partial<Pick<Asked, 'method' | 'headers'>> {
  json?: unknown
}
