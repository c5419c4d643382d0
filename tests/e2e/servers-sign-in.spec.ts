import '../../renderer/api/desktop.ts'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { program, startServerProcess } from '../crash/server-process.ts'
import { freePort } from '../support/free-port.ts'
import { startOidcServer } from '../support/oidc-server.ts'
import type { App } from './fixtures/app.ts'
import { expectAccessible } from './fixtures/accessible.ts'
import { expect, test as base } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { chromiumPath } from '../support/chromium.ts'

base.skip(chromiumPath === undefined, "Debian's chromium is not installed")

interface Team {
  url: string
  ask<T>(path: string, init?: RequestInit): Promise<T>
}

/** A server whose people sign in by a real provider, and the browser of the person. */
const test = base.extend<{ team: Team; person: Page }>({
  team: async ({ tmp }, use) => {
    const folder = join(tmp, 'team')
    await mkdir(folder)
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const provider = await startOidcServer(`${url}/api/sign-in/callback`)
    provider.groups.set('ada', ['leads'])
    const server = await startServerProcess(
      folder,
      { RAPPORTEUR_OIDC_CLIENT_SECRET: provider.clientSecret },
      [program],
      Object.entries({
        '--port': `${port}`,
        '--public-url': url,
        '--oidc-issuer': provider.issuer,
        '--oidc-client-id': provider.clientId,
        '--oidc-roles': 'operator=leads',
      }).flat(),
    )
    await use({
      url,
      async ask<T>(path: string, init: RequestInit = {}) {
        const headers = {
          Authorization: `Bearer ${server.accessToken}`,
          'Content-Type': 'application/json',
        }
        return (await fetch(url + path, { ...init, headers })).json() as Promise<T>
      },
    })
    await server.stop()
    await provider.close()
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs
  person: async ({}, use) => {
    const browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox'],
    })
    await use(await browser.newPage())
    await browser.close()
  },
})

const dialog = (app: App) => app.page.getByRole('dialog')

async function openServers(app: App, words = 'Servers'): Promise<void> {
  await app.page.keyboard.press('Control+k')
  const palette = app.page.getByRole('dialog')
  await palette.getByRole('combobox').fill(words)
  await expect(palette.getByRole('option').first()).toContainText(words)
  await app.page.keyboard.press('Enter')
  await expect(dialog(app).getByRole('list')).toBeVisible()
}

/** In place of the browser of the system, which would open beside the test. */
const catchBrowser = (app: App) =>
  app.electron.evaluate(({ shell }) => {
    shell.openExternal = async (url: string) => void Object.assign(globalThis, { opened: url })
  })
const opened = (app: App) =>
  app.electron.evaluate(() => (globalThis as { opened?: string }).opened ?? '')

test('a person signs in at a server in the browser, and again once they were put out', async ({
  app,
  team,
  person,
  tmp,
}, info) => {
  test.setTimeout(120_000)
  await catchBrowser(app)
  await openServers(app)
  await dialog(app).getByLabel('Address').fill(team.url)
  await dialog(app).getByLabel('Name').fill('Harbour team')
  const byBrowser = dialog(app).getByRole('button', { name: 'Sign in through the browser' })
  await byBrowser.click()
  const waiting = dialog(app).getByRole('status')
  await expect(waiting).toContainText(`whether ${new URL(team.url).host} may let the app in`)
  await look(app, info, 'servers-sign-in')
  await waiting.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(app).getByLabel('Address')).toHaveValue(team.url)
  await expect(dialog(app).getByRole('alert')).toHaveCount(0)

  await byBrowser.click()
  const word = /[A-Z]{4}-[A-Z]{4}/.exec(await waiting.innerText())?.[0] ?? 'none'
  const address = await opened(app)
  expect(new URL(address).search, 'a server need not log what is asked').toBe('')
  await person.goto(address)
  await person.getByRole('button', { name: 'Sign in with your organisation' }).click()
  await person.locator('[name=login]').fill('ada')
  await person.locator('[name=password]').fill('any')
  await person.getByRole('button', { name: 'Sign-in' }).click()
  await person.getByRole('button', { name: 'Continue' }).click()
  await expect(person.getByRole('heading')).toHaveText(
    'Let the Rapporteur app on this computer in?',
  )
  await expect(person.getByText('signed in as ada of the team')).toBeVisible()
  await expect(person.getByText(word)).toBeVisible()
  await expectAccessible(person, 'let-in')
  await person.screenshot({ path: info.outputPath('let-in.png') })
  await person.getByRole('button', { name: 'Let it in', exact: true }).click()
  await expect(person.getByRole('heading')).toHaveText('You are signed in in the app')
  expect(person.url()).toBe(`${team.url}/#let-in=done`)

  const server = dialog(app).getByRole('listitem').filter({ hasText: 'Harbour team' })
  await expect(server).toContainText('reached')
  const written = await readFile(join(tmp, 'user-data', 'servers.json'), 'utf8')
  const told = await app.page.evaluate(() => window.rapporteur?.servers())
  expect(written + JSON.stringify(told)).not.toContain('rps_')

  // An admin puts them out, and lets them come again.
  const { items } = await team.ask<{ items: { accountOid: string }[] }>('/api/access/accounts')
  for (const barred of [true, false]) {
    await team.ask(`/api/access/accounts/${items[0]?.accountOid}`, {
      method: 'PATCH',
      body: JSON.stringify({ barred }),
    })
  }
  await expect(server).toContainText('Your sign-in at')
  await app.page.keyboard.press('Escape')
  await speakGerman(app)
  await openServers(app, 'Server')
  await server.getByRole('button', { name: 'Erneut anmelden' }).click()
  await server.getByRole('button', { name: 'Im Browser anmelden' }).click()
  await expect(server.getByText('Er muss dies ebenfalls zeigen')).toBeVisible()
  await person.goto(await opened(app))
  await person.getByRole('button', { name: 'Sign in with your organisation' }).click()
  await person.getByRole('button', { name: 'Do not let it in' }).click()
  await expect(person.getByRole('heading')).toHaveText('Nobody was signed in in the app')
  await expect(server.getByRole('alert')).toContainText('nicht hereingelassen')
})
