import { connectionServices, type MadeConnection } from '../../server/contract/connections.ts'
import { hasSlackSpec, SlackDouble } from '../../tests/connections/slack-double.ts'
import { ask, feedRoom } from '../../tests/e2e/fixtures/rooms.ts'
import { startSmtp } from '../../tests/support/smtp.ts'
import type { Camera } from './camera.ts'
import type { SceneOptions } from './scenes.ts'
import { launchIn } from './speech.ts'
import { closeDetails, dismissNotices, go, openDetails, type Stage } from './stage.ts'

/** What comes from other computers and goes to them: a workspace, an overview, a mail that waits. */
export async function reach({ folder, camera, speech }: SceneOptions): Promise<void> {
  const smtp = await startSmtp(() => undefined)
  const app = await launchIn(speech, {
    folder,
    env: {
      RAPPORTEUR_SMTP_HOST: '127.0.0.1',
      RAPPORTEUR_SMTP_PORT: String(smtp.port),
      RAPPORTEUR_RECIPIENTS: 'ada@tideline.example, harbour.office@tideline.example',
    },
  })
  const stage = { app, speech }
  try {
    for (const roomOid of ['pier', 'quay', 'reef']) {
      const text = (index: number) =>
        index === 7
          ? 'We decided to move the harbour crane to pier nine.'
          : `Berth ${index} is free`
      await feedRoom(app, { roomOid, text })
    }
    await app.page.locator('[data-room-oid]').nth(2).waitFor()
    await choosing(stage, camera)
    await overview(stage, camera)
    await heldMail(stage, camera)
    // It speaks by the description of Slack, which does not lie in the repository.
    if (hasSlackSpec()) await connections(stage, camera)
  } finally {
    await app.close()
    await smtp.close()
  }
}

async function overview({ app, speech }: Stage, camera: Camera): Promise<void> {
  const { w, t } = speech
  const { page } = app
  await page.getByRole('checkbox', { name: w('Select all rooms') }).click()
  await page.getByRole('button', { name: t('report.overview'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await camera.shoot(app, '90-overview-mails')
  await dialog.getByRole('button').last().click()
  const row = page.getByRole('list', { name: t('report.overviews') }).getByRole('listitem')
  await row.getByText(w('Done')).waitFor({ timeout: 120_000 })
  await dismissNotices({ app, speech })
  await camera.shoot(app, '91-overview')
  await row.getByRole('button', { name: w('Preview') }).click()
  await page.getByTestId('preview').getByRole('cell').first().waitFor()
  await camera.shoot(app, '92-overview-preview')
  await page.keyboard.press('Escape')
  await page.getByTestId('preview').waitFor({ state: 'detached' })
  await row.getByRole('button', { name: t('report.overviewOf', { count: 3 }) }).click()
  const covered = page.getByRole('region', { name: t('details.covered.title') })
  await covered.waitFor()
  await camera.shoot(app, '92-overview-drawer')
  await camera.shoot(app, '92-overview-rooms', covered)
  await closeDetails({ app, speech })
}

/** What a room chooses for its reports, beside what its group does. */
async function choosing(stage: Stage, camera: Camera): Promise<void> {
  const { app, speech } = stage
  const { w, t } = speech
  const { page } = app
  const options = { period: { days: 7 }, recipients: ['harbour@tideline.example'] }
  const json = { 'Content-Type': 'application/json' }
  const group = { name: 'Harbour', roomOids: ['pier', 'quay'], options }
  await ask(app, '/api/groups', { method: 'POST', headers: json, body: JSON.stringify(group) })
  await ask(app, '/api/rooms/pier/choices', {
    method: 'PATCH',
    headers: json,
    body: JSON.stringify({
      options: { filter: { keyword: 'berth' }, workbook: { language: 'de' }, approval: true },
    }),
  })
  await openDetails(stage, 'pier')
  const choices = page.getByRole('region', { name: t('choices.ofRoom') })
  await choices.getByText(t('choices.ofRoom')).first().click()
  const last = choices.getByRole('textbox', { name: t('choices.filter.thread') })
  await last.waitFor()
  await camera.shoot(app, '89-choices', choices.getByText(t('choices.ofRoomText')))
  await camera.shoot(app, '89-choices-end', last)
  await page.getByRole('checkbox', { name: w('Select all rooms') }).focus()
  await closeDetails(stage)
  await page.getByRole('button', { name: new RegExp(`^${t('choices.filter.label')}:`) }).click()
  await page.getByRole('dialog').waitFor()
  await camera.shoot(app, '89-filter')
  await page.keyboard.press('Escape')
}

async function heldMail(stage: Stage, camera: Camera): Promise<void> {
  const { app, speech } = stage
  const { w, t } = speech
  const { page } = app
  const row = page.locator('[data-room-oid="pier"]')
  await row.locator('input').click()
  await page.getByRole('button', { name: t('report.generate', { count: 1 }) }).click()
  await page.getByRole('checkbox', { name: w('Hold until I approve') }).check()
  await page.getByRole('dialog').getByRole('button').last().click()
  await row.getByText(w('Waits for approval')).waitFor({ timeout: 60_000 })
  await dismissNotices(stage)
  await camera.shoot(app, '93-held')
  await openDetails(stage, 'pier')
  const mail = page.getByRole('region', { name: t('details.mail.title'), exact: true })
  await mail.waitFor()
  await camera.shoot(app, '94-held-mail', mail)
  await mail.getByRole('button', { name: t('details.mail.look') }).click()
  await page.getByRole('dialog').frameLocator('iframe').locator('h1').waitFor()
  await camera.shoot(app, '95-mail')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: t('details.choose.begin') }).click()
  await page.getByRole('form').waitFor()
  await camera.shoot(app, '96-choosing')
  await page.keyboard.press('Escape')
  await closeDetails(stage)
}

async function connections(stage: Stage, camera: Camera): Promise<void> {
  const { app, speech } = stage
  const { t } = speech
  const { page } = app
  const dialog = page.getByRole('dialog')
  const double = await new SlackDouble().start()
  try {
    double.channels.push(
      { id: 'C1AAAAAAA', name: 'general', is_private: false, is_member: true },
      { id: 'C2AAAAAAA', name: 'plans', is_private: true, is_member: true },
      { id: 'C3AAAAAAA', name: 'elsewhere', is_private: false, is_member: false },
    )
    double.say('C1AAAAAAA', { ts: '1700000000.000100', user: 'U12345678', text: 'Good morning' })
    await go(stage, 'Imports')
    await page.getByRole('button', { name: t('connections.connect') }).click()
    await dialog.waitFor()
    for (const service of connectionServices) {
      await dialog.getByRole('radio', { name: t(`connections.services.${service}`) }).check()
      await camera.shoot(app, `97-connect-${service}`)
    }
    await dialog.getByRole('radio', { name: t('connections.services.slack') }).check()
    await dialog.getByLabel(t('connections.secrets.botToken')).fill('xoxp-a-person')
    await dialog.getByRole('button', { name: t('connections.test') }).click()
    await dialog.getByRole('alert').waitFor()
    await camera.shoot(app, '98-connect-refused')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const secrets = { botToken: 'xoxb-good', appToken: 'xapp-good' }
    const made = (await ask(app, '/api/connections', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ service: 'slack', address: double.url, secrets }),
    })) as MadeConnection
    const { name } = made.connection
    await page.getByRole('button', { name: t('connections.roomsNamed', { name }) }).click()
    await dialog.getByRole('checkbox').nth(2).waitFor()
    await camera.shoot(app, '98-connect-rooms')
    await dialog.getByRole('checkbox', { name: 'general' }).check()
    await dialog.getByRole('button', { name: t('connections.read', { count: 1 }) }).click()
    await page.locator('[data-connected-room][data-room-state="live"]').waitFor()
    await camera.shoot(app, '99-connected')
  } finally {
    await double.stop()
  }
}
