import type { Page } from 'playwright'
import { expect, test } from './fixtures/electron.ts'
import { speakGerman } from './fixtures/look.ts'
import { feedRoom, reportRooms } from './fixtures/rooms.ts'

/** The smallest window and the usual one, as they are and at 200 percent, in CSS pixels; and a wide one. */
const sizes = [
  { width: 380, height: 250 },
  { width: 640, height: 400 },
  { width: 760, height: 500 },
  { width: 1_280, height: 800 },
  { width: 2_560, height: 1_440 },
] as const

/** What scrolls inside of something that scrolls, whose bar stands beside that of the other one, or from side to side. */
const secondBars = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element) =>
      /auto|scroll/.test(getComputedStyle(element).overflowY) &&
      element.scrollHeight > element.clientHeight + 1
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`
    const found: string[] = []
    for (const inner of document.querySelectorAll('*')) {
      if (!inner.checkVisibility()) continue
      // The sheet of a preview is as wide as its columns, as in any spreadsheet.
      const isSheet = inner.matches('[role="region"][tabindex="0"]')
      if (
        !isSheet &&
        /auto|scroll/.test(getComputedStyle(inner).overflowX) &&
        inner.scrollWidth > inner.clientWidth + 1
      )
        found.push(`${name(inner)} from side to side`)
      if (!scrolls(inner)) continue
      for (let outer = inner.parentElement; outer; outer = outer.parentElement)
        if (scrolls(outer)) found.push(`${name(inner)} in ${name(outer)}`)
    }
    return found
  })

/** Whether the row that the keyboard stands on can be seen whole, and takes a click. */
const isInSight = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const row = document.activeElement
    const box = row?.getBoundingClientRect()
    if (!row || !box) return false
    const x = box.left + box.width / 2
    return [box.top + 2, box.bottom - 2].every((y) => row.contains(document.elementFromPoint(x, y)))
  })

test('no window has a second scroll bar, and the keyboard leads through long lists in all of them', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { page } = app
  const oids = Array.from({ length: 40 }, (_, index) => `room-${10 + index}`)
  for (const [index, roomOid] of oids.entries()) {
    await feedRoom(app, { roomOid, size: 4, text: (at) => `Berth ${index}-${at} is free` })
  }
  await reportRooms(app, oids.slice(0, 16))
  for (const size of sizes) {
    await page.setViewportSize(size)
    const where = `${size.width}x${size.height}`
    for (const view of ['Rooms', 'Queue', 'Files', 'People', 'Search', 'Imports', 'Settings']) {
      const name = new RegExp(`^${view}`)
      await page.getByRole('navigation').getByRole('button', { name }).click()
      if (view === 'Search') await page.getByRole('searchbox').fill('berth')
      const grids = { Rooms: 41, Files: 17, Search: 161 } as const
      const rows = grids[view as keyof typeof grids] as number | undefined
      const grid = page.getByRole('grid')
      if (rows === undefined)
        await expect(page.getByRole('heading', { name }).first()).toBeVisible()
      else if (view === 'Search') await expect(grid.getByRole('row').first()).toBeVisible()
      else await expect(grid).toHaveAttribute('aria-rowcount', String(rows))
      // A view that has just come or changed its size may take a moment until it is laid out.
      await expect.poll(() => secondBars(page), `${view}, ${where}`).toEqual([])
      if (rows === undefined) continue
      const first = grid.locator('[role="row"][tabindex="0"]')
      await first.focus()
      for (const keys of [['End'], ['Home'], Array<string>(12).fill('ArrowDown'), ['PageUp']]) {
        for (const key of keys) await page.keyboard.press(key)
        await expect
          .poll(() => isInSight(page), `${view}, ${where}, ${keys.length} ${keys[0]}`)
          .toBe(true)
      }
    }
  }

  // German words are longer.
  await speakGerman(app)
  await page.setViewportSize(sizes[0])
  const views = ['Räume', 'Warteschlange', 'Dateien', 'Gruppen', 'Personen', 'Importe']
  for (const view of views) {
    const name = new RegExp(`^${view}`)
    await page.getByRole('navigation').getByRole('button', { name }).click()
    const shown = view === 'Räume' ? page.getByRole('grid') : page.getByRole('heading', { name })
    await expect(shown.first()).toBeVisible()
    if (view === 'Räume') await page.getByRole('checkbox', { name: 'Alle Räume auswählen' }).check()
    await expect.poll(() => secondBars(page), view).toEqual([])
  }
})

test('the fields of a dialog stand as far from its left side as from its right', async ({
  app,
}) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'pier', size: 4 })
  await page.locator('[data-room-oid="pier"]').focus()
  await page.keyboard.press('F2')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox')).toBeFocused()
  const sides = () =>
    dialog.evaluate((content) => {
      const box = content.getBoundingClientRect()
      const field = content.querySelector('input')?.getBoundingClientRect()
      return field && [field.left - box.left, box.right - field.right].map(Math.round)
    })
  for (const size of [sizes[3], sizes[0]]) {
    await page.setViewportSize(size)
    const [left, right] = (await sides()) ?? []
    expect(left).toBeGreaterThan(0)
    expect(right).toBe(left)
  }
})
