import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { chromium, type Browser, type Page } from 'playwright'
import { startServerProcess, type ServerProcess } from '../crash/server-process.ts'
import { chromiumPath } from '../support/chromium.ts'

test.skip(chromiumPath === undefined, "Debian's chromium is not installed")

const sample = resolve(import.meta.dirname, '../../samples')

let folder: string
let server: ServerProcess
let browser: Browser
let page: Page
/** What a page would have done that its policy forbids, and errors of scripts. */
let complaints: string[]

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-browser-'))
  server = await startServerProcess(folder, {})
  browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] })
  page = await (await browser.newContext({ acceptDownloads: true })).newPage()
  complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) complaints.push(line.text())
  })
})
test.afterEach(async () => {
  await browser.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const root = () => page.locator('#root')

test('the main job is done in a browser: sign in, import, report, workbook', async () => {
  await page.goto(server.url)
  await expect(page.getByRole('heading', { name: 'Sign in to Rapporteur' })).toBeVisible()
  await page.getByLabel('Token').first().fill('no-token-of-ours')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('The server does not know this token')).toBeVisible()
  await page.getByLabel('Token').first().fill(server.accessToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(root()).toHaveAttribute('data-app-state', 'ready')

  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles(join(sample, 'irc', 'irc.libera.#harbour-help.weechatlog'))
  const row = page.getByRole('row').filter({ has: page.getByRole('gridcell') })
  await expect(row).toHaveCount(1)
  await row.getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  await expect(row.getByText('Done')).toBeVisible()

  const download = page.waitForEvent('download')
  await row.getByRole('button', { name: /Open/ }).first().click()
  const file = await (await download).path()
  expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK')

  // The session outlives the page, and scripts cannot read its cookie.
  await page.reload()
  await expect(root()).toHaveAttribute('data-app-state', 'ready')
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(complaints).toEqual([])
})
