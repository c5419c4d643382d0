import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { ask, feedRoom, reportRooms } from './fixtures/rooms.ts'
import { importPaths } from './fixtures/imports.ts'

test('rooms of one name are told apart wherever they stand, and a wide window tells more of each', async ({
  app,
  tmp,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  const chat = '2026-01-05 10:00:00\tann\tBerth 4 is free\n2026-01-05 10:01:00\tbob\tThank you\n'
  const table = 'time,author,text\n2026-02-01T10:00:00Z,Ann,from a table\n'
  const files = [join(tmp, 'general.weechatlog'), join(tmp, 'general.csv')]
  await writeFile(files[0] ?? '', chat)
  await writeFile(files[1] ?? '', table)
  await importPaths(app, files)
  await expect(page.locator('[data-room-oid]')).toHaveCount(2)
  await feedRoom(app, { roomOid: 'live-general', name: 'General' })
  await feedRoom(app, { roomOid: 'ops', name: 'ops' })
  await expect(page.locator('[data-room-oid]')).toHaveCount(4)

  const row = (place: string) => page.locator('[data-room-oid]').filter({ hasText: place })
  await expect(row('IRC · general.weechatlog')).toHaveCount(1)
  await expect(row('CSV · general.csv')).toHaveCount(1)
  await expect(page.locator('[data-room-oid="live-general"]')).toContainText('GeneralLive feed')
  await expect(page.locator('[data-room-oid="ops"] button').first()).toHaveText('ops')
  await look(app, info, 'namesakes')

  // What stands on screen is what finds: the source's own name and the import.
  const search = page.getByRole('searchbox', { name: 'Search rooms' })
  await search.fill('live feed')
  await expect(page.locator('[data-room-oid]')).toHaveCount(2)
  await search.fill('general.csv')
  await expect(page.locator('[data-room-oid]')).toHaveCount(1)
  await search.fill('')

  await reportRooms(app, ['ops'])
  await feedRoom(app, { roomOid: 'ops', name: 'ops', size: 23 })
  const ops = page.locator('[data-room-oid="ops"]')
  await expect(ops).toContainText('23')
  for (const width of [1_440, 1_920, 2_560]) {
    await page.setViewportSize({ width, height: width === 2_560 ? 1_440 : 900 })
    await info.attach(`wide ${width}`, { body: await page.screenshot(), contentType: 'image/png' })
    const cells = await ops.getByRole('gridcell').allInnerTexts()
    expect(cells.slice(0, -1).map((text) => text.trim())).toEqual(
      width === 1_440
        ? ['', 'ops', 'Live feed', '5', '23', '3', 'Feb 2']
        : ['', 'ops', 'Live feed', '', '5', '23', '3', 'Feb 2', 'Feb 2'],
    )
    await expect(page.getByRole('columnheader', { name: 'New' })).toBeVisible()
  }
  await page.getByRole('columnheader', { name: 'People' }).getByRole('button').click()
  await expect(page.locator('[data-room-oid]').first()).toContainText('Live feed')

  // In a group, too.
  const roomOids = await page
    .locator('[data-room-oid]')
    .evaluateAll((rows) => rows.map((one) => (one as HTMLElement).dataset['roomOid']))
  await ask(app, '/api/groups', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Harbour', roomOids }),
  })
  await page.getByRole('navigation').getByRole('button', { name: 'Groups', exact: true }).click()
  const members = page.getByRole('list', { name: 'Rooms', exact: true })
  await expect(members).toContainText('CSV · general.csv')
  await expect(members).toContainText('IRC · general.weechatlog')
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Rooms/ })
    .click()

  await row('general.csv')
    .getByRole('button', { name: /^Show details/ })
    .click()
  await expect(page.getByRole('complementary')).toContainText('CSV · general.csv')
  await speakGerman(app)
  await look(app, info, 'Namensgleiche')
})
