import type { Report } from '../../server/contract/reports.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { ask, feedRoom } from './fixtures/rooms.ts'

test('reports read some messages, as the toolbar, a room itself or its group says, and each value tells whose it is', async ({
  launch,
}, info) => {
  test.setTimeout(120_000)
  const app = await launch({ env: { RAPPORTEUR_RECIPIENTS: 'settings@site.example' } })
  const { page } = app
  for (const roomOid of ['pier', 'quay']) {
    await feedRoom(app, {
      roomOid,
      size: 20,
      text: (index) =>
        index % 4 === 0 ? `The crane ${index} is booked` : `Berth ${index} is free`,
    })
  }
  const made = (await ask(app, '/api/groups', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      name: 'Harbour',
      roomOids: ['pier', 'quay'],
      options: {
        period: { days: 7 },
        recipients: ['group@site.example'],
        workbook: { language: 'de' },
      },
    }),
  })) as { groupOid: string }

  // The toolbar: fields, a summary in words, all by keyboard.
  const picker = page.getByRole('button', { name: /^Messages:/ })
  await expect(picker).toHaveAccessibleName('Messages: All messages')
  await picker.press('Enter')
  const fields = page.getByRole('dialog', { name: 'Only some messages' })
  const people = fields.getByRole('combobox', { name: 'Written by' })
  await expect(people).toBeFocused()
  await people.fill('person1')
  await page.getByRole('option', { name: 'person1' }).click()
  await people.fill('person0')
  await people.press('Enter')
  await fields.getByRole('textbox', { name: 'With the words' }).fill('crane')
  await look(app, info, 'filter of the toolbar')
  await page.keyboard.press('Escape')
  await expect(fields).toBeHidden()
  await expect(picker).toHaveAccessibleName('Messages: Only by person1 or person0, with “crane”')

  // A room's own choices win, and each value says whose it is.
  const row = page.locator('[data-room-oid="pier"]')
  await row.focus()
  await page.keyboard.press('Enter')
  const choices = page.getByRole('region', { name: 'Reports of this room' })
  await expect(choices).toContainText('nothing chosen here')
  await choices.getByText('Reports of this room').click()
  await expect(choices.getByText('From group Harbour: Last 7 days')).toBeVisible()
  await expect(choices.getByText('From group Harbour: group@site.example')).toBeVisible()
  await choices.getByRole('combobox', { name: 'Period' }).click()
  await page.getByRole('option', { name: 'All messages' }).click()
  const none = choices.getByText('Chosen for this room, not as its group says')
  await expect(none).toHaveText('Chosen for this room, not as its group says: All messages')
  await choices.getByRole('combobox', { name: 'Period' }).click()
  await page.getByRole('option', { name: 'Not chosen here' }).click()
  await expect(none).toHaveCount(0)
  await choices.getByRole('checkbox', { name: 'As in the settings' }).check()
  await expect(none).toHaveText(
    'Chosen for this room, not as its group says: settings@site.example',
  )
  await choices.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'As in the settings' }).click()
  await expect(choices.getByText('not as its group says: English')).toBeVisible()
  expect(await ask(app, '/api/rooms/pier/choices')).toMatchObject({
    options: { recipients: null, workbook: { language: null } },
  })
  await choices.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await choices.getByRole('combobox', { name: 'Recipients' }).fill('room@site.example')
  await page.keyboard.press('Enter')
  await choices.getByRole('checkbox', { name: 'Activity' }).uncheck()
  await choices.getByRole('textbox', { name: 'With the words' }).fill('berth')
  await page.keyboard.press('Enter')
  await expect(choices).toContainText('4 choices of its own')
  await expect(choices).toContainText('Only with “berth”')
  await expect(choices.getByText('Chosen for this room')).toHaveCount(4)
  await expect(choices.getByText('From the settings: Quotes picked on this computer')).toHaveCount(
    1,
  )
  await look(app, info, 'choices of a room')

  // What is asked before a start knows of it.
  await row.locator('input').click()
  await page.getByRole('button', { name: 'Generate 1 report' }).click()
  const question = page.getByRole('dialog', { name: /room@site\.example/ })
  await question.getByRole('button', { name: 'Make the report without mail' }).click()
  await expect(row).toHaveAttribute('data-report-state', 'finished')
  const reportsOf = async (roomOid: string) =>
    ((await ask(app, `/api/reports?roomOid=${roomOid}`)) as { items: Report[] }).items
  const [report] = await reportsOf('pier')
  expect(report?.chosenBy).toEqual({
    'workbook.language': { from: 'room' },
    'workbook.sheets': { from: 'room' },
  })
  const text = await fetchText(app, `/api/reports/${report?.reportOid}/report.md`)
  expect(text).toContain('nur Nachrichten von person1, person0')

  // Without a filter of the toolbar the room's own counts; it is saved, and so is that of the group.
  await picker.click()
  await fields.getByRole('button', { name: 'All messages' }).click()
  await fields.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('navigation').getByRole('button', { name: 'Groups', exact: true }).click()
  const group = page.getByRole('region', { name: 'Reports of this group' })
  await group.getByRole('textbox', { name: 'With the words' }).fill('crane')
  await page.keyboard.press('Enter')
  await expect(group).toContainText('Only with “crane”')
  expect(await ask(app, `/api/groups/${made.groupOid}`)).toMatchObject({
    options: { filter: { keyword: 'crane' }, period: { days: 7 } },
  })
  expect(await ask(app, '/api/rooms/pier/choices')).toMatchObject({
    options: {
      filter: { keyword: 'berth' },
      recipients: ['room@site.example'],
      workbook: { language: 'de', sheets: ['Highlights', 'Participants', 'Transcript'] },
    },
  })
  await speakGerman(app)
  await look(app, info, 'filter of a group german')
})

async function fetchText(app: Parameters<typeof ask>[0], path: string): Promise<string> {
  const { url, accessToken } = await app.connection()
  const response = await fetch(`${url}${path}`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  expect(response.ok, `${path}: ${response.status}`).toBe(true)
  return response.text()
}
