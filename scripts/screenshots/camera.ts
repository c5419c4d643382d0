import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import type { App } from '../../tests/e2e/fixtures/app.ts'
import { runAxe } from '../../tests/e2e/fixtures/axe.ts'

/** Zoomed, a page is laid out in fewer CSS pixels: those of the window by its zoom. */
const sizes = [
  { width: 760, height: 500, zoom: 1 },
  { width: 760, height: 500, zoom: 2 },
  { width: 1_280, height: 800, zoom: 2 },
  { width: 1_280, height: 800, zoom: 1 },
  { width: 1_920, height: 1_080, zoom: 1 },
] as const
/** Width of the window in which axe looks at it. */
const looked = 1_280
const schemes = ['light', 'dark'] as const

const fadesOver = `Promise.all(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})),
).then(() => undefined)`

export interface Camera {
  /**
   * Takes the window as it stands: both themes, every size and zoom.
   * @param shown is scrolled to in each of them; default: nothing is scrolled.
   */
  shoot(app: Pick<App, 'page'>, name: string, shown?: Locator): Promise<void>
  /** Names of the pictures taken so far. */
  readonly taken: readonly string[]
  /** What axe found in them: the picture, the rule and where. */
  readonly findings: readonly string[]
}

export function createCamera(folder: string): Camera {
  const taken: string[] = []
  const findings: string[] = []
  return {
    taken,
    findings,
    async shoot(app, name, shown) {
      const { page } = app
      for (const { width, height, zoom } of sizes) {
        await page.setViewportSize({ width: width / zoom, height: height / zoom })
        await shown?.evaluate((element) => element.scrollIntoView({ block: 'end' }))
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          // The colours of the theme before fade; a bar whose total is unknown never ends.
          await page.evaluate(fadesOver)
          const size = `${width}x${height}${zoom === 1 ? '' : ` at ${zoom * 100} %`}`
          const place = join(folder, size, colorScheme)
          await mkdir(place, { recursive: true })
          // Animations stay as they are: a bar whose total is unknown is one.
          await page.screenshot({ path: join(place, `${name}.png`), caret: 'initial' })
          if (width !== looked || zoom !== 1) continue
          for (const { id, nodes } of (await runAxe(page)).findings)
            findings.push(
              `${name}, ${colorScheme}: ${id} at ${nodes.map(({ target }) => String(target)).join('; ')}`,
            )
        }
      }
      taken.push(name)
      console.log(name)
    },
  }
}
