import type { Locator } from '@playwright/test'
import { ask } from '../../tests/e2e/fixtures/rooms.ts'
import type { SceneOptions } from './scenes.ts'
import { launchIn } from './speech.ts'
import { dismissNotices, go } from './stage.ts'

const json = (method: 'POST' | 'PATCH', body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json' },
})

/** Rooms in groups, and their reports at set times: empty, asked for, made, run, failed. */
export async function schedules({ folder, camera, speech }: SceneOptions): Promise<void> {
  const { w, t } = speech
  const app = await launchIn(speech, {
    folder,
    env: { RAPPORTEUR_RECIPIENTS: 'ada@tideline.example' },
  })
  const stage = { app, speech }
  const { page } = app
  const dialog = page.getByRole('dialog')
  const shoot = (name: string, shown?: Locator) => camera.shoot(app, name, shown)
  const closeDialog = async () => {
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  try {
    await page.getByRole('button', { name: w('Import sample rooms') }).click()
    await page.locator('[data-room-oid]').nth(4).waitFor({ timeout: 60_000 })
    await dismissNotices(stage)
    await go(stage, 'Groups')
    await page.getByRole('heading', { name: t('groups.empty') }).waitFor()
    await shoot('100-groups-empty')
    await go(stage, 'Schedules')
    await page.getByRole('heading', { name: t('schedules.empty') }).waitFor()
    await shoot('101-schedules-empty')

    await go(stage, 'Rooms')
    const rows = page.locator('[data-room-oid]')
    for (const at of [0, 2]) await rows.nth(at).getByRole('checkbox').click()
    await rows.nth(2).focus()
    await page.keyboard.press('g')
    await dialog.getByRole('textbox').fill('Harbour office')
    await shoot('102-add-to-group')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: t('groups.show'), exact: true }).click()
    await dismissNotices(stage)
    await page.getByRole('textbox', { name: t('groups.rule.nameLike') }).fill('*e*')
    await page.getByRole('button', { name: t('groups.rule.save'), exact: true }).click()
    await page.getByText(t('groups.byRule')).first().waitFor()
    const choices = page.getByRole('region', { name: t('groups.choices') })
    await choices.getByRole('combobox', { name: t('groups.period') }).click()
    await page.getByRole('option', { name: t('groups.periods.days30') }).click()
    await choices.getByText(t('groups.from.group')).waitFor()
    for (const [name, nameLike] of [
      ['Everything that is said about ships, berths and the tide', '*'],
      ['Nobody yet', 'there is no such room'],
    ])
      await ask(app, '/api/groups', json('POST', { name, rule: { nameLike } }))
    await page.getByText('Nobody yet').waitFor()
    await shoot('103-group')
    await shoot('104-group-choices', page.getByRole('region', { name: t('groups.schedules') }))
    await go(stage, 'Rooms')
    await rows.first().focus()
    await page.keyboard.press('g')
    await dialog.getByRole('radio').nth(2).waitFor()
    await shoot('105-add-to-one-of-many')
    await closeDialog()
    await page.getByRole('combobox', { name: t('groups.filter') }).click()
    await page.getByRole('option', { name: 'Harbour office' }).click()
    await shoot('106-rooms-of-group')

    await go(stage, 'Schedules')
    await page
      .getByRole('button', { name: t('schedules.new') })
      .first()
      .click()
    await dialog.getByRole('status').getByRole('listitem').first().waitFor()
    await shoot('107-new-schedule')
    await dialog.getByRole('combobox', { name: t('schedules.form.kind') }).click()
    await page.getByRole('option', { name: t('schedules.form.kinds.monthly') }).click()
    await dialog.getByRole('button', { name: t('schedules.form.create') }).click()
    await dialog.getByText(t('schedules.form.problems.name')).waitFor()
    await shoot('108-schedule-lacks')
    await dialog
      .getByRole('textbox', { name: t('schedules.form.name') })
      .fill('Monthly for the office')
    await dialog.getByRole('combobox', { name: t('schedules.form.what') }).click()
    await page.getByRole('option', { name: /Harbour office/ }).click()
    await dialog.getByRole('combobox', { name: t('schedules.form.period') }).click()
    await page.getByRole('option', { name: t('groups.periods.sinceLast') }).click()
    await dialog.getByRole('checkbox', { name: t('schedules.make.overview') }).click()
    await dialog.getByRole('combobox', { name: t('choices.approval.title') }).click()
    await page.getByRole('option', { name: t('choices.approval.yes') }).click()
    const approver = dialog.getByRole('textbox', { name: t('choices.approval.approver') })
    await approver.fill('lead')
    await dialog.getByRole('button', { name: t('schedules.form.create') }).click()
    await dialog.getByRole('button', { name: t('schedules.form.create') }).waitFor()
    await shoot('108-schedule-approver', approver)
    await dialog.getByRole('combobox', { name: t('choices.approval.title') }).click()
    await page.getByRole('option', { name: t('choices.approval.no') }).click()
    await dialog.getByRole('button', { name: t('schedules.form.create') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: t('schedules.runNow'), exact: true }).click()
    const run = page.locator('[data-run-state="finished"]')
    await run.waitFor({ timeout: 120_000 })
    await dismissNotices(stage)
    await run.getByRole('button').first().click()
    await page.locator('[data-run-oid] [data-report-oid]').first().waitFor()
    await shoot('109-schedule')
    const history = page.getByRole('region', { name: t('schedules.history') })
    await shoot('110-schedule-history', history)
    const { items } = (await ask(app, '/api/groups')) as {
      items: { name: string; groupOid: string }[]
    }
    const nobody = items.find(({ name }) => name === 'Nobody yet')?.groupOid
    const plan = { name: 'About nobody', cron: '*/20 7-9 * * 1', groupOid: nobody }
    const { scheduleOid } = (await ask(app, '/api/schedules', json('POST', plan))) as {
      scheduleOid: string
    }
    await ask(app, `/api/schedules/${scheduleOid}/run`, { method: 'POST' })
    await page.getByText('About nobody').first().click()
    await page.locator('[data-run-state="failed"]').waitFor()
    await page.getByRole('button', { name: t('schedules.pause') }).click()
    await shoot('111-schedule-failed')
  } finally {
    await app.close()
  }
}
