import { Me } from '../../server/contract/access.ts'

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

export async function signOut(): Promise<void> {
  await fetch('/api/session', { method: 'DELETE' })
  location.reload()
}
