import type { Page } from 'playwright'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { feedRoom } from './fixtures/rooms.ts'
import { startHeldModel, type HeldModel } from './fixtures/held-model.ts'

/** The smallest window, the same zoomed, and the usual one zoomed: CSS pixels are size by zoom. */
const windows = [
  { width: 760, height: 500, zoom: 1 },
  { width: 760, height: 500, zoom: 2 },
  { width: 1_280, height: 800, zoom: 2 },
] as const

async function resize(app: App, size: (typeof windows)[number]): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(width, height)
    window?.webContents.setZoomFactor(zoom)
  }, size)
  await expect
    .poll(() => app.page.evaluate(() => [innerWidth, innerHeight]))
    .toEqual([size.width / size.zoom, size.height / size.zoom])
}

/** The window as it is drawn: over the debugger, a zoomed page would be cut. */
async function picture(app: App): Promise<Buffer> {
  const text = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    return image?.toPNG().toString('base64') ?? ''
  })
  return Buffer.from(text, 'base64')
}

/**
 * What cannot be used in the window as it stands: each control is scrolled to as the focus would do it, and
 * must then lie inside the window and take a click in its middle. Also what scrolls from side to side.
 */
function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}`
    const found: string[] = []
    const dialog = [...document.querySelectorAll('[role="dialog"]')].find((one) =>
      one.checkVisibility(),
    )
    // In a small window the drawer is the one pane there is.
    const drawer = [...document.querySelectorAll('aside')].find(
      (one) => getComputedStyle(one).position === 'absolute',
    )
    const top = dialog ?? drawer
    const controls = (top ?? document).querySelectorAll<HTMLElement>(
      'button, input, select, textarea, [role="tab"], [role="combobox"], [role="menuitem"], summary',
    )
    for (const control of controls) {
      if (!control.checkVisibility() || control.getAttribute('type') === 'hidden') continue
      // A box behind its picture: the label takes the click.
      const target = control.closest('label') ?? control
      target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const box = target.getBoundingClientRect()
      if (box.width < 2 || box.height < 2) continue
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
      const isInside = box.left >= -1 && box.right <= innerWidth + 1 && y >= 0 && y <= innerHeight
      const hit = document.elementFromPoint(x, y)
      const takesClick =
        hit !== null &&
        (target.contains(hit) || hit.contains(target) || hit.closest('label') === target)
      if (!isInside || !takesClick)
        found.push(`${name(control)} at ${Math.round(x)},${Math.round(y)}`)
    }
    for (const element of document.querySelectorAll<HTMLElement>('*')) {
      const { overflowX } = getComputedStyle(element)
      const scrolls = overflowX === 'auto' || overflowX === 'scroll'
      if (scrolls && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${name(element)} scrolls from side to side`)
      }
    }
    return found
  })
}

const go = (page: Page, view: string) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${view}`) })
    .click()

let model: HeldModel

test.beforeEach(async () => {
  model = await startHeldModel()
})

test.afterEach(async () => {
  await model.close()
})

test('every control is in reach in the smallest window and at 200 percent', async ({
  launch,
}, info) => {
  test.setTimeout(240_000)
  const app = await launch({
    env: { ...model.env, RAPPORTEUR_RECIPIENTS: 'boss@example.org' },
  })
  const { page } = app
  for (let index = 0; index < 12; index++) {
    await feedRoom(app, { roomOid: `room-${index}`, name: `A room with a longer name ${index}` })
  }
  await expect(page.locator('[data-room-oid]')).toHaveCount(12)
  for (const size of windows) {
    await resize(app, size)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const where = `${size.width}x${size.height} at ${size.zoom * 100} %`
    const look = async (view: string) => {
      await info.attach(`${view} ${where}`, { body: await picture(app), contentType: 'image/png' })
      expect.soft(await unreachable(page), `${view}, ${where}`).toEqual([])
    }
    await go(page, 'Rooms')
    await look('Rooms')
    await page.getByRole('checkbox', { name: 'Select all rooms' }).check()
    await look('Rooms, selected')
    const generate = page.getByRole('button', { name: 'Generate 12 reports' })
    if (await generate.isEnabled()) {
      await generate.click()
      await expect(page.getByRole('dialog', { name: '12 mails to boss@example.org' })).toBeVisible()
      await look('the question before mails')
      await page.keyboard.press('Escape')
    }
    await page.locator('[data-room-oid] button').first().click()
    await expect(page.getByRole('complementary')).toBeVisible()
    await look('details')
    await page.getByRole('button', { name: 'Close details' }).click()
    for (const view of ['Queue', 'Files', 'People', 'Search', 'Imports', 'Settings']) {
      await go(page, view)
      await look(view)
    }
    for (const section of ['Summary', 'Mail', 'Workbook', 'Reports', 'This computer']) {
      await page.getByRole('tab', { name: section }).click()
      await look(`Settings, ${section}`)
    }
  }
  await go(page, 'Rooms')
  await page.getByRole('button', { name: 'Generate 12 reports' }).click()
  await page.getByRole('button', { name: 'Make the reports without mail' }).click()
  await expect(page.getByTestId('batch-counts')).toContainText('4 running')
  for (const size of windows) {
    await resize(app, size)
    for (const view of ['Rooms', 'Queue']) {
      await go(page, view)
      const where = `${view} running, ${size.width}x${size.height} at ${size.zoom * 100} %`
      await info.attach(where, { body: await picture(app), contentType: 'image/png' })
      expect.soft(await unreachable(page), where).toEqual([])
    }
  }
})

test('the drawer stands beside the table in the usual window and hides none of its buttons', async ({
  app,
}, info) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'pier' })
  await resize(app, { width: 1_280, height: 800, zoom: 1 } as never)
  await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
  await page.locator('[data-room-oid] button').first().click()
  await expect(page.getByRole('complementary')).toBeVisible()
  expect(await unreachable(page)).toEqual([])
  await info.attach('drawer', { body: await page.screenshot(), contentType: 'image/png' })
})

test('nothing moves for people who want no motion', async ({ app: { page } }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await go(page, 'Settings')
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog')).toBeVisible()
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element)
      const isStill = [transitionDuration, animationDuration].every((text) =>
        text.split(',').every((part) => Number.parseFloat(part) === 0),
      )
      return isStill ? [] : [`${element.tagName} ${element.className}`]
    }),
  )
  expect(moving).toEqual([])
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})
