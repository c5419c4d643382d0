import { Me, SignInOffer } from '../../server/contract/access.ts'

/** Who is signed in; null for nobody. */
export async function whoIsIn(): Promise<Me | null> {
  const response = await fetch('/api/access/me')
  if (response.status === 401) return null
  return Me.parse(await response.json())
}

/**
 * Begins a session with a token. The cookie of the session is kept from scripts; the token is kept nowhere.
 *
 * @returns whether the server took it
 */
export async function signIn(token: string): Promise<boolean> {
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
  return response.status === 204
}

/** Whether one may sign in by a provider, too; no, where the server does not say. */
export async function offersProvider(): Promise<boolean> {
  const response = await fetch('/api/sign-in').catch(() => null)
  return response?.ok === true && SignInOffer.parse(await response.json()).provider
}

/** Leaves the page for the provider, which sends the browser back. */
export const signInByProvider = (): void => location.assign('/api/sign-in/start')

/** Why the last way to the provider led to nothing; null if it did not. */
export const signInFailure = (): 'failed' | 'no_role' | null => {
  const why = /^#sign-in=(failed|no_role)$/.exec(location.hash)?.[1]
  return why === 'failed' || why === 'no_role' ? why : null
}

export async function signOut(): Promise<void> {
  await fetch('/api/session', { method: 'DELETE' })
  location.reload()
}
