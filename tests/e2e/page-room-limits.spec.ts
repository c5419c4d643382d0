import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { chromium, type Browser, type Page } from 'playwright'
import { startServerProcess, type ServerProcess } from '../crash/server-process.ts'
import { chromiumPath } from '../support/chromium.ts'
import { look, speakGerman } from './fixtures/look.ts'

test.skip(chromiumPath === undefined, "Debian's chromium is not installed")

let folder: string
let server: ServerProcess
let browser: Browser
let page: Page

const send = (path: string, body: object | string, token = server.accessToken) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const tokenOf = async (name: string, groups: string[]): Promise<string> => {
  const made = await send('/api/access/tokens', { name, role: 'viewer', groups })
  return ((await made.json()) as { token: string }).token
}
const namesSeenBy = async (token: string): Promise<string[]> => {
  const headers = { Authorization: `Bearer ${token}` }
  const answer = await fetch(`${server.url}/api/rooms`, { headers })
  return ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name)
}

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-limits-'))
  server = await startServerProcess(folder, {})
  for (const name of ['harbour', 'merger']) {
    const line = { id: '1', at: '2026-01-05T09:00:00Z', author: 'ada', text: `about ${name}` }
    await send(`/api/rooms/${name}/messages?name=${name}`, JSON.stringify(line))
  }
  browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] })
  page = await browser.newPage()
})
test.afterEach(async () => {
  await browser.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const ready = () => expect(page.locator('#root')).toHaveAttribute('data-app-state', 'ready')
const row = () => page.locator('[data-room-oid="merger"]')
const openMenu = async (): Promise<void> => {
  await row().getByText('merger').click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
}

test('an admin says who may see a room, takes it back, and limits a group', async (// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a test needs
{}, info) => {
  test.setTimeout(90_000)
  await page.goto(server.url)
  await page.getByLabel('Token').first().fill(server.accessToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await ready()
  const item = page.getByRole('menuitem', { name: 'Who may see it…' })
  await openMenu()
  await expect(item, 'nobody else comes in').toHaveCount(0)
  await page.keyboard.press('Escape')

  const [stranger, member] = [await tokenOf('stranger', []), await tokenOf('member', ['board'])]
  await send('/api/groups', { name: 'Deals', rule: { nameLike: 'merg*' } })
  await page.reload()
  await ready()
  await expect(async () => {
    await openMenu()
    await expect(item).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await item.click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio', { name: 'Everybody who may sign in' })).toBeFocused()
  // By the keyboard alone.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('boa')
  await expect(page.getByRole('option', { name: 'board' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type('law')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('belongs to: law')).toBeVisible()
  await page.keyboard.press('Escape')
  await look({ page }, info, 'room-limit')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('merger: Only board, law, and admins')).toBeVisible()
  expect(await namesSeenBy(stranger)).toEqual(['harbour'])
  expect(await namesSeenBy(member)).toEqual(['harbour', 'merger'])

  await row().press('Enter')
  const drawer = page.getByRole('complementary', { name: /merger/ })
  await expect(drawer.getByText('Only board, law, and admins')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(drawer.getByText('Everybody who may sign in')).toBeVisible()
  expect(await namesSeenBy(stranger)).toEqual(['harbour', 'merger'])

  await speakGerman({ page })
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /Gruppen/ })
    .click()
  await page.getByRole('button', { name: 'Ändern … (Wer ihre Räume sehen darf)' }).click()
  await dialog.getByRole('radio', { name: 'Nur Admins' }).click()
  await look({ page }, info, 'group-limit')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByText('Deals: Nur Admins')).toBeVisible()
  expect(await namesSeenBy(member)).toEqual(['harbour'])
  await page.getByRole('navigation').getByRole('button', { name: /Räume/ }).click()
  await row().press('Enter')
  await expect(drawer.getByText('Gruppe Deals: Nur Admins')).toBeVisible()
  await look({ page }, info, 'room-limited-by-group')
})

test('an admin limits all ticked rooms at once, sees which are limited, and takes it back', async (// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a test needs
{}, info) => {
  test.setTimeout(90_000)
  const stranger = await tokenOf('stranger', [])
  await page.goto(server.url)
  await page.getByLabel('Token').first().fill(server.accessToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await ready()
  const dialog = page.getByRole('dialog')
  const marks = page.getByRole('grid').getByRole('img', { name: 'Admins alone' })
  await row().getByRole('checkbox').check()
  await page.locator('[data-room-oid="harbour"]').getByRole('checkbox').check()
  await look({ page }, info, 'rooms-ticked')
  // By the keyboard alone.
  await row().focus()
  await page.keyboard.press('l')
  await expect(dialog.getByText('Who may see 2 rooms?')).toBeVisible()
  await dialog.getByRole('radio', { name: 'Admins alone' }).check()
  await look({ page }, info, 'rooms-limit')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('2 rooms: Admins alone')).toBeVisible()
  await expect(marks).toHaveCount(2)
  expect(await namesSeenBy(stranger)).toEqual([])
  await page.keyboard.press('Control+z')
  await expect(marks).toHaveCount(0)
  expect(await namesSeenBy(stranger)).toEqual(['harbour', 'merger'])

  await page.keyboard.press('Control+k')
  await page.keyboard.type('choose who may see')
  await page.getByRole('option', { name: 'Choose who may see 2 selected rooms' }).click()
  await dialog.getByRole('radio', { name: 'Admins alone' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(marks).toHaveCount(2)
  await speakGerman({ page })
  await expect(page.getByRole('grid').getByRole('img', { name: 'Nur Admins' })).toHaveCount(2)
  await row().getByRole('checkbox').check()
  await page.locator('[data-room-oid="harbour"]').getByRole('checkbox').check()
  await look({ page }, info, 'rooms-limited-german')
  await openMenu()
  await page.getByRole('menuitem', { name: 'Wer 2 Räume sehen darf …' }).click()
  await expect(dialog.getByText('Wer darf 2 Räume sehen?')).toBeVisible()
  await look({ page }, info, 'rooms-limit-german')
})
