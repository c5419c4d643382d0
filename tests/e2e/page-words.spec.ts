import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import type { SettingsView } from '../../server/contract/settings.ts'
import { expect, test } from './fixtures/electron.ts'
import { ask, feedRoom } from './fixtures/rooms.ts'
import { startHeldModel } from './fixtures/held-model.ts'

test('settings say ports without groups, hints whole, and show what is always made as ticked', async ({
  app: { page },
}, info) => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Settings/ })
    .click()
  await page.getByRole('tab', { name: 'Mail' }).click()
  await page.getByRole('textbox', { name: 'Port' }).fill('2525')
  await expect(page.getByRole('textbox', { name: 'Port' })).toHaveValue('2525')
  const recipients = page.getByPlaceholder('Address, then Enter')
  expect(
    await recipients.evaluate((field: HTMLInputElement) => {
      const pen = document.createElement('canvas').getContext('2d')
      if (!pen) return false
      pen.font = getComputedStyle(field).font
      return pen.measureText(field.placeholder).width <= field.clientWidth
    }),
    'the placeholder fits its field',
  ).toBe(true)
  await info.attach('mail', { body: await page.screenshot(), contentType: 'image/png' })
  await page.getByRole('tab', { name: 'Workbook' }).click()
  for (const name of ['Summary', '#, Time, Author, Message']) {
    const box = page.getByRole('checkbox', { name, exact: true })
    await expect(box).toBeChecked()
    await expect(box).toBeDisabled()
  }
  await page.getByRole('checkbox', { name: 'Highlights' }).click()
  await expect(page.getByRole('checkbox', { name: 'Summary', exact: true })).toBeChecked()
  await info.attach('workbook', { body: await page.screenshot(), contentType: 'image/png' })
})

test('a period of own dates opens without a complaint, and complains of what is typed', async ({
  app,
}, info) => {
  const { page } = app
  await feedRoom(app, { roomOid: 'pier' })
  await page.getByRole('button', { name: /^Period/ }).click()
  await page.getByRole('menuitemradio', { name: 'Custom dates' }).click()
  const dates = page.getByRole('dialog', { name: 'Custom dates' })
  await expect(dates.getByLabel('From')).toBeVisible()
  await expect(dates.locator('[aria-invalid="true"]')).toHaveCount(0)
  await info.attach('dates', { body: await page.screenshot(), contentType: 'image/png' })
  await dates.getByLabel('From').fill('2026-02-02')
  await dates.getByLabel('To, included').fill('2026-01-01')
  await expect(dates).toContainText('The first day must not be after the last one')
})

test('a cancelled report leaves the workbook of the one before in reach, also over a restart', async ({
  launch,
}, info) => {
  test.setTimeout(120_000)
  let app = await launch()
  await feedRoom(app, { roomOid: 'pier' })
  const row = () => app.page.locator('[data-room-oid="pier"]')
  const generate = async () => {
    await row().locator('input').click()
    await app.page.getByRole('button', { name: 'Generate 1 report' }).click()
  }
  await generate()
  await expect(row()).toHaveAttribute('data-report-state', 'finished')
  await app.page
    .getByRole('navigation')
    .getByRole('button', { name: /^Queue/ })
    .click()
  await app.page.getByRole('button', { name: 'Pause queue' }).click()
  await app.page
    .getByRole('navigation')
    .getByRole('button', { name: /^Rooms/ })
    .click()
  await generate()
  await expect(row()).toHaveAttribute('data-report-state', 'queued')
  await row().hover()
  await row().getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(row()).toHaveAttribute('data-report-state', 'cancelled')
  await expect(row().getByRole('button', { name: 'Open the last good report' })).toBeVisible()
  await app.close()
  app = await launch()
  await expect(row()).toHaveAttribute('data-report-state', 'cancelled')
  await expect(row().getByRole('button', { name: 'Open the last good report' })).toBeVisible()
  await info.attach('last good', { body: await app.page.screenshot(), contentType: 'image/png' })
})

test('buttons of waiting reports and the names of icons come with the pointer and the focus', async ({
  launch,
}, info) => {
  const model = await startHeldModel()
  try {
    const app = await launch({ env: { ...model.env, RAPPORTEUR_CONCURRENCY: '1' } })
    const { page } = app
    for (const roomOid of ['a', 'b', 'c']) await feedRoom(app, { roomOid })
    await expect(page.locator('[data-room-oid]')).toHaveCount(3)
    await page.getByRole('checkbox', { name: 'Select all rooms' }).click()
    await page.getByRole('button', { name: 'Generate 3 reports' }).click()
    const waiting = page.locator('[data-room-oid][data-report-state="queued"]').last()
    const next = waiting.getByRole('button', { name: 'Run next' })
    const opacity = () => next.evaluate((button) => getComputedStyle(button.parentElement!).opacity)
    await page.getByRole('heading', { level: 1 }).hover()
    await expect.poll(opacity).toBe('0')
    await waiting.hover()
    await expect.poll(opacity).toBe('1')
    await page.getByRole('heading', { level: 1 }).hover()
    await next.focus()
    await expect.poll(opacity).toBe('1')
    model.release()
    const done = page.locator('[data-room-oid][data-report-state="finished"]').first()
    await expect(done).toBeVisible()
    const eye = done.getByRole('button', { name: 'Preview' })
    await eye.hover()
    const told = () => eye.evaluate((button) => getComputedStyle(button, '::after').content)
    await expect.poll(told).toBe('"Preview"')
    await info.attach('named', { body: await page.screenshot(), contentType: 'image/png' })
  } finally {
    await model.close()
  }
})

test('a report whose model failed is amber, says why in the language of the window, and is offered again', async ({
  launch,
}, info) => {
  const model = await startHeldModel()
  try {
    model.release()
    const app = await launch({ env: model.env })
    const { page } = app
    await page.evaluate(() => localStorage.setItem('rapporteur.language', 'de'))
    await page.reload()
    await feedRoom(app, { roomOid: 'pier' })
    const row = page.locator('[data-room-oid="pier"]')
    await row.locator('input').click()
    await page.getByRole('button', { name: '1 Bericht erstellen' }).click()
    await expect(row).toHaveAttribute('data-report-state', 'finished')
    await expect(row.locator('[data-warns]')).toHaveText('Fertig, ohne das Modell')
    await expect(row).toContainText('Modell nicht verfügbar')
    await row.hover()
    await expect(row.getByRole('button', { name: 'Erneut mit dem Modell' })).toBeVisible()
    await expect(row).not.toContainText('Workbook ready')
    await info.attach('without the model', {
      body: await page.screenshot(),
      contentType: 'image/png',
    })
  } finally {
    await model.close()
  }
})

test('reports speak the language of the window, by the clock of the computer, unless the settings say another', async ({
  launch,
}) => {
  const app = await launch({ env: { TZ: 'Europe/Berlin' } })
  const { page } = app
  await page.evaluate(() => localStorage.setItem('rapporteur.language', 'de'))
  await page.reload()
  await feedRoom(app, { roomOid: 'pier' })
  const told = async (options: object): Promise<string> => {
    const { reports } = (await ask(app, '/api/reports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ roomOids: ['pier'], options }),
    })) as ReportAnswer
    const path = `/api/reports/${reports[0]?.reportOid}`
    await expect
      .poll(async () => ((await ask(app, path)) as Report).state, { timeout: 30_000 })
      .toBe('finished')
    return ((await ask(app, `${path}/summary`)) as { headline: string }).headline
  }
  const { values } = (await ask(app, '/api/settings')) as SettingsView
  expect([values.reportLanguage, values.timeZone]).toEqual(['de', 'Europe/Berlin'])
  expect(await told({})).toMatch(/Fragen?|Nachrichten/)
  expect(await told({ workbook: { language: 'en' } })).toMatch(/questions?|messages/)
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Einstellungen/ })
    .click()
  await page.getByRole('tab', { name: 'Arbeitsmappe' }).click()
  await expect(page.getByRole('combobox', { name: 'Sprache der Berichte' })).toHaveValue('Deutsch')
  await expect(page.getByRole('combobox', { name: 'Zeitzone' })).toHaveValue('Europe/Berlin')
})
