import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SentenceParams } from '../../../server/contract/sentences.ts'
import { letInMs, letInUrl, letInWord } from '../../../server/contract/app-sign-in.ts'
import { HostError } from '../host-error.ts'
import type { Ask } from './ask.ts'
import { askBriefly } from './ask-briefly.ts'
import { probeSignIn } from './probe.ts'

export interface BrowserSignInOptions {
  /** Origin of the server. */
  url: string
  ask: Ask
  /** Opens an address in the browser of the system. */
  open(url: string): Promise<void>
  /** Told what the browser will show, too, once it is open. */
  onWord(word: string): void
  signal: AbortSignal
  /** Milliseconds that the person may take. Default `letInMs`. */
  patienceMs?: number
}

const random = (): string => randomBytes(32).toString('base64url')

interface Answer {
  params: URLSearchParams
  /** Sends the browser back to the server, which says how it went. */
  tell(end: 'done' | 'failed'): void
}

/** Waits on the loopback (RFC 8252) for the browser, which brings the answer to `state`. */
async function listen(state: string, back: string) {
  const listener = createServer()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const answered = new Promise<Answer>((resolve) => {
    listener.on('request', ({ method, url = '' }, response) => {
      const params = new URL(url, 'http://127.0.0.1').searchParams
      // Any page of any browser may ask here; without the state it has nothing to say.
      if (method !== 'GET' || params.get('state') !== state)
        return void response.writeHead(404).end()
      const tell: Answer['tell'] = (end) =>
        void response
          .writeHead(303, { Location: `${back}/#let-in=${end}`, 'Referrer-Policy': 'no-referrer' })
          .end()
      resolve({ params, tell })
    })
  })
  const { port } = listener.address() as AddressInfo
  return { port, answered, close: () => void listener.close() }
}

/**
 * Signs in at a server by the system's browser; docs/decisions/0020-servers-in-the-window.md says why so.
 *
 * @returns the token of the session
 * @throws HostError `server_sign_in`, or why the server was not reached
 */
export async function signInByBrowser(options: BrowserSignInOptions): Promise<string> {
  const { url, ask, open, onWord, signal, patienceMs = letInMs } = options
  const { host } = new URL(url)
  const verifier = random()
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const state = random()
  const failure = (params: SentenceParams['server_sign_in']) =>
    new HostError('server_sign_in', params)

  function atMost<T>(answered: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const given = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      const end = (): void =>
        reject(failure({ context: signal.aborted ? 'cancelled' : 'late', host }))
      if (given.aborted) end()
      given.addEventListener('abort', end)
      void answered.then(resolve)
    })
  }
  async function exchange(params: URLSearchParams): Promise<string> {
    // A server could have led the browser on to another one, and would get from us a code that is good there.
    const other = params.get('server') ?? ''
    if (other !== url) throw failure({ context: 'other', host, other: other.slice(0, 200) })
    const code = params.get('code')
    if (code === null) throw failure({ context: 'refused', host })
    const { status, answer } = await askBriefly(ask, {
      url: `${url}/api/sign-in/session`,
      method: 'POST',
      json: { code, verifier },
    })
    const { token, detail } = answer
    if (status === 200 && typeof token === 'string') return token
    throw failure({ host, text: typeof detail === 'string' ? detail.slice(0, 500) : `${status}` })
  }

  await probeSignIn(ask, url)
  const listener = await listen(state, url)
  try {
    await open(letInUrl(url, { challenge, state, port: listener.port }))
    onWord(letInWord(challenge))
    const { params, tell } = await atMost(listener.answered)
    try {
      const token = await exchange(params)
      tell('done')
      return token
    } catch (error) {
      tell('failed')
      throw error
    }
  } finally {
    listener.close()
  }
}
