import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface OidcServer {
  issuer: string
  clientId: string
  clientSecret: string
  /** What the claim `groups` of a person says from now on. */
  groups: Map<string, string[]>
  /** The browser's part, by plain requests: who follows all redirects of the provider as this person. */
  comeBack(startUrl: string, person: string): Promise<string>
  close(): Promise<void>
}

/**
 * A real OpenID provider (`oidc-provider`) on a free port. Its own pages for development ask for a name and take any
 * password.
 */
export async function startOidcServer(callback: string): Promise<OidcServer> {
  const groups = new Map<string, string[]>()
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [clientId, clientSecret] = ['rapporteur', 'a-secret-of-the-client-that-is-long-enough']
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of a test'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: `${sub} of the team`,
        email: `${sub}@example.org`,
        groups: groups.get(sub) ?? [],
      }),
    }),
  })
  server.on('request', provider.callback())

  async function comeBack(startUrl: string, person: string): Promise<string> {
    const jar = new Map<string, string>()
    const ask = async (url: string, form?: URLSearchParams): Promise<Response> => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { Cookie: cookie },
        ...(form !== undefined && { method: 'POST', body: form }),
      })
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/s)
        jar.set(name, value)
      }
      return answer
    }
    let answer = await ask(startUrl)
    for (let hop = 0; hop < 15; hop++) {
      const location = answer.headers.get('location')
      if (location !== null) {
        const next = new URL(location, answer.url || issuer).href
        if (next.startsWith(callback)) return next
        answer = await ask(next)
        continue
      }
      const page = await answer.text()
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? ''
      const form = new URLSearchParams({ prompt, login: person, password: 'any' })
      answer = await ask(new URL(action, issuer).href, form)
    }
    throw new Error('The provider leads nowhere')
  }

  return {
    issuer,
    clientId,
    clientSecret,
    groups,
    comeBack,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
