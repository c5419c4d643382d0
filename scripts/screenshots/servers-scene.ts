import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ipcEvents } from '../../server/contract/ipc-channels.ts'
import type { UpdateState } from '../../server/contract/desktop-api.ts'
import { startServerProcess, type ServerProcess } from '../../tests/crash/server-process.ts'
import type { SceneOptions } from './scenes.ts'
import { launchIn } from './speech.ts'
import { dismissNotices, go, openPalette } from './stage.ts'

/** Every word that the line of updates has. */
const updates: readonly UpdateState[] = [
  { step: 'ask' },
  { step: 'looking' },
  { step: 'newest' },
  { step: 'offered', version: '0.3.0', by: 'app' },
  { step: 'offered', version: '0.3.0', by: 'packages' },
  { step: 'loading', version: '0.3.0', percent: 42 },
  { step: 'waiting', version: '0.3.0', reports: 7 },
  { step: 'installing', version: '0.3.0' },
  { step: 'refused', error: { code: 'update_untrusted', message: '' } },
]

const send = (server: ServerProcess, path: string, body: string): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.accessToken}`, 'Content-Type': 'application/json' },
    body,
  })

/** The servers of a team in the window: none yet, refused, listed, looked after, shown; and newer versions. */
export async function servers({ folder, camera, speech }: SceneOptions): Promise<void> {
  const { w, t } = speech
  const places = ['harbour', 'office'].map((name) => join(folder, name))
  const [harbour, office] = (await Promise.all(
    places.map(async (place) => {
      await mkdir(place)
      return startServerProcess(place, {})
    }),
  )) as [ServerProcess, ServerProcess]
  const app = await launchIn(speech, { folder })
  const stage = { app, speech }
  const { page } = app
  const dialog = page.getByRole('dialog')
  const listed = (name: string) => dialog.getByRole('listitem').filter({ hasText: name })
  const shoot = (name: string) => camera.shoot(app, name)
  const add = async (server: ServerProcess, name: string, token = server.accessToken) => {
    await dialog.getByLabel(t('servers.address')).fill(server.url)
    await dialog.getByLabel(t('servers.name')).fill(name)
    await dialog.getByLabel(t('servers.token')).first().fill(token)
    await dialog.getByRole('button', { name: t('servers.connect') }).click()
  }
  const choose = async (name: string, item: string) => {
    await listed(name)
      .getByRole('button', { name: t('servers.menu', { name }) })
      .click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  try {
    await send(
      harbour,
      '/api/rooms/pier/messages?name=pier',
      JSON.stringify({
        id: '1',
        at: Date.UTC(2026, 1, 2),
        author: 'ana',
        text: 'Berth 4 is free',
      }),
    )
    await send(harbour, '/api/queue', JSON.stringify({ paused: true }))
    await send(harbour, '/api/reports', JSON.stringify({ roomOids: ['pier'] }))
    await openPalette(stage, t('servers.command'))
    await page
      .getByRole('option', { name: t('servers.command') })
      .first()
      .click()
    await dialog.getByLabel(t('servers.address')).waitFor()
    await shoot('130-servers-none')
    await add(harbour, 'Harbour team', 'rpt_nobody')
    await dialog.getByRole('alert').waitFor()
    await shoot('131-servers-refused')
    await add(harbour, 'Harbour team')
    await listed('Harbour team')
      .getByText(t('servers.waiting', { count: 1 }))
      .waitFor()
    await dialog.getByRole('button', { name: t('servers.add') }).click()
    await add(office, 'The office of the harbour master, with a name that is long')
    await listed('The office').getByText(t('servers.states.reached')).waitFor()
    await office.stop()
    await listed('The office').locator('[data-bad]').waitFor({ timeout: 60_000 })
    await shoot('132-servers')
    await choose('Harbour team', t('servers.rename'))
    await shoot('133-server-rename')
    await choose('Harbour team', t('servers.otherToken'))
    await shoot('134-server-token')
    await choose('Harbour team', t('servers.remove'))
    await shoot('135-server-remove')
    await choose('Harbour team', t('servers.signOut'))
    await listed('Harbour team')
      .getByRole('button', { name: t('servers.signIn') })
      .click()
    await shoot('136-server-signed-out')
    await dialog.getByLabel(t('servers.token')).first().fill(harbour.accessToken)
    await page.keyboard.press('Enter')
    await listed('Harbour team')
      .getByRole('button', { name: t('servers.showNamed', { name: 'Harbour team' }) })
      .click()
    await page.locator('[data-room-oid="pier"]').waitFor()
    await page.locator('[data-app-state="ready"]').waitFor()
    await dismissNotices(stage)
    await shoot('137-server-shown')
    await go(stage, 'Settings')
    await page.getByRole('tab', { name: w('This computer') }).click()
    const open = page.getByRole('button', { name: t('servers.open'), exact: true })
    await camera.shoot(app, '138-servers-settings', open)
    await go(stage, 'Rooms')
    for (const update of updates) {
      await app.electron.evaluate(
        ({ BrowserWindow }, [channel, state]) =>
          BrowserWindow.getAllWindows()[0]?.webContents.send(channel, state),
        [ipcEvents.update, update] as const,
      )
      await page.locator(`[data-update="${update.step}"]`).waitFor()
      const by = update.step === 'offered' ? `-${update.by}` : ''
      await shoot(`139-update-${update.step}${by}`)
    }
  } finally {
    await app.close()
    await harbour.stop()
    await office.stop()
  }
}
