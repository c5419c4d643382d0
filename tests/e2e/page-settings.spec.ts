import type { ParsedMail } from 'mailparser'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { startSmtp } from '../support/smtp.ts'
import { expect, test } from './fixtures/electron.ts'

const openSettings = async (page: Page, section?: string): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Settings/ })
    .click()
  await expect(page.getByRole('tab', { name: 'Summary' })).toBeVisible()
  if (section !== undefined) await page.getByRole('tab', { name: section }).click()
}

const saveBar = (page: Page) => page.getByTestId('save-bar')

test('request 35: what is saved holds at once and over a restart', async ({ launch }) => {
  let app = await launch()
  await openSettings(app.page, 'Reports')
  const workbooks = app.page.getByRole('textbox', { name: 'Keep workbooks for' })
  await expect(workbooks).toHaveValue('')
  await workbooks.fill('90')
  await expect(saveBar(app.page)).toContainText('1 change is not saved')
  await app.page.keyboard.press('Control+S')
  await expect(saveBar(app.page)).toHaveCount(0)
  const file = JSON.parse(await readFile(join(app.dataDir, 'settings.json'), 'utf8')) as unknown
  expect(JSON.stringify(file)).toContain('"retentionDays":90')
  await app.close()
  app = await launch()
  await openSettings(app.page, 'Reports')
  await expect(app.page.getByRole('textbox', { name: 'Keep workbooks for' })).toHaveValue('90 days')
})

test('a wrong value is named while it is typed, and cannot be saved', async ({ app: { page } }) => {
  await openSettings(page, 'Reports')
  const atOnce = page.getByRole('textbox', { name: 'Reports at once' })
  await atOnce.fill('900')
  await expect(page.getByText('A number from 1 to 64')).toBeVisible()
  await expect(atOnce).toHaveAttribute('aria-invalid', 'true')
  await expect(saveBar(page)).toContainText('1 field needs another value')
  await expect(saveBar(page).getByRole('button', { name: /^Save/ })).toBeDisabled()
  await atOnce.fill('6')
  await expect(page.getByText('A number from 1 to 64')).toHaveCount(0)
  await saveBar(page).getByRole('button', { name: 'Save 1 change' }).click()
  await expect(saveBar(page)).toHaveCount(0)
})

test('what is not saved stays: in another view, and over a restart, but for secrets', async ({
  launch,
}) => {
  let app = await launch()
  await openSettings(app.page, 'Mail')
  await app.page.getByRole('textbox', { name: 'User name' }).fill('ada')
  await app.page.getByLabel('Password', { exact: true }).fill('correct horse')
  await app.page
    .getByRole('navigation')
    .getByRole('button', { name: /^Queue/ })
    .click()
  const settings = app.page.getByRole('navigation').getByRole('button', { name: /^Settings/ })
  await expect(settings).toContainText('Not saved')
  await settings.click()
  await expect(app.page.getByRole('textbox', { name: 'User name' })).toHaveValue('ada')
  await expect(app.page.getByLabel('Password', { exact: true })).toHaveValue('correct horse')
  await expect
    .poll(() => app.page.evaluate(() => localStorage.getItem('rapporteur.window')))
    .toContain('"smtpUser":"ada"')
  await app.close()

  app = await launch()
  await openSettings(app.page, 'Mail')
  await expect(app.page.getByRole('textbox', { name: 'User name' })).toHaveValue('ada')
  await expect(app.page.getByLabel('Password', { exact: true })).toHaveValue('')
  const kept = await app.page.evaluate(() => JSON.stringify(localStorage))
  expect(kept).not.toContain('correct horse')
  await saveBar(app.page).getByRole('button', { name: 'Discard' }).click()
  await expect(app.page.getByRole('textbox', { name: 'User name' })).toHaveValue('')
  await expect(
    app.page.getByRole('navigation').getByRole('button', { name: /^Settings/ }),
  ).not.toContainText('Not saved')
})

test.describe('a value from outside', () => {
  test.use({
    appEnv: { RAPPORTEUR_SMTP_HOST: 'mail.example.org', RAPPORTEUR_SMTP_PASSWORD: 'correct horse' },
  })

  test('is shown as fixed, with the place where it is set', async ({ app: { page } }) => {
    await openSettings(page, 'Mail')
    const host = page.getByRole('textbox', { name: 'Server' })
    await expect(host).toHaveValue('mail.example.org')
    await expect(host).toBeDisabled()
    await expect(page.getByText('Set by RAPPORTEUR_SMTP_HOST; change it there')).toBeVisible()
    await expect(page.getByLabel('Password', { exact: true })).toBeDisabled()
    await expect(page.getByText('Set by RAPPORTEUR_SMTP_PASSWORD')).toBeVisible()
    expect(await page.content()).not.toContain('correct horse')
  })
})

test('a secret is only written; where the system cannot keep it, the page says how long it lasts', async ({
  app: { page, dataDir },
}) => {
  await openSettings(page, 'Mail')
  const password = page.getByLabel('Password', { exact: true })
  await password.fill('correct horse')
  await expect(
    page.getByText('Will be kept until the app ends: this system cannot keep it encrypted'),
  ).toBeVisible()
  await saveBar(page).getByRole('button', { name: 'Save 1 change' }).click()
  await expect(page.getByText('Kept until the app ends')).toBeVisible()
  await expect(password).toHaveValue('')
  expect(await page.content()).not.toContain('correct horse')
  expect(await readFile(join(dataDir, 'settings.json'), 'utf8')).not.toContain('correct horse')
  await page.getByRole('button', { name: 'Forget' }).click()
  await expect(page.getByText('Will be forgotten when you save')).toBeVisible()
  await saveBar(page).getByRole('button', { name: 'Save 1 change' }).click()
  await expect(password).toHaveAccessibleDescription('Nothing is kept')
})

test('request 16: sends a test mail with what is typed, before anything is saved', async ({
  app: { page, dataDir },
}) => {
  const mails: ParsedMail[] = []
  const smtp = await startSmtp((mail) => mails.push(mail))
  try {
    await openSettings(page, 'Mail')
    await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1')
    await page.getByRole('textbox', { name: 'Port' }).fill(String(smtp.port))
    const to = page.getByRole('textbox', { name: 'Address of the test mail' })
    await to.fill('ada')
    const send = page.getByRole('button', { name: 'Send a test to me' })
    await expect(send).toBeDisabled()
    await to.fill('ada@example.org')
    await send.click()
    await expect(page.getByText('It works')).toBeVisible()
    expect(mails).toHaveLength(1)
    expect(JSON.stringify(mails[0]?.to)).toContain('ada@example.org')
    expect(await readdir(dataDir)).not.toContain('settings.json')

    await smtp.close()
    await send.click()
    await expect(page.getByText('It does not work')).toBeVisible()
  } finally {
    await smtp.close().catch(() => {})
  }
})

test('warns before chats leave this computer, and goes on saying so', async ({ app: { page } }) => {
  await openSettings(page)
  await page.getByRole('combobox', { name: 'Summary by' }).click()
  await page.getByRole('option', { name: 'Ollama' }).click()
  await expect(page.getByText('A model server needs this')).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Address of the server' }).fill('http://127.0.0.1:9')
  await page.getByRole('combobox', { name: 'Model' }).fill('llama')
  await expect(page.getByTestId('leaves-computer')).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Address of the server' }).fill('http://llm.example.org')
  await expect(page.getByTestId('leaves-computer')).toContainText('llm.example.org')
  const save = saveBar(page).getByRole('button', { name: /^Save/ })
  await save.click()
  const question = page.getByRole('dialog', { name: 'Chats will leave this computer' })
  await question.getByRole('button', { name: 'Keep chats here' }).click()
  await expect(question).toHaveCount(0)
  await expect(saveBar(page)).toBeVisible()
  await save.click()
  await question.getByRole('button', { name: 'Send chats to llm.example.org' }).click()
  await expect(saveBar(page)).toHaveCount(0)
  await expect(page.getByTestId('leaves-computer')).toContainText('llm.example.org')
})

test('the file name of workbooks is shown as it will be', async ({ app: { page } }) => {
  await openSettings(page, 'Workbook')
  await page.getByRole('textbox', { name: 'File name' }).fill('Chat {room} of {created}')
  await expect(page.getByTestId('file-name-example')).toContainText(
    'Chat general of 2026-04-01 0915 7f3a91c2.xlsx',
  )
})

test('request 28: what the app does on this computer is chosen at once', async ({
  app: { page },
}) => {
  await openSettings(page, 'This computer')
  const awake = page.getByRole('switch', { name: 'Keep the computer awake while reports run' })
  await expect(awake).toBeChecked()
  await awake.press('Space')
  await expect(awake).not.toBeChecked()
  await page.reload()
  await openSettings(page, 'This computer')
  await expect(
    page.getByRole('switch', { name: 'Keep the computer awake while reports run' }),
  ).not.toBeChecked()
})
