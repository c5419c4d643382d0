import { ZulipDouble } from '../connections/zulip-double.ts'
import { expect, test } from './fixtures/electron.ts'

test('a Zulip organization is connected by its address and the key of a bot, and may be asked for reports', async ({
  app,
}) => {
  const { page } = app
  const double = await new ZulipDouble().start()
  try {
    double.streams.push({ stream_id: 1, name: 'harbour', invite_only: true, isSubscribed: true })
    double.say(1, 'ferries', 'The ferry leaves berth 4.')
    const rail = page.getByRole('navigation')
    await rail.getByRole('button', { name: 'Imports' }).click()
    await page.getByRole('button', { name: 'Connect a workspace' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Zulip', { exact: true }).click()
    await dialog.getByLabel('Address of the server').fill(double.url)
    await dialog.getByLabel('Email of the bot or account').fill('bot@example.org')
    await dialog.getByLabel('API key').fill('good')
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(dialog).toContainText('Signed in as Reporter on Subarachnoid')
    const room = dialog.getByRole('checkbox', { name: 'harbour private' })
    await expect(room).not.toBeChecked()
    await room.check()
    await dialog.getByRole('button', { name: 'Read 1 room' }).click()
    await expect(page.locator('[data-connected-room][data-room-state="live"]')).toHaveCount(1)

    const answers = page.getByRole('switch', { name: 'rooms of Subarachnoid' })
    await expect(answers).not.toBeChecked()
    await answers.click({ force: true })
    await expect(answers).toBeChecked()
    expect(double.wrong).toEqual([])
  } finally {
    await double.stop()
  }
})
