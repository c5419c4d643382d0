import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { launchApp } from '../../tests/e2e/fixtures/app.ts'
import { speechOf } from './speech.ts'
import { go } from './stage.ts'
import type { SceneOptions } from './scenes.ts'

const place = resolve(import.meta.dirname, '../../renderer/features/welcome')

/**
 * The pictures of a finished workbook that stand beside the first steps: a report of a sample room, as the
 * preview draws it, in each language. Made anew on request only: `npm run screenshots -- picture`, where there
 * are fonts for emoji and for Chinese (Debian: fonts-noto-color-emoji, fonts-droid-fallback), or boxes stand there.
 */
export async function welcomePictures({ folder }: SceneOptions): Promise<void> {
  for (const language of ['en', 'de']) {
    const own = join(folder, language)
    await mkdir(own)
    const app = await launchApp({
      folder: own,
      env: { RAPPORTEUR_REPORT_LANGUAGE: language },
    })
    const { page } = app
    try {
      await page.setViewportSize({ width: 1_500, height: 1_000 })
      await page.getByRole('button', { name: 'Import sample rooms' }).click()
      const room = page.locator('[data-room-oid]').filter({ hasText: 'incidents' })
      await room.locator('input').click({ timeout: 60_000 })
      await page.getByRole('button', { name: 'Generate 1 report' }).click()
      await page.locator('[data-report-state="finished"]').waitFor({ timeout: 60_000 })
      await go({ app, speech: speechOf('en') }, 'Rooms')
      await room.getByRole('button', { name: 'Preview' }).click()
      const sheet = page.getByTestId('preview').getByRole('region').first()
      await sheet.getByRole('cell').first().waitFor()
      const box = await sheet.boundingBox()
      if (!box) throw new Error('The preview shows no sheet')
      await page.screenshot({
        path: join(place, `workbook-${language}.jpg`),
        type: 'jpeg',
        quality: 72,
        // Without the letters and numbers of the cells.
        clip: { x: box.x + 52, y: box.y + 22, width: 860, height: 720 },
      })
    } finally {
      await app.close()
    }
  }
}
