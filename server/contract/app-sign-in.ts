import { z } from 'zod'

/** Begins the token of a session that the desktop app has; tokens that an admin makes begin otherwise. */
export const appTokenPrefix = 'rps_'

/** Whether it is of a session that the desktop app has, and not a token of the list. */
export const isAppToken = (token: string): boolean => token.startsWith(appTokenPrefix)

/** Milliseconds that a person may take in the browser until the app is let in. */
export const letInMs = 10 * 60_000

/** S256 of a verifier (RFC 7636), base64url. */
export const Challenge = z.string().regex(/^[\w-]{43}$/)

/** What the desktop app has the browser ask for: `#let-in?challenge=...&state=...&port=...` of a server's window. */
export const LetInWanted = z.object({
  challenge: Challenge,
  /** Comes back with the answer, so that the app knows it for its own. */
  state: z.string().regex(/^[\w-]{43}$/),
  /** Where the app listens on this computer. */
  port: z.coerce.number().int().min(1_024).max(65_535),
})
export type LetInWanted = z.infer<typeof LetInWanted>

const beginning = '#let-in?'

/** @param server its origin */
export const letInUrl = (server: string, { port, ...wanted }: LetInWanted): string =>
  `${server}/${beginning}${new URLSearchParams({ ...wanted, port: String(port) })}`

/** @param hash of an address; null where it asks for nothing, or for something that no app of ours does */
export function readLetIn(hash: string): LetInWanted | null {
  if (!hash.startsWith(beginning)) return null
  const params = Object.fromEntries(new URLSearchParams(hash.slice(beginning.length)))
  return LetInWanted.safeParse(params).data ?? null
}

/**
 * Where the browser brings the answer: never to another computer.
 *
 * @param server the origin that answers, so that an app that has asked another one notices (RFC 9207)
 * @param code null: the person has refused
 */
export function letInAnswerUrl(
  { port, state }: LetInWanted,
  { server, code }: { server: string; code: string | null },
): string {
  const outcome = code === null ? { error: 'access_denied' } : { code }
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ state, server, ...outcome })}`
}

/** How it went, told in the browser once the app has its session, or has not: `#let-in=done`. */
export const letInEnd = (hash: string): 'done' | 'failed' | null => {
  const end = /^#let-in=(done|failed)$/.exec(hash)?.[1]
  return end === 'done' || end === 'failed' ? end : null
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Without vowels, so that no word comes about; those of RFC 8628, section 6.1. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

/** What app and browser show alike, so that a person sees that the one asks for the other: `WDJB-MJHT`. */
export function letInWord(challenge: string): string {
  const letterAt = (at: number): string =>
    letters[base64url.indexOf(challenge.charAt(at)) % letters.length] ?? ''
  const part = (from: number): string => [0, 1, 2, 3].map((at) => letterAt(from + at)).join('')
  return `${part(0)}-${part(4)}`
}
