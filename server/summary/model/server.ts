import { userinfoOf } from '../../redaction.ts'

/** The clocks of one call, in milliseconds. */
export interface Clocks {
  headersMs: number
  idleMs: number
  callMs: number
}

/** What the servers have in common. */
export interface ModelServer {
  /** For example `https://api.openai.com/v1` or `http://127.0.0.1:11434`. */
  baseUrl: string
  model: string
  /** Never logged, never in an error. */
  apiKey?: string | undefined
  /** The proxy that the system names for this server; those of the environment go before it. */
  proxy?: string | undefined
  /** Defaults by `modelLimits`, longer for a server on this computer. */
  clocks?: Partial<Clocks> | undefined
  /** Engine `local`: where its file lies, the context that it has once it runs, or why it does not run. */
  file?: string | undefined
  contextTokens?: number | undefined
  failure?: LocalFailure | undefined
}

/**
 * Why a model on this computer does not run: the part of the program that runs models is not installed, the
 * file is not there or no model, the engine refuses it, its process has ended, or loading took too long.
 */
export interface LocalFailure {
  reason: 'engine' | 'file' | 'model' | 'ended' | 'slow'
  /** Of the engine or the system. */
  words: string
}

/** `fetch` refuses an address with a user in it, and names it in the error. */
export function withoutUserinfo(address: string): string {
  const url = new URL(address)
  if (url.username === '' && url.password === '') return address
  url.username = ''
  url.password = ''
  return url.href.replace(/\/$/, '')
}

/** The login that stands in the address of a server, such as `https://me:secret@models.example/v1`. */
export function basicLogin({ baseUrl }: ModelServer): Record<string, string> {
  const { user, password } = userinfoOf(baseUrl)
  if (user === '' && password === '') return {}
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
