import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, test } from './fixtures/electron.ts'
import { ask, feedRoom, reportRooms } from './fixtures/rooms.ts'

/** Whole, a part of it, and its head alone: each way has headers of its own. */
test('a workbook is fetched over HTTP from the server of the app, which goes on', async ({
  app,
}) => {
  await feedRoom(app, { roomOid: 'pier', size: 400 })
  const [report] = await reportRooms(app, ['pier'])
  const { url, accessToken } = await app.connection()
  const path = `${url}/api/reports/${report!.reportOid}/workbook`
  const headers = { Authorization: `Bearer ${accessToken}` }
  const file = await readFile(join(app.dataDir, 'reports', report!.workbook!.fileName))

  const head = await fetch(path, { method: 'HEAD', headers })
  expect(head.status).toBe(200)
  expect(head.headers.get('content-length')).toBe(String(file.length))

  const whole = await fetch(path, { headers })
  expect(whole.status).toBe(200)
  const bytes = Buffer.from(await whole.arrayBuffer())
  expect(whole.headers.get('content-length')).toBe(String(file.length))
  const digest = (of: Buffer) => createHash('sha256').update(of).digest('hex')
  expect(digest(bytes)).toBe(digest(file))
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  expect(workbook.getWorksheet('Transcript')?.rowCount).toBe(401)

  const part = await fetch(path, { headers: { ...headers, Range: 'bytes=100-199' } })
  expect(part.status).toBe(206)
  expect(Buffer.from(await part.arrayBuffer()).equals(file.subarray(100, 200))).toBe(true)

  // The server that answered is still the one that answers, and the window is live.
  expect(await ask(app, `/api/reports/${report!.reportOid}`)).toMatchObject({ state: 'finished' })
  await expect(app.page.getByText('Live', { exact: true })).toBeVisible()
})
