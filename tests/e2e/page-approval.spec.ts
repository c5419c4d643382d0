import { startSmtp } from '../support/smtp.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { feedRoom } from './fixtures/rooms.ts'

test('a mail is held, looked at in a frame that runs nothing, and approved', async ({
  launch,
}, info) => {
  test.setTimeout(120_000)
  const subjects: (string | undefined)[] = []
  const smtp = await startSmtp(({ subject }) => void subjects.push(subject))
  const app = await launch({
    env: {
      RAPPORTEUR_SMTP_HOST: '127.0.0.1',
      RAPPORTEUR_SMTP_PORT: String(smtp.port),
      RAPPORTEUR_RECIPIENTS: 'boss@site.example',
    },
  })
  const { page } = app
  await feedRoom(app, {
    roomOid: 'pier',
    size: 20,
    text: (index) =>
      index === 7 ? 'We decided to move the <b>crane</b>.' : `Berth ${index} is free`,
  })
  const row = page.locator('[data-room-oid="pier"]')
  await row.locator('input').click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  await page.getByRole('checkbox', { name: 'Hold until I approve' }).check()
  await page.getByRole('button', { name: 'Send 1 mail' }).click()
  await expect(row).toHaveAttribute('data-report-state', 'finished')
  await expect(row).toContainText('Waits for approval')
  await row.focus()
  await page.keyboard.press('Enter')
  const mail = page.getByRole('region', { name: 'Mail' })
  await expect(mail).toContainText('It goes to nobody until you approve it.')
  expect(subjects).toEqual([])

  await mail.getByRole('button', { name: 'Look at the mail' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Report: pier' })
  await expect(dialog).toContainText('boss@site.example')
  const frame = dialog.frameLocator('iframe')
  await expect(frame.getByRole('listitem').first()).toContainText('<b>crane</b>')
  const border = await frame
    .locator('h1 + p')
    .evaluate((line) => getComputedStyle(line).borderLeftWidth)
  expect(border, 'it looks as in a mail program').toBe('4px')
  expect(await dialog.locator('iframe').getAttribute('sandbox')).toBe('')
  await look(app, info, 'mail')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await speakGerman(app)
  await row.focus()
  await page.keyboard.press('Enter')
  const german = page.getByRole('region', { name: 'Mail', exact: true })
  await german.getByRole('button', { name: 'Freigeben und senden' }).press('Enter')
  await expect(row).toContainText('Mail gesendet')
  expect(subjects).toEqual(['Report: pier'])
  await smtp.close()
})
