import type { App } from '../e2e/fixtures/app.ts'
import { expect, test } from './test.ts'

interface Answer {
  status: number
  body: string
  headers: Record<string, string>
}

/** Asks for an address as the window would, but from the host, where no policy stands in the way. */
const ask = (app: App, address: string, method = 'GET'): Promise<Answer> =>
  app.electron.evaluate(
    async ({ net }, [url = '', verb = '']) => {
      const response = await net.fetch(url, { method: verb })
      const headers = Object.fromEntries(response.headers)
      return { status: response.status, body: await response.text(), headers }
    },
    [address, method],
  )

const escapes = [
  'app://rapporteur/../main/main.js',
  'app://rapporteur/%2e%2e/main/main.js',
  'app://rapporteur/..%2fmain%2fmain.js',
  'app://rapporteur/%2e%2e%2fmain%2fmain.js',
  'app://rapporteur/assets/..%2f..%2f..%2fpackage.json',
  'app://rapporteur/..%5c..%5cpackage.json',
  'app://rapporteur//etc/passwd',
  'app://rapporteur/%2fetc%2fpasswd',
  'app://rapporteur/index.html%00.js',
  'app://rapporteur/%E0%A4%A',
  'app://elsewhere/index.html',
]

test('serves nothing that lies outside the built page', async ({ app }) => {
  const page = await ask(app, 'app://rapporteur/')
  expect(page.status).toBe(200)
  for (const address of escapes) {
    const answer = await ask(app, address)
    expect(answer.status, address).toBe(404)
    expect(answer.body, address).toBe('Not found')
  }
})

test('answers reading requests only', async ({ app }) => {
  expect((await ask(app, 'app://rapporteur/', 'POST')).status).toBe(405)
  expect((await ask(app, 'app://rapporteur/index.html', 'DELETE')).status).toBe(405)
})

test('sends a strict policy that names the one server and a nonce of this load', async ({
  app,
}) => {
  const { url } = await app.connection()
  const first = await ask(app, 'app://rapporteur/')
  const nonce = /'nonce-([^']+)'/.exec(first.headers['content-security-policy'] ?? '')?.[1] ?? ''
  expect(nonce.length).toBeGreaterThanOrEqual(22)
  expect(first.headers['content-security-policy']).toBe(
    [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ${url}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  )
  expect(first.headers['x-content-type-options']).toBe('nosniff')
  expect(first.body).toContain(`content="${nonce}"`)

  const second = await ask(app, 'app://rapporteur/')
  expect(second.body).not.toContain(nonce)
})

test.describe('what the policy forbids', () => {
  test.use({ expectedProblems: [/Content Security Policy|violates the following/] })

  test('runs no code made of text and talks to no stranger', async ({ app, stranger }) => {
    const outcome = await app.page.evaluate(async (url) => {
      const failed = async (work: () => unknown): Promise<string> => {
        try {
          await work()
          return 'done'
        } catch (error) {
          return (error as Error).name
        }
      }
      const inline = document.createElement('script')
      inline.textContent = 'window.injected = true'
      document.body.append(inline)
      const picture = new Image()
      const loaded = new Promise<string>((done) => {
        picture.addEventListener('load', () => done('done'))
        picture.addEventListener('error', () => done('refused'))
      })
      picture.src = `${url}/picture.png`
      const frame = document.createElement('iframe')
      frame.src = `${url}/frame`
      document.body.append(frame)
      return {
        // From a task of the page's own: what a debugger evaluates is exempt from the policy.
        compiled: await new Promise((done) => {
          setTimeout(() => done(failed(() => new Function('return 1')())))
        }),
        fetched: await failed(() => fetch(`${url}/secret`)),
        inline: 'injected' in window,
        picture: await loaded,
      }
    }, stranger.url)
    expect(outcome).toEqual({
      compiled: 'EvalError',
      fetched: 'TypeError',
      inline: false,
      picture: 'refused',
    })
    expect(stranger.visits).toEqual([])
  })
})
