import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures/electron.ts'
import { importPaths } from './fixtures/imports.ts'

test('a table that nobody knows is read once its columns are chosen', async ({
  app,
  tmp,
}, info) => {
  const file = join(tmp, 'harbour.csv')
  const rows = Array.from(
    { length: 40 },
    (_, n) =>
      `${n};2026-01-05 10:${String(n).padStart(2, '0')};${n % 2 ? 'Ann' : 'Bob'};Berth ${n} is free from noon on`,
  )
  await writeFile(file, `nr;wann;wer genau;was gesagt wurde\n${rows.join('\n')}\n`)
  await importPaths(app, [file])
  const { page } = app
  await page
    .getByRole('link', { name: 'Imports' })
    .or(page.getByRole('button', { name: 'Imports' }))
    .first()
    .click()
  await page.getByRole('button', { name: 'Choose columns' }).click()
  const dialog = page.getByRole('dialog', { name: 'What do the columns hold?' })
  await expect(dialog.getByRole('combobox', { name: 'Text' })).toHaveValue('was gesagt wurde')
  await expect(dialog.getByRole('combobox', { name: 'Time', exact: true })).toHaveValue('wann')
  const preview = dialog.getByRole('listitem')
  await expect(preview.first()).toContainText('Berth 0 is free')
  await expect(preview.first()).toContainText('Bob')
  await dialog.getByRole('combobox', { name: 'Author' }).click()
  await page.getByRole('option', { name: 'nr' }).click()
  await expect(preview.first()).not.toContainText('Bob')
  await dialog.getByRole('combobox', { name: 'Author' }).click()
  await page.getByRole('option', { name: 'wer genau' }).click()
  await expect(preview.first()).toContainText('Bob')
  await info.attach('columns', { body: await page.screenshot(), contentType: 'image/png' })
  await dialog.getByRole('button', { name: 'Read again' }).click()
  const item = page.locator('[data-import-oid]').first()
  await expect(item).toHaveAttribute('data-import-state', 'finished')
  await expect(item).toContainText('40 messages')

  await item.getByRole('button', { name: 'Change time zone' }).click()
  const times = page.getByRole('dialog', { name: 'Times of this import' })
  await info.attach('times', { body: await page.screenshot(), contentType: 'image/png' })
  await times.getByRole('combobox', { name: 'Time zone' }).fill('America/New_York')
  await page.getByRole('option', { name: 'America/New_York' }).click()
  await times.getByRole('button', { name: 'Read again' }).click()
  await expect(item).toHaveAttribute('data-import-state', 'finished')
  await item.getByText(/warning/).click()
  await expect(item).toContainText('America/New_York')
  const { url, accessToken } = await app.connection()
  const headers = { authorization: `Bearer ${accessToken}` }
  const answer = await fetch(`${url}/api/rooms`, { headers })
  const { items } = (await answer.json()) as {
    items: { firstMessageAt: string; messageCount: number }[]
  }
  expect(items).toMatchObject([{ firstMessageAt: '2026-01-05T15:00:00.000Z', messageCount: 40 }])
  await info.attach('imported', { body: await page.screenshot(), contentType: 'image/png' })
})
