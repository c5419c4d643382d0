import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from './fixtures/electron.ts'
import { answerDialog } from './fixtures/imports.ts'

const openSettings = async (page: Page, section: string): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Settings/ })
    .click()
  await page.getByRole('tab', { name: section }).click()
}

/** A picture of one dot. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('a logo is chosen by a dialog, saved, and taken away again', async ({ app, tmp }) => {
  const { page } = app
  const file = join(tmp, 'harbour logo.png')
  await writeFile(file, png)
  await answerDialog(app.electron, [file])
  await openSettings(page, 'Workbook')
  await page.getByRole('button', { name: 'Choose a picture' }).click()
  await expect(page.getByText(file)).toBeVisible()
  await page.getByTestId('save-bar').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByTestId('save-bar')).toHaveCount(0)
  const { url, accessToken } = await app.connection()
  const saved = async () => {
    const answer = await fetch(`${url}/api/settings`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    return JSON.stringify(await answer.json())
  }
  expect(await saved()).toContain('harbour logo.png')
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByTestId('save-bar').getByRole('button', { name: 'Save' }).click()
  await expect.poll(saved).not.toContain('harbour logo.png')
})

test('another data folder is chosen by a dialog, and used from the next start on', async ({
  launch,
  tmp,
}) => {
  const folder = join(tmp, 'elsewhere')
  await mkdir(folder)
  // Where a variable names the folder, nothing can be chosen.
  const env = { RAPPORTEUR_DATA_DIR: '' }
  let app = await launch({ env })
  await answerDialog(app.electron, [folder])
  await openSettings(app.page, 'This computer')
  await app.page.getByRole('button', { name: 'Choose another' }).click()
  await expect(app.page.getByRole('note').filter({ hasText: folder })).toBeVisible()
  await app.close()
  app = await launch({ env })
  await openSettings(app.page, 'This computer')
  await expect(app.page.getByText(folder, { exact: true })).toBeVisible()
  await expect(app.page.getByRole('note').filter({ hasText: folder })).toHaveCount(0)
})

test('files and folders dropped on the window are imported', async ({ app, tmp }, info) => {
  const { page } = app
  const file = join(tmp, 'harbour.ndjson')
  const lines = Array.from({ length: 7 }, (_, n) =>
    JSON.stringify({
      room: 'harbour',
      id: `m${n}`,
      at: `2026-01-05T10:0${n}:00Z`,
      author: 'Ann',
      text: `Berth ${n}`,
    }),
  )
  await writeFile(file, `${lines.join('\n')}\n`)
  const folder = join(tmp, '#pier')
  await mkdir(folder)
  await writeFile(join(folder, '2026-01-05.log'), '[10:00:00] <Ann> One\n[10:01:00] <Bob> Two\n')

  // As the system does it: the files come from outside, with paths that no script could make up.
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [file, folder], dragOperationsMask: 1 }
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await drag('dragEnter')
  await drag('dragOver')
  await expect(page.getByText('Drop to import')).toBeVisible()
  await info.attach('drop', { body: await page.screenshot(), contentType: 'image/png' })
  await drag('drop')
  await expect(page.getByText('Drop to import')).toHaveCount(0)
  await expect(page.locator('[data-room-oid]')).toHaveCount(2, { timeout: 30_000 })
  await expect(page.locator('[data-room-oid]').filter({ hasText: 'harbour' })).toContainText('7')
})
