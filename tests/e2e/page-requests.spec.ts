import ExcelJS from 'exceljs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Page } from 'playwright'
import type { Report } from '../../server/contract/reports.ts'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { ask, feedRoom, reportRooms } from './fixtures/rooms.ts'

const row = (page: Page, name: string) => page.locator(`[data-room-oid="${name}"]`)
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search rooms' })

/** Rows of Transcript without its header, in the workbook that a report has left. */
async function transcriptRows(app: App, { workbook }: Report): Promise<number> {
  const book = new ExcelJS.Workbook()
  const bytes = await readFile(join(app.dataDir, 'reports', workbook?.fileName ?? ''))
  await book.xlsx.load(bytes as never)
  return (book.getWorksheet('Transcript')?.rowCount ?? 0) - 1
}

test('request 8: Ctrl+A selects only the filtered rooms, the count is said, and actions come with the first tick', async ({
  app,
}) => {
  const { page } = app
  for (const roomOid of ['pier-1', 'pier-2', 'quay-1']) await feedRoom(app, { roomOid })
  await expect(row(page, 'quay-1')).toBeVisible()
  await search(page).fill('pier')
  await row(page, 'pier-1').click()
  await page.keyboard.press('Control+A')
  await expect(page.getByText('2 rooms selected')).toBeVisible()
  await search(page).fill('')
  await expect(page.locator('[aria-selected="true"]')).toHaveCount(2)
  await expect(row(page, 'quay-1')).toHaveAttribute('aria-selected', 'false')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('batch-counts')).toContainText('2 of 2 done')
  await expect(row(page, 'quay-1')).toHaveAttribute('data-report-state', 'none')
})

test('request 22: search, filter and sort survive new data and a restart', async ({ launch }) => {
  let app = await launch()
  for (const roomOid of ['pier-1', 'pier-2', 'quay-1']) await feedRoom(app, { roomOid })
  await reportRooms(app, ['pier-1', 'pier-2'])
  await app.page.keyboard.press('Control+f')
  await expect(search(app.page)).toBeFocused()
  await search(app.page).fill('pier')
  await app.page.getByRole('combobox', { name: 'Report state' }).click()
  await app.page.getByRole('option', { name: 'Done' }).click()
  await app.page.getByRole('button', { name: 'Messages', exact: true }).click()
  await expect(app.page.locator('[data-room-oid]')).toHaveCount(2)
  await feedRoom(app, { roomOid: 'pier-3', size: 500 })
  await feedRoom(app, { roomOid: 'pier-1', size: 300 })
  await expect(row(app.page, 'pier-1')).toContainText('300')
  await expect(app.page.locator('[data-room-oid]')).toHaveCount(2)
  await expect
    .poll(() => app.page.evaluate(() => localStorage.getItem('rapporteur.window')))
    .toContain('"search":"pier"')
  await app.close()

  app = await launch()
  await expect(app.page.locator('[data-room-oid]')).toHaveCount(2)
  await expect(search(app.page)).toHaveValue('pier')
  await expect(app.page.getByRole('combobox', { name: 'Report state' })).toHaveValue('Done')
  const sorted = app.page.getByRole('columnheader', { name: 'Messages' })
  await expect(sorted).toHaveAttribute('aria-sort', 'descending')
})

test('request 11: "since the last report" reads only what is new, for all selected rooms in one click', async ({
  app,
}) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'pier', size: 30 })
  await feedRoom(app, { roomOid: 'quay', size: 10 })
  await reportRooms(app, ['pier'])
  await expect(row(page, 'pier')).toHaveAttribute('data-report-state', 'finished')
  await feedRoom(app, { roomOid: 'pier', size: 42 })
  await page.getByRole('button', { name: /^Period/ }).click()
  await page.getByRole('menuitemradio', { name: 'Since the last report' }).click()
  await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await page.getByRole('button', { name: 'Generate 2 reports' }).click()
  await expect(page.getByTestId('batch-counts')).toContainText('2 of 2 done')
  const newest = async (roomOid: string) => {
    const { items } = (await ask(app, `/api/reports?roomOid=${roomOid}&state=finished`)) as {
      items: Report[]
    }
    return items[0]!
  }
  expect(await transcriptRows(app, await newest('pier')), 'only the new ones').toBe(12)
  expect(await transcriptRows(app, await newest('quay')), 'never reported: all').toBe(10)
})

test.describe('a folder that takes no workbooks', () => {
  test.use({ expectedProblems: [/"id":"report\.failed"/] })

  test('request 7: all that failed are retried at once, and the earlier attempt stays to be seen', async ({
    app,
  }) => {
    const { page, dataDir } = app
    const oids = ['pier-1', 'pier-2', 'pier-3']
    for (const roomOid of oids) await feedRoom(app, { roomOid })
    // A file where the folder should be: no workbook can get its name, for root neither.
    await rm(join(dataDir, 'reports'), { recursive: true })
    await writeFile(join(dataDir, 'reports'), '')
    await reportRooms(app, oids)
    await expect(page.getByTestId('batch-counts')).toContainText('3 failed')
    await rm(join(dataDir, 'reports'))
    await mkdir(join(dataDir, 'reports'))
    await page.getByRole('button', { name: 'Retry 3 failed' }).click()
    await expect(page.getByTestId('batch-counts')).toContainText('3 of 3 done')
    expect(await readdir(join(dataDir, 'reports'))).toHaveLength(3)
    await row(page, 'pier-1').dblclick()
    const drawer = page.getByRole('complementary')
    await expect(drawer.locator('[data-attempt="1"]')).toContainText('Failed')
    await drawer.getByText('Log', { exact: true }).click()
    await expect(drawer.locator('li[data-level="error"]')).toHaveCount(1)
  })
})

test('request 2: the header says x of y, and running rows are pinned on request', async ({
  app,
}) => {
  const { page } = app
  for (const roomOid of ['a-small', 'b-small', 'z-large']) {
    await feedRoom(app, { roomOid, size: roomOid === 'z-large' ? 60_000 : 20 })
  }
  await expect(page.locator('[data-room-oid]')).toHaveCount(3)
  await page.getByRole('button', { name: 'Running first' }).click()
  await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await page.getByRole('button', { name: 'Generate 3 reports' }).click()
  await expect
    .poll(() => page.getByTestId('batch-counts').textContent(), { intervals: [50] })
    .toContain('2 of 3 done, 1 running')
  const top = () =>
    page
      .locator('[data-room-oid]')
      .evaluateAll((rows) =>
        rows
          .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map((element) => element.getAttribute('data-room-oid')),
      )
  expect((await top())[0]).toBe('z-large')
  await expect(page.getByTestId('batch-counts')).toContainText('3 of 3 done', { timeout: 60_000 })
  await expect.poll(top).toEqual(['a-small', 'b-small', 'z-large'])
})

test('request 26: a state is an icon and a word, and a time names its zone on hover', async ({
  app,
}) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'pier' })
  await reportRooms(app, ['pier'])
  const state = row(page, 'pier').locator('[data-state="finished"]')
  await expect(state).toHaveText('Done')
  await expect(state.locator('svg')).toBeVisible()
  const time = row(page, 'pier').getByRole('gridcell').nth(4)
  await time.hover()
  await expect(time).toHaveAttribute('title', /UTC|GMT|[A-Z]{3,4}$/u)
})

test('a room is kept on this computer by one tick, and stays so', async ({ launch }) => {
  let app = await launch()
  await feedRoom(app, { roomOid: 'secret' })
  await row(app.page, 'secret').dblclick()
  const tick = () => app.page.getByRole('checkbox', { name: 'Never send to another computer' })
  await tick().click()
  await expect(tick()).toBeChecked()
  await app.close()
  app = await launch()
  await row(app.page, 'secret').dblclick()
  await expect(tick()).toBeChecked()
})

test.describe('a mail server that does not answer', () => {
  test.use({ expectedProblems: [/"id":"report\.delivery"/] })

  test('request 14: is no success; the row says so, the workbook stays in reach, and the mail can be sent again', async ({
    launch,
  }) => {
    test.setTimeout(180_000)
    // A port that nobody listens on any more refuses at once.
    const held = createServer().listen(0, '127.0.0.1')
    await once(held, 'listening')
    const address = held.address()
    const port = typeof address === 'object' && address ? address.port : 0
    held.close()
    await once(held, 'close')
    const app = await launch({
      env: {
        RAPPORTEUR_SMTP_HOST: '127.0.0.1',
        RAPPORTEUR_SMTP_PORT: String(port),
        RAPPORTEUR_RECIPIENTS: 'ada@example.org',
      },
    })
    const { page } = app
    await feedRoom(app, { roomOid: 'pier' })
    await reportRooms(app, ['pier'])
    await expect(row(page, 'pier')).toContainText('Mail not sent', { timeout: 120_000 })
    await row(page, 'pier').hover()
    await expect(row(page, 'pier').getByRole('button', { name: 'Open', exact: true })).toBeVisible()
    await expect(row(page, 'pier').getByRole('button', { name: 'Send again' })).toBeVisible()
  })
})

test('request 19: tokens and cost of the selection are told before the start, and nothing where no model is asked', async ({
  app,
}) => {
  const { page } = app
  for (const roomOid of ['dear', 'cheap']) await feedRoom(app, { roomOid })
  const tick = (name: string) => row(page, name).locator('input[type="checkbox"]').click()
  const note = page.getByTestId('estimate')
  const asked = page.waitForResponse(/reports\/estimate$/)
  await tick('dear')
  await expect(page.getByText('1 room selected')).toBeVisible()
  await asked
  await expect(note).toHaveCount(0)
  const values = {
    summaryEngine: 'openai',
    // Nothing is asked there: an estimate starts no run.
    summaryBaseUrl: 'http://192.0.2.1/v1',
    summaryModel: 'm',
    summaryInputPrice: 2,
    summaryOutputPrice: 8,
  }
  await ask(app, '/api/settings', {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ values }),
  })
  await tick('cheap')
  await expect(page.getByText('2 rooms selected')).toBeVisible()
  await expect(note).toHaveText(
    /^about [\d.]+( k)? tokens sent and written · about [\d.]+ · leaves this computer$/,
  )
  await expect(note).toHaveAttribute('title', /^About .+ sent to the model .* for 40 messages$/)
  const both = (await note.textContent()) ?? ''
  await tick('cheap')
  await expect(page.getByText('1 room selected')).toBeVisible()
  await expect(note).toHaveText(/^about/)
  await expect(note).not.toHaveText(both)
})
