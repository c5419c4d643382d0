import '../../renderer/api/desktop.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { serverOf } from './fixtures/reports.ts'

const line = (author: string) =>
  `${JSON.stringify({ room: 'standup', at: '2026-01-05T09:00:00Z', author, text: 'Good morning' })}\n`

const roomNames = async (app: App): Promise<string[]> => {
  const server = await serverOf(app)
  const { items } = await server.ask<{ items: { name: string }[] }>('/api/rooms')
  return items.map(({ name }) => name).toSorted()
}

/** Starts the app again, as a file manager or a browser does. */
async function startAgain(app: App, folder: string, words: string[]): Promise<void> {
  const program: unknown = createRequire(import.meta.url)('electron')
  const root = resolve(import.meta.dirname, '../..')
  const switches = ['--no-sandbox', `--user-data-dir=${join(folder, 'user-data')}`]
  const second = spawn(String(program), [root, ...switches, ...words], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, RAPPORTEUR_DATA_DIR: app.dataDir },
  })
  const [code] = (await once(second, 'exit')) as [number | null]
  expect(code).toBe(0)
}

test('imports files and folders of the command line, of the first start and of a later one', async ({
  launch,
  tmp,
}) => {
  writeFileSync(join(tmp, 'standup.ndjson'), line('Ada'))
  mkdirSync(join(tmp, 'logs'))
  writeFileSync(join(tmp, 'logs', 'irc.weechatlog'), '2026-01-05 09:00:00\tBob\tHello there\n')
  const app = await launch({ args: [join(tmp, 'standup.ndjson')] })
  await expect.poll(() => roomNames(app)).toEqual(['standup'])
  await expect(app.page.getByText('standup').first()).toBeVisible()

  // Relative to where the second one was started.
  await startAgain(app, tmp, ['logs'])
  await expect.poll(async () => (await roomNames(app)).length).toBe(2)
  await expect(app.page.locator('[data-room-oid]')).toHaveCount(2)
})

test('says which file of the command line is not there', async ({ launch, tmp }) => {
  const app = await launch()
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async (options: { detail?: string }) => {
      Object.assign(globalThis, { detail: options.detail })
      return { response: 0, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
  })
  await startAgain(app, tmp, ['gone.zip'])
  const detail = () => app.electron.evaluate(() => (globalThis as { detail?: string }).detail ?? '')
  await expect.poll(detail).toContain(join(tmp, 'gone.zip'))
})

test('a link opens the room or the report that it names', async ({ launch, tmp }) => {
  const first = await launch()
  const before = await serverOf(first)
  for (const room of ['alpha', 'beta']) await before.room(room)
  const [report] = await before.trigger(['beta'])
  await first.close()

  // One that starts the app waits until there is a page that can show it.
  const app = await launch({ args: ['rapporteur://room/alpha'] })
  await expect(app.page.getByRole('complementary', { name: /alpha/ })).toBeVisible()
  await startAgain(app, tmp, [`rapporteur://report/${report?.reportOid}`])
  await expect(app.page.getByRole('complementary', { name: /beta/ })).toBeVisible()
})

test.describe('a link that names nothing', () => {
  // The page asks the server, whose 404 the console notes.
  test.use({ expectedProblems: [/status of 404/] })

  test('says so and changes nothing', async ({ launch, tmp }) => {
    const app = await launch()
    await startAgain(app, tmp, ['rapporteur://report/nothing', 'rapporteur://settings/x'])
    await expect(app.page.getByText('What the link leads to could not be shown')).toBeVisible()
  })
})
