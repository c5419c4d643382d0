import { createServer } from 'node:http'
import { once } from 'node:events'
import { sendJson, startScripted } from '../summary/scripted-server.ts'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'

/** Where Jan listens: one of the addresses at which a server of models is usually found. */
const usualPort = 1_337

test('a model server is found on request, its address alone lists its models, and nothing is assumed', async ({
  app,
}, info) => {
  test.setTimeout(120_000)
  const { page } = app
  const model = await startScripted((response) => sendJson(response, 500, {}), {
    '/v1/models': { data: [{ id: 'small-model' }, { id: 'large-model' }] },
  })
  const here = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end('{"data":[{"id":"house-model"}]}')
  }).listen(usualPort, '127.0.0.1')
  await once(here, 'listening')
  try {
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
  } finally {
    here.close()
    await model.close()
  }
})
