import { createServer } from 'node:http'
import { once } from 'node:events'
import { sendJson, startScripted } from '../summary/scripted-server.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'

/** Where Jan listens: one of the addresses at which a server of models is usually found. */
const usualPort = 1_337

test('a model server is found on request, its address alone lists its models, and nothing is assumed', async ({
  launch,
}, info) => {
  test.setTimeout(120_000)
  const model = await startScripted((response) => sendJson(response, 500, {}), {
    '/v1/models': { data: [{ id: 'small-model' }, { id: 'large-model' }] },
  })
  const here = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end('{"data":[{"id":"house-model"}]}')
  }).listen(usualPort, '127.0.0.1')
  await once(here, 'listening')
  try {
    // Before the first room: what one gets, and an offer that takes nothing for granted.
    const app = await launch()
    const { page } = app
    const picture = page.getByRole('img', { name: /First sheet of a finished workbook/ })
    await expect(picture).toBeVisible()
    expect(await picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(400)
    await expect(page.getByText(`(127.0.0.1:${usualPort}, 1 model)`)).toBeVisible()
    await look(app, info, 'first run')
    await page.setViewportSize({ width: 1_280, height: 800 })
    await page.getByRole('button', { name: 'Set it up for summaries' }).click()
    await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(
      `http://127.0.0.1:${usualPort}/v1`,
    )
    await page.getByRole('button', { name: 'Discard' }).click()

    await page.keyboard.press('Control+,')
    await expect(page.getByRole('combobox', { name: 'Summary by' })).toHaveValue(/Quotes/)
    await page.getByRole('button', { name: 'Look for a model server on this computer' }).click()
    const found = page.getByText(`127.0.0.1:${usualPort}, 1 model`)
    await expect(found).toBeVisible()
    await look(app, info, 'found server')
    // Only what is chosen is filled in, and only what is saved is used.
    await expect(page.getByRole('combobox', { name: 'Summary by' })).toHaveValue(/Quotes/)
    await page.getByRole('button', { name: `Use 127.0.0.1:${usualPort}` }).click()
    await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(
      `http://127.0.0.1:${usualPort}/v1`,
    )
    const name = page.getByRole('combobox', { name: 'Model', exact: true })
    await expect(name).toHaveValue('house-model')

    // Another address: its models come by themselves, all of them whatever is typed.
    await page.getByRole('textbox', { name: 'Address' }).fill(`${model.url}/v1`)
    await expect(page.getByText('The server has 2 models')).toBeVisible()
    await name.click()
    await expect(page.getByRole('option')).toHaveText(['small-model', 'large-model'])
    await page.getByRole('option', { name: 'large-model' }).click()
    await expect(name).toHaveValue('large-model')
    expect(model.requests).toEqual([])
    await look(app, info, 'models listed')
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/v1')
    await expect(page.getByText('The server names no models')).toBeVisible()
    await speakGerman(app)
    await look(app, info, 'Modelle')
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Räume/ })
      .click()
    await expect(page.getByRole('img', { name: /Erstes Blatt/ })).toBeVisible()
    await look(app, info, 'Erster Start')
  } finally {
    here.close()
    await model.close()
  }
})
