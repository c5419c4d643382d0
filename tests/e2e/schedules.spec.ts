import type { ParsedMail } from 'mailparser'
import { startSmtp } from '../support/smtp.ts'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom } from './fixtures/rooms.ts'

const go = (app: App, name: string): Promise<void> =>
  app.page.getByRole('navigation').getByRole('button', { name, exact: true }).click()

/** The time of day so many minutes from now, by the clock of this computer. */
const timeIn = (minutes: number): string => {
  const at = new Date(Date.now() + minutes * 60_000)
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Sets the clock of the app forward, as if the time had passed. */
const setForward = (app: App, minutes: number): Promise<void> =>
  app.electron.evaluate((_, by) => {
    const real = Date.now
    Date.now = () => real() + by
  }, minutes * 60_000)

test('a group is reported at a set time, with an overview, in one mail, and its run leads to the reports', async ({
  launch,
}, info) => {
  test.setTimeout(180_000)
  const mails: { mail: ParsedMail; to: readonly string[] }[] = []
  const smtp = await startSmtp((mail, to) => mails.push({ mail, to }))
  const app = await launch({
    env: { RAPPORTEUR_SMTP_HOST: '127.0.0.1', RAPPORTEUR_SMTP_PORT: String(smtp.port) },
  })
  const { page } = app
  const dialog = page.getByRole('dialog')
  try {
    for (const roomOid of ['support-berlin', 'support-wien', 'harbour'])
      await feedRoom(app, { roomOid, size: 8 })

    // By hand, with a key in the table of rooms.
    await page.locator('[data-room-oid="harbour"]').click()
    await page.keyboard.press('g')
    await dialog.getByRole('textbox', { name: 'New group' }).fill('Support')
    await dialog.getByRole('button', { name: 'Add room' }).click()
    await expect(page.getByRole('alert')).toContainText('Group Support created')

    // By rule, with the number of rooms while it is typed.
    await go(app, 'Groups')
    const rooms = page.getByRole('list', { name: 'Rooms', exact: true })
    await expect(rooms.getByRole('listitem')).toHaveText([/harbour.*By hand/])
    await page.getByRole('textbox', { name: 'Name like' }).fill('support-*')
    await expect(page.getByText('The rule fits 2 rooms')).toBeVisible()
    await page.getByRole('button', { name: 'Save rule' }).click()
    await expect(rooms.getByRole('listitem')).toHaveCount(3)
    await rooms.getByRole('button', { name: 'Remove harbour' }).click()
    await expect(rooms.getByRole('listitem')).toHaveText([
      /support-berlin.*By the rule/,
      /support-wien.*By the rule/,
    ])

    // What it chooses, and where the rest comes from.
    const choices = page.getByRole('region', { name: 'Reports of this group' })
    await expect(choices.getByText('From the settings: nobody')).toBeVisible()
    await choices.getByRole('combobox', { name: 'Recipients' }).fill('lead@tideline.example')
    await page.keyboard.press('Enter')
    await expect(choices.getByText('Chosen for this group')).toHaveCount(1)
    await look(app, info, 'group')
    await page.getByRole('button', { name: 'Show in Rooms' }).click()
    await expect(page.locator('[data-room-oid]')).toHaveCount(2)
    await look(app, info, 'rooms of a group')

    await go(app, 'Groups')
    await page.getByRole('button', { name: 'New schedule…' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Daily')
    await dialog.getByRole('combobox', { name: 'When' }).click()
    await page.getByRole('option', { name: 'Every day' }).click()
    await dialog.getByLabel('Time', { exact: true }).fill(timeIn(2))
    await expect(dialog.getByRole('status').getByRole('listitem')).toHaveCount(3)
    await expect(dialog.getByRole('combobox', { name: 'Rooms' })).toHaveValue('Group Support')
    // The rooms of this test are of last winter.
    await dialog.getByRole('combobox', { name: 'Period' }).click()
    await page.getByRole('option', { name: 'Since the last report' }).click()
    await dialog.getByRole('checkbox', { name: 'An overview of all rooms' }).check()
    await look(app, info, 'new schedule')
    await dialog.getByRole('button', { name: 'Create schedule' }).click()
    await expect(page.getByRole('heading', { name: 'Daily' })).toBeVisible()
    await expect(page.getByText('It has not run yet.')).toBeVisible()
    await expect(page.getByText('this computer must be on')).toBeVisible()

    await setForward(app, 2)
    const run = page.locator('[data-run-oid]')
    await expect(run).toHaveAttribute('data-run-state', 'finished', { timeout: 60_000 })
    await expect(run).toContainText('3 of 3 reports')
    await expect.poll(() => mails.length).toBe(1)
    expect(mails[0]?.to).toEqual(['lead@tideline.example'])
    expect(mails[0]?.mail.attachments.map(({ filename }) => filename)).toEqual([
      expect.stringMatching(/^Overview of 2 rooms/),
      expect.stringContaining('support-berlin'),
      expect.stringContaining('support-wien'),
    ])

    await run.getByRole('button', { name: /^Show the reports of the run/ }).click()
    const reports = run.locator('[data-report-oid]')
    await expect(reports).toHaveText([/^Overview/, /^support-berlin/, /^support-wien/])
    await look(app, info, 'schedule')
    await reports.nth(1).getByRole('button', { name: 'Preview' }).click()
    await expect(dialog).toContainText('support-berlin')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Pause' }).click()
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
    await go(app, 'Groups')
    await page.getByRole('button', { name: 'Support', exact: false }).first().focus()
    await page.keyboard.press('Delete')
    await expect(dialog).toContainText('1 schedule makes reports of this group')
    await page.keyboard.press('Escape')
    await speakGerman(app)
    await expect(page.getByRole('region', { name: 'Berichte dieser Gruppe' })).toBeVisible()
    await look(app, info, 'group german')
    await go(app, 'Zeitpläne')
    // It is loaded only now: the page began anew.
    await expect(page.getByRole('heading', { level: 1, name: 'Zeitpläne' })).toBeVisible()
    await look(app, info, 'schedule german')
  } finally {
    await smtp.close()
  }
})
