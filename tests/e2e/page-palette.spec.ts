import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom, reportRooms } from './fixtures/rooms.ts'

test('the palette forgives a letter, groups what it finds, remembers, and acts on rooms and workbooks', async ({
  app,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  for (const [roomOid, name] of [
    ['g', 'general'],
    ['o', 'ops-general'],
    ['p', 'pier'],
  ] as const)
    await feedRoom(app, { roomOid, name })
  await reportRooms(app, ['p'])
  await expect(page.locator('[data-report-state="finished"]')).toHaveCount(1)
  const palette = page.getByRole('dialog', { name: 'Commands' })
  const options = palette.locator('[role="group"]:not([aria-label="Messages"]) [role="option"]')
  const open = async () => {
    await page.keyboard.press('Control+K')
    await expect(palette.getByRole('combobox')).toBeFocused()
  }

  await open()
  await page.keyboard.type('genral')
  await expect(options).toHaveText(['general', 'ops-general'])
  await expect(palette.getByRole('group', { name: 'Rooms' })).toBeVisible()
  await expect(options.first().locator('svg')).toHaveCount(2)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Details of general' })).toBeVisible()

  // Rooms and workbooks stand apart; Tab leads to what can be done with one.
  await open()
  await expect(palette.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText([
    'general',
  ])
  await page.keyboard.type('pier')
  await expect(palette.getByRole('group', { name: 'Workbooks' })).toContainText('pier 2026')
  await expect(options.first()).toHaveText('pier')
  await look(app, info, 'palette found')
  await page.keyboard.press('Tab')
  await expect(palette.getByRole('combobox', { name: 'Actions on pier' })).toBeFocused()
  await expect(options).toHaveText([
    'Show details',
    'Generate report',
    'Open the workbook',
    'Preview the workbook',
    'Show in folder',
    'Save as',
    'Delete the workbook',
    'Never send to another computer',
    'Rename…F2',
    'Delete…Del',
  ])
  await look(app, info, 'palette actions')
  await page.keyboard.type('preview')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('preview').getByRole('tab', { name: 'Summary' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('preview')).toHaveCount(0)

  // Escape leads back from the actions, and then out.
  await open()
  await page.keyboard.type('ops')
  await page.keyboard.press('Tab')
  await page.keyboard.type('generate')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-room-oid="o"]')).toHaveAttribute('data-report-state', 'finished')
  await open()
  await expect(palette.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText([
    'ops-general',
    'pier',
    'general',
  ])
  await page.keyboard.press('ArrowRight')
  await expect(palette.getByRole('combobox', { name: 'Actions on ops-general' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(palette.getByRole('combobox', { name: 'Search commands' })).toBeFocused()
  await page.keyboard.type('nothing of this name')
  await expect(palette).toContainText('No command, room or workbook matches')
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)

  await speakGerman(app)
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog').getByRole('group', { name: 'Befehle' })).toBeVisible()
  await look(app, info, 'Befehle')
})
