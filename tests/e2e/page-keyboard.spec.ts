import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { expect, test } from './fixtures/electron.ts'
import { answerDialog } from './fixtures/imports.ts'

/** Stops of the Tab key in any of the views, at most. */
const mostStops = 80

/** Goes from control to control until it stands on one. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`No Tab leads to ${target}`)
}

const rows = (page: Page) => page.locator('[data-room-oid]')
/** The one row of a grid that Tab leads to. */
const stop = (page: Page) => page.locator('[role="grid"] [role="row"][tabindex="0"]')
const dialog = (page: Page) => page.getByRole('dialog')

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await expect(dialog(page).getByRole('combobox')).toBeFocused()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveCount(0)
}

async function writeLogs(folder: string): Promise<string> {
  const logs = join(folder, 'logs')
  await mkdir(logs)
  for (const room of ['pier', 'quay', 'reef']) {
    const lines = Array.from({ length: 60 }, (_, index) => {
      const minute = String(index).padStart(2, '0')
      const text =
        index === 30
          ? `We decided to move the crane of ${room} to berth nine on Friday`
          : `Berth ${index} of ${room} is free until the evening tide`
      return `2026-01-05 10:${minute}:00\tperson${index % 4}\t${text}`
    })
    await writeFile(join(logs, `${room}.weechatlog`), `${lines.join('\n')}\n`)
  }
  return logs
}

test('the keyboard alone does everything from import to delete, and takes it back', async ({
  app,
  tmp,
}) => {
  test.setTimeout(180_000)
  const { page, electron } = app
  await page.evaluate(() => {
    const touched: string[] = []
    Object.assign(globalThis, { touched })
    // A key makes a click too, of no pointer and at no place.
    for (const name of ['pointerdown', 'mousedown', 'wheel', 'touchstart'])
      addEventListener(name, () => touched.push(name), { capture: true })
  })
  await answerDialog(electron, [await writeLogs(tmp)])

  // Import.
  await tabTo(page, page.getByRole('button', { name: 'Choose files' }))
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(3)

  // Select two, and generate.
  await tabTo(page, stop(page))
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(page.getByText('2 rooms selected')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-report-state="finished"]')).toHaveCount(2)

  // The drawer, a quote, and what was said around it.
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary')
  await expect(drawer).toContainText('60 of 60 messages read')
  await tabTo(page, drawer.getByRole('button', { name: /crane of/ }).first())
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('list', { name: 'What was said around it' })).toContainText(
    'Berth 29',
  )
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)

  // Search, and the place of a hit.
  await page.keyboard.press('Control+Shift+F')
  await expect(page.getByRole('searchbox', { name: 'Search in all messages' })).toBeFocused()
  await page.keyboard.type('crane reef')
  await expect(page.locator('footer').getByRole('status')).toHaveText('1 message')
  await page.keyboard.press('ArrowDown')
  await expect(stop(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(drawer.locator('[aria-current]')).toContainText('crane of reef')
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await expect(stop(page)).toBeFocused()

  // Rename.
  await command(page, 'go to rooms')
  await tabTo(page, stop(page))
  await page.keyboard.press('Home')
  const row = rows(page).first()
  await expect(row).toBeFocused()
  await page.keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('A west pier')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('A west pier')
  await expect(dialog(page)).toHaveCount(0)
  await expect(row).toBeFocused()

  // Delete it, and take that back.
  await page.keyboard.press('Delete')
  await expect(dialog(page)).toContainText('Delete the room “A west pier”?')
  await expect(dialog(page).getByRole('button', { name: 'Delete the room' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(2)
  await page.keyboard.press('Control+Z')
  await expect(rows(page)).toHaveCount(3)
  await expect(page.getByText('A west pier').first()).toBeVisible()

  // A workbook, in the same way.
  await command(page, 'go to files')
  await expect(page.locator('[role="row"][data-report-oid]')).toHaveCount(2)
  await tabTo(page, stop(page))
  await page.keyboard.press('Delete')
  await expect(page.locator('[role="row"][data-report-oid]')).toHaveCount(1)
  await page.keyboard.press('Control+Z')
  await expect(page.locator('[role="row"][data-report-oid]')).toHaveCount(2)

  const touched = await page.evaluate(
    () => (globalThis as unknown as { touched: string[] }).touched,
  )
  expect(touched).toEqual([])
})
