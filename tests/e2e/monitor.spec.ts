import ExcelJS from 'exceljs'
import { EventSource } from 'eventsource'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from './fixtures/electron.ts'
import type { App } from './fixtures/app.ts'
import { importPaths } from './fixtures/imports.ts'

const roomCount = 50

/** A folder of logs, one room each; the last one is long enough to be caught at work. */
async function writeLogs(folder: string, sizes: readonly number[]): Promise<string> {
  const logs = join(folder, 'logs')
  await mkdir(logs, { recursive: true })
  await Promise.all(
    sizes.map((size, index) => {
      const lines = Array.from({ length: size }, (_, i) => {
        const minute = String(Math.floor(i / 60) % 60).padStart(2, '0')
        const hour = String(Math.floor(i / 3_600) % 24).padStart(2, '0')
        return `2026-01-05 ${hour}:${minute}:${String(i % 60).padStart(2, '0')}\tperson${i % 9}\tThe plan for part ${i % 31} of room ${index} is ready, who can review it?`
      })
      return writeFile(
        join(logs, `room-${String(index + 1).padStart(2, '0')}.weechatlog`),
        `${lines.join('\n')}\n`,
      )
    }),
  )
  return logs
}

const row = (page: Page, name: string) => page.locator('[data-room-oid]').filter({ hasText: name })

/** Looks at every row, also those that the virtual table has not drawn yet. */
async function statesOfAllRows(page: Page): Promise<Map<string, string>> {
  const states = new Map<string, string>()
  const table = page.getByRole('grid', { name: 'Rooms and their reports' })
  await table.evaluate((grid) => {
    const scroller = [grid, ...grid.querySelectorAll('*')].find(
      (node) =>
        node.scrollHeight > node.clientHeight + 1 && getComputedStyle(node).overflowY !== 'visible',
    )
    scroller?.setAttribute('data-test-scroller', '')
    scroller?.scrollTo(0, 0)
  })
  const scroller = page.locator('[data-test-scroller]')
  for (let step = 0; step < 20; step++) {
    for (const [oid, state] of await page
      .locator('[data-room-oid]')
      .evaluateAll((rows) =>
        rows.map((node): [string, string] => [
          node.getAttribute('data-room-oid') ?? '',
          node.getAttribute('data-report-state') ?? '',
        ]),
      )) {
      states.set(oid, state)
    }
    if ((await scroller.count()) === 0) break
    const isAtEnd = await scroller.evaluate(async (node) => {
      const before = node.scrollTop
      node.scrollBy(0, node.clientHeight)
      // Two frames: one for the scroll event, one for the rows it brings.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      return node.scrollTop === before
    })
    if (isAtEnd) break
  }
  return states
}

async function openStreams(app: App): Promise<number> {
  const { url, accessToken } = await app.connection()
  const response = await fetch(`${url}/api/metrics`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  const match = /^rapporteur_sse_streams_open (\d+)$/m.exec(await response.text())
  return Number(match?.[1])
}

test.describe('fifty rooms', () => {
  test.use({ appEnv: { RAPPORTEUR_CONCURRENCY: '50', RAPPORTEUR_THREADS: '2' } })
  test.setTimeout(180_000)

  test('are imported, reported at once, all live, opened, and still there after a restart', async ({
    launch,
    tmp,
  }) => {
    const logs = await writeLogs(
      tmp,
      Array.from({ length: roomCount }, () => 2_500),
    )
    let app = await launch()
    let { page } = app
    await importPaths(app, [logs])
    await expect(page.getByText('50 rooms', { exact: true }).first()).toBeVisible()

    // Every status as the server pushes it, beside what the window makes of it.
    const { url, accessToken } = await app.connection()
    const pushed = new Map<string, Set<string>>()
    const watcher = new EventSource(`${url}/api/events?rooms=*`, {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...init.headers, Authorization: `Bearer ${accessToken}` },
        }),
    })
    let mostRunning = 0
    const states = new Map<string, string>()
    for (const name of ['EXCEL_STATUS', 'EXCEL_STATUS_END']) {
      watcher.addEventListener(name, (event) => {
        const status = JSON.parse(event.data as string) as { roomOid: string; state: string }
        const seen = pushed.get(status.roomOid) ?? new Set()
        pushed.set(status.roomOid, seen.add(status.state))
        states.set(status.roomOid, status.state)
        const running = [...states.values()].filter((state) =>
          ['collecting', 'summarizing', 'writing'].includes(state),
        )
        mostRunning = Math.max(mostRunning, running.length)
      })
    }

    await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
    await page.getByRole('button', { name: 'Generate 50 reports' }).click()
    const counts = page.getByTestId('batch-counts')
    await expect(counts).toContainText('running')
    // While all of them run, a plain request through the page's own connection pool is answered.
    const answered = await page.evaluate(
      async ([base, token]) => {
        const response = await fetch(`${base}/api/rooms?limit=1`, {
          headers: { Authorization: `Bearer ${token}` },
        })
        return response.status
      },
      [url, accessToken],
    )
    expect(answered).toBe(200)
    expect(await openStreams(app), 'one stream for the window, one for this test').toBe(2)

    await expect(counts).toContainText('50 of 50 done', { timeout: 120_000 })
    expect(mostRunning).toBeGreaterThanOrEqual(40)
    expect(pushed.size).toBe(roomCount)
    for (const [roomOid, seen] of pushed) {
      expect([...seen], roomOid).toEqual(
        expect.arrayContaining(['collecting', 'summarizing', 'writing', 'finished']),
      )
    }
    const shown = await statesOfAllRows(page)
    expect(shown.size).toBe(roomCount)
    expect([...new Set(shown.values())]).toEqual(['finished'])
    watcher.close()
    await expect.poll(() => openStreams(app)).toBe(1)

    // Open asks the system for the file; what it would have opened are the bytes of a workbook.
    await app.electron.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openPath = (path) => {
        opened.push(path)
        return Promise.resolve('')
      }
    })
    const first = row(page, 'room-01')
    await page.locator('[data-test-scroller]').evaluate((node) => node.scrollTo(0, 0))
    await first.hover()
    await first.getByRole('button', { name: 'Open', exact: true }).click()
    const opened = (): Promise<string[]> =>
      app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    await expect.poll(opened).toHaveLength(1)
    const [path = ''] = await opened()
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await readFile(path)) as never)
    expect(workbook.getWorksheet('Transcript')?.rowCount).toBe(2_501)

    await app.close()
    app = await launch()
    page = app.page
    await expect(page.getByText('50 rooms', { exact: true }).first()).toBeVisible()
    expect([...new Set((await statesOfAllRows(page)).values())]).toEqual(['finished'])
    await page.locator('[data-test-scroller]').evaluate((node) => node.scrollTo(0, 0))
    await expect(row(page, 'room-01').getByText('Done')).toBeVisible()
  })
})

test.describe('one big room', () => {
  test('is cancelled at once, its stream ends, nothing is left behind, and a retry finishes it', async ({
    launch,
    tmp,
  }) => {
    const logs = await writeLogs(tmp, [60_000, 10])
    const app = await launch()
    const { page, dataDir } = app
    await importPaths(app, [logs])
    const big = row(page, 'room-01')
    await expect(big).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select room-01' }).click()
    await page.getByRole('button', { name: 'Generate 1 report' }).click()
    await expect(big).toHaveAttribute('data-report-state', /collecting|summarizing|writing/)

    const roomOid = (await big.getAttribute('data-room-oid')) ?? ''
    const { url, accessToken } = await app.connection()
    const follower = new EventSource(`${url}/api/rooms/${roomOid}/excel-status`, {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...init.headers, Authorization: `Bearer ${accessToken}` },
        }),
    })
    follower.addEventListener('EXCEL_STATUS_END', () => follower.close())
    await expect.poll(() => openStreams(app)).toBe(2)

    await big.hover()
    await big.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(big).toHaveAttribute('data-report-state', 'cancelled', { timeout: 2_000 })
    await expect
      .poll(() => openStreams(app), 'the stream of the cancelled report has ended')
      .toBe(1)
    expect((await readdir(join(dataDir, 'tmp'))).filter((name) => name.endsWith('.part'))).toEqual(
      [],
    )
    expect(await readdir(join(dataDir, 'reports'))).toEqual([])

    await big.hover()
    await big.getByRole('button', { name: 'Retry', exact: true }).click()
    await expect(big).toHaveAttribute('data-report-state', 'finished', { timeout: 60_000 })
    expect(await readdir(join(dataDir, 'reports'))).toHaveLength(1)
  })

  test('goes on by itself after the app was killed in the middle', async ({ launch, tmp }) => {
    const logs = await writeLogs(tmp, [60_000])
    let app = await launch()
    await importPaths(app, [logs])
    await app.page.getByRole('checkbox', { name: 'Select room-01' }).click()
    await app.page.getByRole('button', { name: 'Generate 1 report' }).click()
    await expect(row(app.page, 'room-01')).toHaveAttribute(
      'data-report-state',
      /summarizing|writing/,
    )
    await app.kill()
    app = await launch()
    await expect(row(app.page, 'room-01')).toHaveAttribute('data-report-state', 'finished', {
      timeout: 60_000,
    })
    expect(await readdir(join(app.dataDir, 'reports'))).toHaveLength(1)
  })
})

test.describe('a report that cannot be written', () => {
  test.use({ expectedProblems: [/"id":"report\.failed"/] })

  test('says why in its row and finishes after a retry, beside one that finished at once', async ({
    launch,
    tmp,
  }) => {
    const logs = await writeLogs(tmp, [200, 200])
    const app = await launch()
    const { page, dataDir } = app
    await importPaths(app, [logs])
    await expect(row(page, 'room-02')).toBeVisible()
    // A file where the folder should be: no workbook can get its name, for root neither.
    await rm(join(dataDir, 'reports'), { recursive: true })
    await writeFile(join(dataDir, 'reports'), '')
    await page.getByRole('checkbox', { name: 'Select room-01' }).click()
    await page.getByRole('button', { name: 'Generate 1 report' }).click()
    const failed = row(page, 'room-01')
    await expect(failed).toHaveAttribute('data-report-state', 'failed')
    await expect(page.getByTestId('batch-counts')).toContainText('1 failed')
    await rm(join(dataDir, 'reports'))
    await mkdir(join(dataDir, 'reports'))
    await failed.hover()
    await failed.getByRole('button', { name: 'Retry', exact: true }).click()
    await expect(failed).toHaveAttribute('data-report-state', 'finished')
  })
})
