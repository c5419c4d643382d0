import type { ParsedMail } from 'mailparser'
import { startSmtp } from '../support/smtp.ts'
import { expect, test } from './fixtures/electron.ts'
import { look } from './fixtures/look.ts'
import { ask, feedRoom } from './fixtures/rooms.ts'

test('a schedule holds its mails, asks whoever approves, and shows what waits until somebody decides', async ({
  launch,
}, info) => {
  test.setTimeout(120_000)
  const mails: { mail: ParsedMail; to: readonly string[] }[] = []
  const smtp = await startSmtp((mail, to) => mails.push({ mail, to }))
  const app = await launch({
    env: { RAPPORTEUR_SMTP_HOST: '127.0.0.1', RAPPORTEUR_SMTP_PORT: String(smtp.port) },
  })
  const { page } = app
  const dialog = page.getByRole('dialog')
  try {
    for (const roomOid of ['pier', 'quay']) await feedRoom(app, { roomOid, size: 8 })
    await ask(app, '/api/groups', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        name: 'Harbour',
        roomOids: ['pier', 'quay'],
        options: { workbook: { language: 'de' } },
      }),
    })
    await page
      .getByRole('navigation')
      .getByRole('button', { name: 'Schedules', exact: true })
      .click()
    await page.getByRole('button', { name: 'New schedule…' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Weekly')
    await dialog.getByRole('combobox', { name: 'Rooms' }).click()
    await page.getByRole('option', { name: 'Group Harbour' }).click()
    await dialog.getByRole('combobox', { name: 'Period' }).click()
    await page.getByRole('option', { name: 'Since the last report' }).click()
    await dialog.getByRole('combobox', { name: 'Recipients' }).fill('boss@site.example')
    await dialog.getByRole('combobox', { name: 'Before sending' }).click()
    await page.getByRole('option', { name: 'Hold for approval' }).click()
    const approver = dialog.getByRole('textbox', { name: 'Who approves' })
    await approver.fill('lead')
    await dialog.getByRole('button', { name: 'Create schedule' }).click()
    await expect(dialog.getByText('“lead” is no mail address')).toBeVisible()
    await approver.fill('lead@site.example')
    await dialog.getByRole('button', { name: 'Create schedule' }).click()
    await expect(page.getByText('lead@site.example is asked by mail')).toBeVisible()

    // What it chooses before the group, and what it does not take of what the group says.
    await page.getByRole('button', { name: 'More for Weekly' }).click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    await dialog.getByText('Content and look').click()
    const language = dialog.getByRole('combobox', { name: 'Language' })
    await expect(dialog.getByText('From group Harbour: Deutsch')).toBeVisible()
    await language.click()
    await page.getByRole('option', { name: 'As in the settings' }).click()
    await expect(
      dialog.getByText('Chosen for this schedule, not as rooms and group say: English'),
    ).toBeVisible()
    await dialog.getByRole('textbox', { name: 'With the words' }).fill('plan')
    await look(app, info, 'choices of a schedule')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const facts = page.getByRole('region', { name: 'What it makes' })
    await expect(facts).toContainText('Only with “plan”')
    await expect(facts).toContainText('LanguageAs in the settings')

    await page.getByRole('button', { name: 'Run now' }).click()
    const held = page.getByRole('list', { name: 'Waiting for approval' })
    await expect(held).toContainText('2 reports wait for approval', { timeout: 60_000 })
    await expect(page.getByRole('img', { name: '2 reports wait for approval' })).toBeVisible()
    await expect.poll(() => mails.map(({ to }) => to)).toEqual([['lead@site.example']])
    expect(mails[0]?.mail.subject).toBe('Please approve: 2 reports: pier, quay')
    // Nobody else reaches this computer, so that a link would lead nowhere.
    expect(mails[0]?.mail.text).toContain('Open Rapporteur')
    await held.scrollIntoViewIfNeeded()
    await look(app, info, 'held mails of a schedule')
    await held.getByRole('button', { name: 'Look at the mail' }).click()
    await expect(page.getByRole('dialog', { name: '2 reports: pier, quay' })).toContainText(
      'boss@site.example',
    )
    await page.keyboard.press('Escape')
    await held.getByRole('button', { name: 'Approve and send' }).press('Enter')
    await expect(held).toHaveCount(0)
    await expect.poll(() => mails.map(({ to }) => to)).toContainEqual(['boss@site.example'])
    await expect(page.getByRole('img', { name: '2 reports wait for approval' })).toHaveCount(0)
  } finally {
    await smtp.close()
  }
})
