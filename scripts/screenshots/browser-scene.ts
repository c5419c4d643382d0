import { join, resolve } from 'node:path'
import { chromium } from 'playwright'
import { startServerProcess } from '../../tests/crash/server-process.ts'
import { chromiumPath } from '../../tests/support/chromium.ts'
import type { SceneOptions } from './scenes.ts'
import { go } from './stage.ts'

const sample = resolve(import.meta.dirname, '../../samples/irc/irc.libera.#harbour-help.weechatlog')

/** The window in a browser: signing in, refused, before the first room, with a report, its settings. */
export async function browser({ folder, camera, speech }: SceneOptions): Promise<void> {
  const { w, t, language } = speech
  if (chromiumPath === undefined) {
    console.log('no pictures of the browser: the package chromium is not installed')
    return
  }
  const server = await startServerProcess(join(folder, 'data'), {})
  const program = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  const context = await program.newContext({ locale: language === 'de' ? 'de-DE' : 'en-US' })
  const page = await context.newPage()
  const shoot = (name: string) => camera.shoot({ page }, name)
  const enter = () => page.getByRole('button', { name: t('signIn.enter') }).click()
  const token = page.getByLabel(t('signIn.token')).first()
  try {
    await page.goto(server.url)
    await token.waitFor()
    await shoot('120-sign-in')
    await token.fill('no-token-of-ours')
    await enter()
    await page.getByText(t('signIn.refused')).waitFor()
    await shoot('121-sign-in-refused')
    await token.fill(server.accessToken)
    await enter()
    const choose = page.getByRole('button', { name: t('welcome.choose') })
    await choose.waitFor()
    await shoot('122-browser-first-run')
    const chooser = page.waitForEvent('filechooser')
    await choose.click()
    await (await chooser).setFiles(sample)
    const row = page.locator('[data-room-oid]')
    await row.getByRole('checkbox').click()
    await page.getByRole('button', { name: t('report.generate', { count: 1 }) }).click()
    await row.getByText(w('Done')).waitFor({ timeout: 60_000 })
    await shoot('123-browser-done')
    await go({ app: { page }, speech }, 'Settings')
    await page.getByRole('tab').last().click()
    await page.getByText(t('signIn.owner')).waitFor()
    await shoot('124-browser-settings')
  } finally {
    await program.close()
    await server.stop()
  }
}
