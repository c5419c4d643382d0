import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SceneOptions } from './scenes.ts'
import { launchIn } from './speech.ts'
import { closeDetails, dismissNotices, go, importPath, openPalette } from './stage.ts'

/** What a person does with what is there: rename, delete, take back, mail, search, look into files. */
export async function manage({ folder, camera, speech }: SceneOptions): Promise<void> {
  const { w, t } = speech
  const app = await launchIn(speech, {
    folder,
    env: { RAPPORTEUR_RECIPIENTS: 'ada@tideline.example, harbour.office@tideline.example' },
  })
  const stage = { app, speech }
  const { page } = app
  const dialog = page.getByRole('dialog')
  const shoot = (name: string) => camera.shoot(app, name)
  try {
    await page.getByRole('button', { name: w('Import sample rooms') }).click()
    await page.locator('[data-room-oid]').nth(4).waitFor({ timeout: 60_000 })
    await dismissNotices(stage)
    const row = page.locator('[data-room-oid]').first()
    await row.focus()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menu').waitFor()
    await shoot('70-row-menu')
    await page.keyboard.press('Escape')
    await row.focus()
    await page.keyboard.press('F2')
    await dialog.waitFor()
    await shoot('71-rename')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await row.focus()
    await page.keyboard.press('Delete')
    await dialog.waitFor()
    await shoot('72-delete')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: w('Undo') }).waitFor()
    await shoot('73-deleted')
    await page.keyboard.press('Control+Z')
    await page.locator('[data-room-oid]').nth(4).waitFor()
    await dismissNotices(stage)
    const count = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
    await page.getByRole('checkbox', { name: w('Select all rooms') }).click()
    await page.getByRole('button', { name: t('report.generate', { count }) }).click()
    await dialog.waitFor()
    await shoot('74-mails')
    await dialog.getByRole('button', { name: t('mails.without', { count }) }).click()
    await page.locator('[data-report-state="finished"]').nth(4).waitFor({ timeout: 120_000 })
    await searching()
    await palette()
    await files()
    await people()
    const strange = join(folder, 'notes.txt')
    await writeFile(strange, 'Milk, bread\nA list that is no chat at all\n')
    await go(stage, 'Imports')
    await importPath(stage, strange)
    await page.locator('[data-import-state="failed"]').waitFor()
    await dismissNotices(stage)
    await shoot('84-import-failed')
  } finally {
    await app.close()
  }

  async function searching(): Promise<void> {
    await page.keyboard.press('Control+Shift+F')
    const field = page.getByRole('searchbox', { name: w('Search in all messages') })
    await field.waitFor()
    await shoot('75-search')
    await field.fill('harbour')
    await page.locator('[data-hits] [role="row"]').first().waitFor()
    await shoot('76-search-found')
    await field.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').locator('[data-kind="message"][aria-current]').waitFor()
    await shoot('77-search-around')
    await closeDetails(stage)
    await field.fill('zebra crossing')
    await page.getByRole('heading', { level: 2 }).waitFor()
    await shoot('78-search-none')
  }

  async function palette(): Promise<void> {
    await go(stage, 'Rooms')
    await openPalette(stage, 'harbour')
    await page.locator('[role="option"] mark').first().waitFor()
    await shoot('79-palette-messages')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('incid')
    await page.keyboard.press('Tab')
    await shoot('80-palette-actions')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }

  async function people(): Promise<void> {
    await go(stage, 'People')
    const person = page.locator('[data-person-oid]').first()
    await person.waitFor()
    await shoot('85-people')
    await person.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await page.keyboard.press('m')
    await dialog.waitFor()
    await shoot('86-people-merge')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await openPalette(stage, 'mareike')
    await page.getByRole('group', { name: t('palette.groups.people') }).waitFor()
    await shoot('87-palette-people')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }

  async function files(): Promise<void> {
    await go(stage, 'Files')
    await page.locator('[role="row"][data-report-oid]').first().click()
    await shoot('81-files-beside')
    await page.getByRole('combobox', { name: t('files.group') }).click()
    await page.getByRole('option', { name: t('files.groups.room') }).click()
    await shoot('82-files-grouped')
  }
}
