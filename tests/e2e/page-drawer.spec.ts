import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom, reportRooms } from './fixtures/rooms.ts'

const text = (index: number) =>
  index === 37
    ? 'We decided to move the harbour crane to pier nine on Friday.'
    : `Berth ${index} is free until the evening tide`

test('the drawer begins with the summary, opens what was said around a quote, and reads, searches and jumps', async ({
  app,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  await feedRoom(app, { roomOid: 'pier', size: 90, text })
  await feedRoom(app, { roomOid: 'quay', size: 5 })
  await expect(page.locator('[data-room-oid]')).toHaveCount(2)
  await page.locator('[data-room-oid="pier"]').focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: 'Details of pier' })
  await expect(drawer).toBeVisible()
  await page.locator('[data-room-oid="pier"] input').click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  await expect(page.locator('[data-room-oid="pier"]')).toHaveAttribute(
    'data-report-state',
    'finished',
  )
  const process = drawer.locator('details').filter({ hasText: 'How it was made' })
  await expect(process).not.toHaveAttribute('open')
  const sections = await drawer
    .locator('section')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  expect(sections).toEqual([
    'Report',
    'Summary',
    'Facts',
    'Reports of this room',
    'How it was made',
    'Log',
    'What was said',
  ])

  // A quote opens the messages around it, by keyboard.
  const decision = drawer.getByRole('button', { name: /harbour crane/ }).first()
  await decision.focus()
  await page.keyboard.press('Enter')
  const around = drawer.getByRole('list', { name: 'What was said around it' })
  await expect(around.getByRole('listitem')).toHaveCount(11)
  await expect(around.locator('[aria-current]')).toContainText('harbour crane to pier nine')
  await expect(around.getByRole('listitem').first()).toContainText('Berth 33 is free')
  await look(app, info, 'quote')
  await page.keyboard.press('Enter')
  await expect(around).toHaveCount(0)

  // Messages begin at the newest.
  const said = drawer.getByRole('region', { name: 'What was said' })
  await expect(said.getByRole('listitem').first()).toContainText('Berth 89 is free')
  await said.getByRole('button', { name: 'Show older messages' }).click()
  await expect(said.getByRole('listitem')).toHaveCount(60)
  await said.getByLabel('Go to a day').fill('2026-02-03')
  await expect(said.getByRole('listitem').first()).toContainText(/Feb 3.*Berth 32 is free/s)
  await said.getByRole('button', { name: 'Back to the newest' }).click()
  await expect(said.getByRole('listitem').first()).toContainText('Berth 89 is free')
  const search = said.getByRole('searchbox', { name: 'Search in this room' })
  await search.fill('crane')
  await expect(said.getByRole('status')).toHaveText('1 message found')
  await expect(said.locator('mark')).toHaveText('crane')
  await said.getByRole('button', { name: /harbour crane/ }).click()
  await expect(said.locator('[aria-current]')).toContainText('to pier nine')
  await search.scrollIntoViewIfNeeded()
  await look(app, info, 'found')

  // Beside the table, and never over what can be done with its rows.
  await reportRooms(app, ['quay'])
  for (const width of [920, 1_280, 1_920]) {
    await page.setViewportSize({ width, height: 800 })
    const right = await page
      .getByRole('grid')
      .evaluate((grid) => grid.getBoundingClientRect().right)
    const left = await drawer.evaluate((one) => one.getBoundingClientRect().left)
    expect(left).toBeGreaterThanOrEqual(right - 1)
    await page.locator('[data-room-oid="quay"]').hover()
    const open = page.locator('[data-room-oid="quay"]').getByRole('button', { name: 'Open' })
    await open.click({ trial: true })
    await info.attach(`drawer ${width}`, {
      body: await page.screenshot(),
      contentType: 'image/png',
    })
  }
  await page.setViewportSize({ width: 1_280, height: 800 })
  await speakGerman(app)
  await page.locator('[data-room-oid="pier"] button').first().click()
  await expect(page.getByRole('complementary')).toContainText('Zusammenfassung')
  await look(app, info, 'Einzelheiten')
})
