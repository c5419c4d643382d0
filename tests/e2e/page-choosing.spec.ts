import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom } from './fixtures/rooms.ts'

const text = (index: number) =>
  index === 7 ? 'We decided to move the harbour crane to pier nine.' : `Berth ${index} is free`

test('what a report tells is chosen in the drawer by keyboard, marked, and taken back', async ({
  app,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  await feedRoom(app, { roomOid: 'pier', size: 20, text })
  const row = page.locator('[data-room-oid="pier"]')
  await row.locator('input').click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  await expect(row).toHaveAttribute('data-report-state', 'finished')
  await row.focus()
  await page.keyboard.press('Enter')
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect(summary).toContainText('harbour crane')

  const begin = summary.getByRole('button', { name: 'Choose what it tells' })
  await begin.press('Enter')
  const form = summary.getByRole('form', { name: 'What the report tells' })
  const decision = form.getByRole('textbox', { name: 'Text: Decisions 1' })
  await expect(decision).toHaveValue(text(7))
  // Escape leaves the form, not the drawer.
  await page.keyboard.press('Escape')
  await expect(form).toHaveCount(0)
  await begin.press('Enter')
  await expect(form.getByRole('button', { name: 'Write the workbook again' })).toBeDisabled()
  await decision.fill('The crane moves to pier nine')
  await form.getByRole('button', { name: 'Add an action item' }).press('Enter')
  await page.keyboard.type('Grease the rails')
  await form.getByRole('textbox', { name: 'Owner: Action items 1' }).fill('Dora')
  await look(app, info, 'choosing')
  await page.keyboard.press('Control+Enter')
  await expect(form).toHaveCount(0)

  const notice = page.getByRole('alert').filter({ hasText: 'The workbook is written again.' })
  await expect(notice).toBeVisible()
  await expect(summary).toContainText('The crane moves to pier nine')
  await expect(summary).toContainText('edited by hand')
  await expect(summary).toContainText('Grease the rails')
  await expect(summary).toContainText('added by hand')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(summary).toContainText('We decided to move the harbour crane')
  await expect(summary).not.toContainText('Grease the rails')

  await speakGerman(app)
  await row.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Inhalt auswählen' }).press('Enter')
  await expect(page.getByRole('form', { name: 'Was der Bericht enthält' })).toBeVisible()
})
