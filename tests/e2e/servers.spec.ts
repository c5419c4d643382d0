import '../../renderer/api/desktop.ts'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { IngestAnswer } from '../../server/contract/rooms.ts'
import { startServerProcess, type ServerProcess } from '../crash/server-process.ts'
import { selfSigned } from '../support/certificate.ts'
import { feedOf, mustBeTaken } from '../support/feed.ts'
import type { App } from './fixtures/app.ts'
import { expect, test as base } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'

interface Team extends ServerProcess {
  token: string
  feed(room: string, count: number): Promise<void>
  ask(path: string, body: unknown): Promise<void>
}

const test = base.extend<{ team: Team }>({
  team: async ({ tmp }, use) => {
    const folder = join(tmp, 'team')
    await mkdir(folder)
    const server = await startServerProcess(folder, {})
    const send = (path: string, body: string) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${server.accessToken}`,
          'Content-Type': 'application/json',
        },
        body,
      })
    const made = await send('/api/access/tokens', JSON.stringify({ name: 'ana', role: 'operator' }))
    const { token } = (await made.json()) as { token: string }
    await use({
      ...server,
      token,
      async ask(path, body) {
        const answer = await send(path, JSON.stringify(body))
        expect(answer.ok, await answer.text()).toBe(true)
      },
      async feed(room, count) {
        const lines = feedOf(count, (n) => ({ author: `p${n % 3}`, text: `Berth ${n} is free` }))
        const answer = await send(`/api/rooms/${room}/messages?name=${room}`, lines)
        mustBeTaken((await answer.json()) as IngestAnswer)
      },
    })
    await server.stop()
  },
})

const answerHi = (_request: unknown, response: ServerResponse) => response.end('hi')
async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const dialog = (app: App) => app.page.getByRole('dialog')
const ready = (app: App) => app.page.locator('[data-app-state="ready"]').waitFor()
const rows = (app: App) => app.page.locator('[data-room-oid]')

/** By the palette, and the keyboard alone. */
async function choose(app: App, words: string, title: string): Promise<void> {
  await app.page.keyboard.press('Control+k')
  const palette = app.page.getByRole('dialog')
  await palette.getByRole('combobox').fill(words)
  await expect(palette.getByRole('option').first()).toContainText(title)
  await app.page.keyboard.press('Enter')
}

async function openServers(app: App): Promise<void> {
  await choose(app, 'server switch', 'Servers')
  await expect(dialog(app).getByText('Rooms and reports that lie here')).toBeVisible()
}

async function fill(app: App, address: string, token: string, name = ''): Promise<void> {
  await dialog(app).getByLabel('Address').fill(address)
  await dialog(app).getByLabel('Name').fill(name)
  await dialog(app).getByLabel('Token').first().fill(token)
  await dialog(app).getByRole('button', { name: 'Connect' }).click()
}

const contentPolicy = (app: App) =>
  app.page.evaluate(async () => {
    const answer = await fetch(location.href)
    return answer.headers.get('content-security-policy') ?? ''
  })

test('a server of a team is added, shown in place of this computer, and left again', async ({
  app,
  team,
  tmp,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  await team.feed('pier', 40)
  const own = await app.connection()
  const fed = await fetch(`${own.url}/api/rooms/cabin/messages?name=cabin`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${own.accessToken}` },
    body: feedOf(1, () => ({ author: 'ana', text: 'Only here' })),
  })
  mustBeTaken((await fed.json()) as IngestAnswer)
  await expect(rows(app)).toHaveText([/cabin/])

  await openServers(app)
  await fill(app, 'http://reports.example.org', team.token)
  await expect(dialog(app).getByRole('alert')).toContainText('Only https keeps a token secret')
  const failure = dialog(app).getByRole('alert')
  const strangers = [createServer(answerHi), createTlsServer(selfSigned('localhost'), answerHi)]
  const [plain = '', safe = ''] = await Promise.all(strangers.map(listening))
  await fill(app, `http://127.0.0.1:${plain}`, team.token)
  await expect(failure).toContainText('is no Rapporteur server')
  await fill(app, `https://localhost:${safe}`, team.token)
  await expect(failure).toContainText('nobody whom this computer trusts')
  for (const stranger of strangers) stranger.close()
  await fill(app, `http://127.0.0.1:${plain}`, team.token)
  await expect(failure).toContainText('Nothing listens at 127.0.0.1:')
  await fill(app, team.url, 'rpt_nobody')
  await expect(failure).toContainText('does not know this token')
  await fill(app, team.url, team.token, 'Harbour team')
  const server = dialog(app).getByRole('listitem').filter({ hasText: 'Harbour team' })
  await expect(server).toContainText(/version \d+\.\d+\.\d+ · reached/)
  await look(app, info, 'servers')
  await server.getByRole('button', { name: 'More for Harbour team' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(server.getByLabel('Name')).toBeFocused()
  await server.getByRole('button', { name: 'Cancel' }).click()

  await server.getByRole('button', { name: 'Show Harbour team' }).click()
  await expect(rows(app)).toHaveText([/pier/])
  await ready(app)
  await expect(page.getByRole('button', { name: 'Server: Harbour team' })).toBeVisible()
  // The window talks to one address on this computer, and never gets the token.
  const shown = await app.connection()
  expect(new URL(shown.url).hostname).toBe('127.0.0.1')
  expect(shown.url).not.toBe(team.url)
  expect(await contentPolicy(app)).toContain(`connect-src 'self' ${shown.url};`)
  const told = await page.evaluate(() => window.rapporteur?.servers())
  expect(JSON.stringify([shown, told])).not.toContain(team.token)
  expect(await readFile(join(tmp, 'user-data', 'servers.json'), 'utf8')).not.toContain(team.token)

  // The main job, live, and its workbook by download.
  await rows(app).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  await expect(rows(app).getByText('Done')).toBeVisible()
  const filePath = join(tmp, 'saved.xlsx')
  await app.electron.evaluate(({ dialog: native }, path) => {
    native.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)
  await rows(app).getByRole('button', { name: /Open/ }).last().click()
  await expect
    .poll(() =>
      readFile(filePath).then(
        (bytes) => bytes.subarray(0, 2).toString(),
        () => '',
      ),
    )
    .toBe('PK')
  await expect(page.getByRole('button', { name: 'Show in folder' })).toHaveCount(0)

  await choose(app, 'Show This computer', 'Show This computer')
  await expect(rows(app)).toHaveText([/cabin/])
  await ready(app)

  // What goes on there is told here, too.
  await team.ask('/api/queue', { paused: true })
  await team.ask('/api/reports', { roomOids: ['pier'] })

  await speakGerman(app)
  await page.getByRole('button', { name: 'Server: Dieser Computer' }).click()
  await expect(dialog(app).getByText('Räume und Berichte, die hier liegen')).toBeVisible()
  await expect(dialog(app).getByText('1 wartet')).toBeVisible()
  await look(app, info, 'servers-german')
  await dialog(app).getByRole('button', { name: 'Mehr zu Harbour team' }).click()
  await page.getByRole('menuitem', { name: 'Aus der Liste entfernen' }).click()
  await dialog(app).getByRole('button', { name: 'Aus der Liste entfernen' }).click()
  await expect(dialog(app).getByRole('listitem')).toHaveCount(1)
  expect(await readFile(join(tmp, 'user-data', 'servers.json'), 'utf8')).toBe('[]')

  // It is back as it was, signed in.
  await expect(page.getByText('„Harbour team“ wurde entfernt')).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(dialog(app).getByRole('listitem').filter({ hasText: 'Harbour team' })).toContainText(
    'erreicht',
  )
  await expect(page.getByText('Der Server ist wieder da')).toBeVisible()
})
