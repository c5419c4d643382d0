import type { SigningIn } from '../../../server/contract/desktop-servers.ts'
import type { ServersOptions } from './servers-api.ts'

export interface SignInPlace extends Pick<SigningIn, 'serverOid'> {
  url: string
}

/** The one sign-in in the browser that is waited for. */
export interface SigningInNow {
  now(): SigningIn | null
  /** @returns the token of the session. @throws HostError; `cancelled` also where another one begins */
  at(place: SignInPlace): Promise<string>
  cancel(): void
}

/** @param onChange told that `now` says something else */
export function createSigningIn(
  { ask, open }: Pick<ServersOptions, 'ask' | 'open'>,
  onChange: () => void,
): SigningInNow {
  let current: { ending: AbortController; told: SigningIn | null } | null = null
  const cancel = (): void => current?.ending.abort()
  return {
    now: () => current?.told ?? null,
    cancel,
    async at({ url, serverOid }) {
      cancel()
      const mine = { ending: new AbortController(), told: null as SigningIn | null }
      current = mine
      const { signInByBrowser } = await import('./browser-sign-in.ts')
      try {
        return await signInByBrowser({
          url,
          open,
          ask: await ask(),
          signal: mine.ending.signal,
          onWord(word) {
            mine.told = { serverOid, host: new URL(url).host, word }
            onChange()
          },
        })
      } finally {
        if (current === mine) current = null
        onChange()
      }
    },
  }
}
