import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadEngine } from '../summary/tiny-server.ts'
import { writeTinyModel } from '../summary/tiny-model.ts'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'

const engine = await loadEngine()

/** Processes of models that this app has started. */
const modelProcesses = (app: App): Promise<number> =>
  app.electron.evaluate(
    ({ app: electron }) =>
      electron.getAppMetrics().filter(({ name }) => name === 'Rapporteur model').length,
  )

test.describe('a model on this computer', () => {
  test.skip(engine === null, 'no model engine on this system')

  test('is found in its folder, tested, measured, and runs in a process of its own', async ({
    app,
  }) => {
    const { page } = app
    mkdirSync(join(app.dataDir, 'models'), { recursive: true })
    writeTinyModel(join(app.dataDir, 'models', 'tiny.gguf'), 8_192)
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Settings/ })
      .click()
    await page.getByRole('combobox', { name: 'Summary by' }).click()
    await page.getByRole('option', { name: /A model on this computer/ }).click()
    const offered = page.getByRole('listitem').filter({ hasText: 'Qwen2.5 1.5B Instruct' })
    await expect(offered).toContainText(/1[.,]\d GB.*Apache 2\.0/)
    await expect(offered.getByRole('button', { name: 'Download' })).toBeEnabled()
    // Nothing leaves, so nobody is warned.
    await expect(page.getByTestId('leaves-computer')).toHaveCount(0)
    expect(await modelProcesses(app)).toBe(0)

    const own = page.getByRole('listitem').filter({ hasText: 'tiny.gguf' })
    await own.getByRole('button', { name: 'Use it' }).click()
    await expect(own).toContainText('In use')
    await page.getByRole('button', { name: 'Test it' }).click()
    await expect(page.getByTestId('model-speed')).toContainText(
      /Reads [\d,.]+ and writes [\d,.]+ tokens a second on this computer: about .+ for 1,000 messages/,
      { timeout: 60_000 },
    )
    expect(await modelProcesses(app)).toBe(1)
  })
})
