import { createHmac } from 'node:crypto'
import { lookup as lookUp, type LookupAddress } from 'node:dns'
import { request as requestPlain, type ClientRequest } from 'node:http'
import { request as requestSecure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { sentence } from '../contract/sentences.ts'
import { dispatchLimits } from './limits.ts'
import { oneLine } from './one-line.ts'
import type { TryOutcome } from './try-outcome.ts'

export interface WebhookTarget {
  url: string
  /** `whsec_` and Base64. */
  secret: string
}

export interface WebhookMessage {
  /** The same at every try, so that a receiver knows a repeat. */
  id: string
  /** JSON; signed and sent byte by byte as it is. */
  body: string
}

/** The headers of Standard Webhooks 1.0.0. @param now milliseconds since 1970 */
export function signedHeaders(
  { id, body }: WebhookMessage,
  secret: string,
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

/** Addresses at which only the network itself answers, such as the keys of a cloud machine. */
const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
const isForbidden = (address: string): boolean =>
  forbidden.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

class ForbiddenPlace extends Error {
  override name = 'ForbiddenPlace'
}

/** Looks at the addresses that are really connected to: a name may lead elsewhere a moment later. */
const lookup: LookupFunction = (host, options, done) => {
  lookUp(host, options, (error, found: string | LookupAddress[], family?: number) => {
    const addresses = typeof found === 'string' ? [{ address: found }] : (found ?? [])
    const bad = error === null && addresses.some(({ address }) => isForbidden(address))
    done(bad ? new ForbiddenPlace(host) : error, found, family)
  })
}

/**
 * Sends one message once. No redirect is followed, so nobody but the address of the settings is asked, and
 * nothing of the answer is kept but its status. Never rejects: an abort is another try.
 */
export async function postWebhook(
  { url, secret }: WebhookTarget,
  message: WebhookMessage,
  { signal, now = Date.now }: { signal: AbortSignal; now?: () => number },
): Promise<TryOutcome> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && isForbidden(host)) return forbiddenPlace(host)
  const timeout = AbortSignal.timeout(dispatchLimits.webhookMs)
  try {
    const { status, retryAfter } = await new Promise<Answer>((resolve, reject) => {
      const open = target.protocol === 'https:' ? requestSecure : requestPlain
      const sent: ClientRequest = open(target, {
        method: 'POST',
        lookup,
        signal: AbortSignal.any([signal, timeout]),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(message.body),
          'user-agent': 'Rapporteur',
          ...signedHeaders(message, secret, now()),
        },
      })
      sent.once('error', reject)
      sent.once('response', (response) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] ?? null,
        })
        response.once('error', () => undefined)
        response.destroy()
      })
      sent.end(message.body)
    })
    return outcomeOf(status, waitOf(retryAfter, now()))
  } catch (error) {
    if (error instanceof ForbiddenPlace) return forbiddenPlace(host)
    if (timeout.aborted) {
      const seconds = dispatchLimits.webhookMs / 1_000
      return { state: 'again', said: sentence('webhook_too_slow', { seconds }) }
    }
    const text = oneLine(error instanceof Error ? error.message || error.name : 'unknown', 300)
    return { state: 'again', said: sentence('webhook_unreached', { text }) }
  }
}

interface Answer {
  status: number
  retryAfter: string | null
}

const forbiddenPlace = (host: string): TryOutcome => ({
  state: 'failed',
  said: sentence('webhook_forbidden_place', { host: oneLine(host, 200) }),
})

function outcomeOf(status: number, waitMs: number | undefined): TryOutcome {
  if (status >= 200 && status < 300) {
    return { state: 'sent', said: sentence('webhook_accepted', { status }) }
  }
  if (status === 410) return { state: 'failed', said: sentence('webhook_gone') }
  const code = status >= 300 && status < 400 ? 'webhook_redirected' : 'webhook_refused'
  return {
    state: 'again',
    said: sentence(code, { status }),
    ...(waitMs !== undefined && { waitMs }),
  }
}

/** Milliseconds that `Retry-After` asks for, as seconds or as a day of HTTP. */
function waitOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  if (Number.isNaN(wait)) return undefined
  return Math.min(dispatchLimits.maxAskedWaitMs, Math.max(0, wait))
}
