import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { feedRoom, reportRooms } from '../e2e/fixtures/rooms.ts'
import { expect, test } from './test.ts'
import { importPaths } from '../e2e/fixtures/imports.ts'

/** Each is harmless as text, and sets `window.pwned` or leaves an element behind where it is more. */
const attacks = [
  '<img src=x onerror="window.pwned=1" data-attack>',
  '<script>window.pwned=1</script>',
  '</td></tr></table><svg data-attack onload=window.pwned=1>',
  '<a data-attack href="javascript:window.pwned=1">x</a>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '$t(app.name) {{value}} <0>bold</0>',
]
const hostile = attacks.join(' ')
/** Names are shorter than messages; both ends of the list are tried. */
const roomName = `${attacks[0]} ${attacks[4]}`

/** A model that answers with what an attacker would have it say. */
async function startHostileModel(): Promise<{ env: Record<string, string>; server: Server }> {
  const answer = JSON.stringify({
    headline: hostile,
    keyPoints: [{ text: hostile, messageIds: ['0'] }],
    decisions: [{ text: hostile, messageIds: ['0'] }],
    actionItems: [{ text: hostile, owner: attacks[0], due: attacks[1], messageIds: ['0'] }],
    openQuestions: [{ text: hostile, messageIds: ['0'] }],
  })
  const chunk = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') {
      response.writeHead(404).end()
      return
    }
    response
      .writeHead(200, { 'Content-Type': 'text/event-stream' })
      .end(`${chunk({ content: answer }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const env = {
    RAPPORTEUR_SUMMARY_ENGINE: 'openai',
    RAPPORTEUR_SUMMARY_BASE_URL: `http://127.0.0.1:${port}`,
    RAPPORTEUR_SUMMARY_MODEL: '<img src=x onerror="window.pwned=1" data-attack>',
  }
  return { env, server }
}

/** The view shows the text, and nothing of it has become more than text. */
async function expectHarmless(page: Page, view: string): Promise<void> {
  await expect(page.getByText(attacks[0] ?? '').first(), view).toBeVisible()
  const traces = await page.evaluate(() => ({
    pwned: 'pwned' in window,
    elements: document.querySelectorAll('[data-attack], [onerror], [onload]').length,
    links: document.querySelectorAll('a[href^="javascript:"]').length,
    scripts: [...document.scripts].filter(({ textContent }) => textContent !== '').length,
  }))
  expect(traces, view).toEqual({ pwned: false, elements: 0, links: 0, scripts: 0 })
}

test('hostile room names, messages and model text are text in every view', async ({
  launch,
  tmp,
}) => {
  const model = await startHostileModel()
  try {
    const app = await launch({ env: model.env })
    const { page } = app
    const go = (view: string) =>
      page
        .getByRole('navigation')
        .getByRole('button', { name: new RegExp(`^${view}`) })
        .click()
    await feedRoom(app, { roomOid: 'quarry', name: roomName, text: () => hostile })
    const [report] = await reportRooms(app, ['quarry'])
    expect(report?.state).toBe('finished')
    const row = page.locator('[data-room-oid="quarry"]')
    await expect(row).toHaveAttribute('data-report-state', 'finished')
    await expectHarmless(page, 'Rooms')

    await row.getByRole('checkbox').click()
    await expectHarmless(page, 'Rooms, selected')
    await row.hover()
    await row.getByRole('button', { name: 'Preview' }).click()
    const preview = page.getByTestId('preview')
    for (const sheet of ['Summary', 'Highlights', 'Participants', 'Activity', 'Transcript']) {
      await preview.getByRole('tab', { name: sheet }).click()
      await expect(preview.getByRole('tab', { name: sheet })).toHaveAttribute(
        'aria-selected',
        'true',
      )
      await expectHarmless(page, `the preview of ${sheet}`)
    }
    await page.keyboard.press('Escape')

    await row.press('Enter')
    const drawer = page.getByRole('complementary')
    await expect(drawer).toContainText(attacks[1] ?? '')
    await expectHarmless(page, 'the details')
    await page.keyboard.press('Escape')

    await page.keyboard.press('Control+K')
    await page.keyboard.type('img src')
    await expectHarmless(page, 'the palette')
    await page.keyboard.press('Escape')

    for (const view of ['Queue', 'Files']) {
      await go(view)
      await expectHarmless(page, view)
    }

    const file = join(tmp, `${'<img src=x onerror="window.pwned=1" data-attack>'}.log`)
    await writeFile(file, 'nothing that anybody could read\n')
    await go('Imports')
    await importPaths(app, [file])
    await expect(page.locator('[data-import-oid]').first()).toHaveAttribute(
      'data-import-state',
      /finished|failed/,
    )
    await expectHarmless(page, 'Imports')
  } finally {
    model.server.closeAllConnections()
    model.server.close()
  }
})
