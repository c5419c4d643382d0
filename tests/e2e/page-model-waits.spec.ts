import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sendJson, startScripted, type ScriptedServer } from '../summary/scripted-server.ts'
import { expect, test } from './fixtures/electron.ts'
import { feedRoom } from './fixtures/rooms.ts'

let model: ScriptedServer

test.beforeEach(async () => {
  model = await startScripted((response) =>
    sendJson(response, 429, { error: { message: 'busy' } }, { 'retry-after': '60' }),
  )
})

test.afterEach(async () => {
  await model.close()
})

test('a report that waits for its model goes on with quotes, and the batch keeps its count over a crash', async ({
  launch,
  tmp,
}, info) => {
  test.setTimeout(120_000)
  const env = {
    RAPPORTEUR_SUMMARY_ENGINE: 'openai',
    RAPPORTEUR_SUMMARY_BASE_URL: `${model.url}/v1`,
    RAPPORTEUR_SUMMARY_MODEL: 'slow',
    RAPPORTEUR_SUMMARY_CONCURRENCY: '4',
  }
  let app = await launch({ env })
  const row = (oid: string) => app.page.locator(`[data-room-oid="${oid}"]`)
  for (const roomOid of ['pier', 'quay', 'reef']) await feedRoom(app, { roomOid })
  await expect(app.page.locator('[data-room-oid]')).toHaveCount(3)
  await app.page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await app.page.getByRole('button', { name: 'Generate 3 reports' }).click()
  await expect(row('pier')).toContainText('for the model server')
  await expect(row('pier')).not.toContainText('left')
  const quotes = row('pier').getByRole('button', { name: 'Use quotes now' })
  await info.attach('waiting', { body: await app.page.screenshot(), contentType: 'image/png' })
  await quotes.focus()
  await app.page.keyboard.press('Enter')
  await expect(row('pier')).toHaveAttribute('data-report-state', 'finished')
  await expect(row('pier').locator('[data-warns]')).toHaveText('Done, without the model')
  await expect(row('pier')).toContainText('Quotes were chosen instead of waiting for slow')
  await expect(row('pier').getByRole('button', { name: 'Try again with the model' })).toBeVisible()
  await expect(app.page.getByTestId('batch-counts')).toContainText('1 of 3 done')
  await info.attach('quotes', { body: await app.page.screenshot(), contentType: 'image/png' })

  await app.kill()
  // What the window remembers may be lost with the process that should have written it.
  await rm(join(tmp, 'user-data', 'Local Storage'), { recursive: true, force: true })
  app = await launch({ env })
  await expect(app.page.getByTestId('batch-counts')).toContainText('1 of 3 done')
  await app.page.getByRole('button', { name: 'Cancel all' }).click()
  await app.page.getByRole('button', { name: 'Cancel 2 reports' }).click()
  await expect(app.page.getByTestId('batch-counts')).toContainText('1 of 3 done, 2 cancelled')
})
