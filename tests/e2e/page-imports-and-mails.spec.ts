import { simpleParser } from 'mailparser'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures/electron.ts'
import { feedRoom } from './fixtures/rooms.ts'
import { importPaths } from './fixtures/imports.ts'

test('an import is cancelled while it reads and while it waits, and leaves no room', async ({
  app,
  tmp,
}, info) => {
  const { page } = app
  const talk = Array.from(
    { length: 20_000 },
    (_, n) => `2026-01-05 10:${String(n % 60).padStart(2, '0')}:00\tann\tBerth ${n} is free\n`,
  ).join('')
  const files = ['long.weechatlog', 'second.weechatlog'].map((name) => join(tmp, name))
  for (const file of files) await writeFile(file, talk.repeat(40))
  await importPaths(app, files)
  const waiting = page.locator('[data-import-state="queued"]')
  const reading = page.locator('[data-import-state="reading"]')
  await expect(reading).toBeVisible()
  await info.attach('reading', { body: await page.screenshot(), contentType: 'image/png' })
  await waiting.getByRole('button', { name: 'Cancel the import of second.weechatlog' }).click()
  await reading.getByRole('button', { name: 'Cancel the import of long.weechatlog' }).click()
  await expect(page.locator('[data-import-state="cancelled"]')).toHaveCount(2)
  await expect(page.getByRole('button', { name: /^Cancel the import/ })).toHaveCount(0)
  await expect(page.locator('[data-room-oid]')).toHaveCount(0)
})

test('all rooms of a large import are shown and selected', async ({ app, tmp }, info) => {
  test.setTimeout(180_000)
  const { page } = app
  const folder = join(tmp, 'many')
  await mkdir(folder)
  const lines = Array.from({ length: 5_000 }, (_, n) =>
    JSON.stringify({
      room: `room ${n}`,
      at: '2026-01-05T10:00:00Z',
      author: 'Ada',
      text: `In ${n}`,
    }),
  )
  await writeFile(join(folder, 'rooms.ndjson'), `${lines.join('\n')}\n`)
  await importPaths(app, [folder])
  const footer = page.locator('footer')
  await expect(footer).toContainText('5,000 rooms', { timeout: 120_000 })
  await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await expect(footer).toContainText('5,000 rooms selected')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '5001')
  await info.attach('all', { body: await page.screenshot(), contentType: 'image/png' })
})

test.describe('with recipients in the settings', () => {
  test.use({ appEnv: { RAPPORTEUR_RECIPIENTS: 'boss@example.org,ada@example.org' } })

  test('a start says how many mails go to whom, and can be made without them or with one for all', async ({
    app,
  }, info) => {
    const { page, dataDir } = app
    const mails = async () =>
      (await readdir(join(dataDir, 'outbox')).catch(() => [])).filter((name) =>
        name.endsWith('.eml'),
      )
    const read = async (name = '') => simpleParser(await readFile(join(dataDir, 'outbox', name)))
    for (const roomOid of ['pier', 'quay']) await feedRoom(app, { roomOid })
    await expect(page.locator('[data-room-oid]')).toHaveCount(2)
    await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
    await page.getByRole('button', { name: 'Generate 2 reports' }).click()
    const question = page.getByRole('dialog', {
      name: '2 mails to boss@example.org, ada@example.org',
    })
    await expect(question).toContainText('saved in the outbox')
    await info.attach('question', { body: await page.screenshot(), contentType: 'image/png' })
    await page.keyboard.press('Escape')
    await expect(question).toHaveCount(0)
    await expect(page.getByTestId('batch-counts')).toHaveText('No reports yet')

    await page.keyboard.press('Control+Enter')
    await question.getByRole('button', { name: 'Make the reports without mail' }).click()
    await expect(page.getByTestId('batch-counts')).toContainText('2 of 2 done')
    expect(await mails()).toEqual([])

    await page.locator('[data-room-oid="pier"] input').click()
    await page.getByRole('button', { name: 'Generate 1 report' }).click()
    await page
      .getByRole('dialog', { name: '1 mail to' })
      .getByRole('button', { name: 'Save 1 mail' })
      .click()
    await expect.poll(mails).toHaveLength(1)
    const first = await mails()
    expect((await read(first[0])).attachments).toHaveLength(1)

    await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
    await page.getByRole('button', { name: 'Generate 2 reports' }).click()
    await question.getByRole('button', { name: 'Save one mail with all' }).click()
    await expect.poll(mails).toHaveLength(2)
    const digest = await read((await mails()).find((name) => !first.includes(name)))
    expect(digest.attachments).toHaveLength(2)
    await expect(page.getByTestId('batch-counts')).toContainText('2 of 2 done')
  })
})
