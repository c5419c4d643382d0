import type { MadeConnection } from '../../server/contract/connections.ts'
import { hasSlackSpec, SlackDouble } from '../connections/slack-double.ts'
import { expect, test } from './fixtures/electron.ts'
import { ask } from './fixtures/rooms.ts'

test.skip(!hasSlackSpec(), 'the description of Slack lies in ../shared/specs')

test('a workspace is connected, its rooms are chosen, grow by themselves, and go again with it', async ({
  app,
}) => {
  const { page } = app
  const double = await new SlackDouble().start()
  try {
    double.channels.push(
      { id: 'C1AAAAAAA', name: 'general', is_private: false, is_member: true },
      { id: 'C2AAAAAAA', name: 'plans', is_private: true, is_member: true },
      { id: 'C3AAAAAAA', name: 'elsewhere', is_private: false, is_member: false },
    )
    for (let n = 0; n < 5; n++) {
      double.say('C1AAAAAAA', {
        ts: `${1_700_000_000 + n}.000100`,
        user: 'U12345678',
        text: `text ${n}`,
      })
    }
    const rail = page.getByRole('navigation')
    await rail.getByRole('button', { name: 'Imports' }).click()
    await page.getByRole('button', { name: 'Connect a workspace' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Slack', { exact: true }).click()
    await dialog.getByLabel('Bot token (xoxb-)').fill('xoxp-a-person')
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(dialog.getByRole('alert')).toContainText('xoxb-')
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)

    // The window always goes to Slack itself; a program may name another address.
    const secrets = { botToken: 'xoxb-good', appToken: 'xapp-good' }
    const made = await ask(app, '/api/connections', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ service: 'slack', address: double.url, secrets }),
    })
    expect((made as MadeConnection).connection.name).toBe('Subarachnoid')
    await page.getByRole('button', { name: 'Choose rooms of Subarachnoid' }).click()
    await expect(dialog.getByRole('checkbox')).toHaveCount(3)
    await expect(dialog.getByRole('checkbox', { name: 'plans private' })).not.toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: 'elsewhere' })).toBeDisabled()
    await dialog.getByRole('checkbox', { name: 'general' }).check()
    await dialog.getByText('Everything', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Read 1 room' }).click()
    await expect(page.locator('[data-connected-room][data-room-state="live"]')).toHaveCount(1)

    await rail.getByRole('button', { name: 'Rooms' }).click()
    const row = page.getByRole('row', { name: /general/ })
    await expect(row).toContainText('5')
    await expect.poll(() => double.socketCount).toBe(1)
    double.say('C1AAAAAAA', { ts: '1700000100.000100', user: 'U12345678', text: 'live' })
    await expect(row).toContainText('6')
    // How it stands is a word, and pushed: nothing is loaded anew.
    const mark = row.getByRole('img', { name: /^Live · Last read / })
    await expect(mark).toBeVisible()
    const ts = `${Math.floor(Date.now() / 1_000)}.000100`
    double.say('C1AAAAAAA', { ts, user: 'U12345678', text: 'just now' })
    await expect(row).toContainText('7')
    await expect(row.getByRole('img', { name: /1 message a minute$/ })).toBeVisible()

    await rail.getByRole('button', { name: 'Imports' }).click()
    await page.getByRole('button', { name: 'Pause Subarachnoid' }).click()
    await expect(page.locator('[data-workspace-state="paused"]')).toHaveCount(1)
    await page.getByRole('button', { name: 'Delete what it brought: Subarachnoid' }).click()
    await expect(page.locator('[data-workspace-state]')).toHaveCount(0)
    await rail.getByRole('button', { name: 'Rooms' }).click()
    await expect(row).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(row).toContainText('7')
    expect(double.wrong).toEqual([])
  } finally {
    await double.stop()
  }
})
