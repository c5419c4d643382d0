import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import type { Summary, SummaryChange } from '../../server/contract/summary.ts'
import { sourceProgram, startServerProcess, type ServerProcess } from '../crash/server-process.ts'
import { openMailbox, type Mailbox } from '../support/mailbox.ts'
import {
  sendStream,
  startScripted,
  streamOf,
  type ScriptedServer,
} from '../summary/scripted-server.ts'
import { startTestServer, type TestServer } from './harness.ts'

const said = [
  ['Ada', 'Which crane do we take for the north quay?'],
  ['Ben', 'We decided to take the green crane for the north quay.'],
  ['Ada', 'Agreed, the green crane it is.'],
  ['Cy', 'I will order the ropes by Friday.'],
  ['Ben', 'We agreed to close the south gate at ten.'],
  ['Ada', 'Who keeps the key of the boat house?'],
] as const
const lines = said
  .map(([author, text], index) =>
    JSON.stringify({ id: `m${index}`, at: `2026-05-04T10:0${index}:00Z`, author, text }),
  )
  .join('\n')

const answer = {
  headline: 'Two decisions about the quay',
  keyPoints: [{ text: 'The green crane is taken.', source: 'm2' }],
  decisions: [
    { text: 'We decided to take the green crane for the north quay.', source: 'm2' },
    { text: 'We agreed to close the south gate at ten.', source: 'm5' },
  ],
  actionItems: [
    { text: 'I will order the ropes by Friday.', source: 'm4', owner: 'Cy', due: 'Friday' },
  ],
  openQuestions: [{ text: 'Who keeps the key of the boat house?', source: 'm6' }],
}

/** As long as a busy computer may take. */
const patience = { timeout: 25_000 }

let model: ScriptedServer
let server: TestServer
let report: Report

const summaryOf = () => server.json<Summary>(`/api/reports/${report.reportOid}/summary`)
const change = (body: SummaryChange, reportOid = report.reportOid) =>
  server.api(`/api/reports/${reportOid}/summary`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
const present = () => server.json<Report>(`/api/reports/${report.reportOid}`)

/** Resolves when the workbook of this attempt is there. */
async function chosen(body: SummaryChange): Promise<Report> {
  const response = await change(body)
  expect(response.status).toBe(202)
  const { report: begun } = (await response.json()) as { report: Report }
  await expect
    .poll(async () => {
      const { state, attempt } = await present()
      return [state, attempt]
    }, patience)
    .toEqual(['finished', begun.attempt])
  return present()
}

async function cellsOf(sheet: string): Promise<string> {
  const response = await server.api(`/api/reports/${report.reportOid}/workbook`)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await response.arrayBuffer()) as never)
  const texts: string[] = []
  workbook.getWorksheet(sheet)?.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)))
  return texts.join('\n')
}
const document = async (form: 'report.md' | 'report.html') =>
  (await server.api(`/api/reports/${report.reportOid}/${form}`)).text()

const feed = (url: string, token: string, roomOid: string, body: string) =>
  fetch(`${url}/api/rooms/${roomOid}/messages?name=Quay`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body,
  })

async function begin(options: object = {}, flags: Record<string, unknown> = {}): Promise<void> {
  model = await startScripted((response) => sendStream(response, streamOf(JSON.stringify(answer))))
  server = await startTestServer({
    flags: {
      summaryEngine: 'openai',
      summaryBaseUrl: `${model.url}/v1`,
      summaryModel: 'test-model',
      ...flags,
    },
  })
  await feed(server.url, server.accessToken, 'quay', lines)
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: ['quay'],
    options,
  })
  report = reports[0]!
  await expect.poll(async () => (await present()).state, patience).toBe('finished')
}

afterEach(async () => {
  await server?.dispose()
  await model?.close()
})

describe('what a finished report tells', () => {
  beforeEach(() => begin())

  it('is chosen, worded and added by a person, in every form, without another summary', async () => {
    const before = await summaryOf()
    expect(before.decisions.length).toBeGreaterThan(0)
    expect(before.actionItems).toHaveLength(1)
    const asked = model.requests.length
    const old = await present()
    const next = await chosen({
      items: [
        { list: 'decisions', item: '1', leftOut: true },
        {
          list: 'actionItems',
          item: '1',
          text: 'Order 40 m of rope',
          owner: 'Dora',
          due: '2026-05-08',
        },
        { list: 'openQuestions', item: 'own-1', text: 'Who pays for <b>it</b>?' },
      ],
    })
    expect(model.requests).toHaveLength(asked)
    expect(next.workbook?.sha256).not.toBe(old.workbook?.sha256)
    expect(next.workbook?.fileName).toBe(old.workbook?.fileName)

    const summary = await summaryOf()
    const gone = before.decisions[0]!.text
    expect(summary.decisions.map(({ text }) => text)).not.toContain(gone)
    expect(summary.actionItems).toMatchObject([
      { text: 'Order 40 m of rope', owner: 'Dora', byHand: 'edited', messageNumber: 4 },
    ])
    expect(summary.openQuestions.at(-1)).toMatchObject({ byHand: 'added', messageNumber: 0 })
    expect(summary.totals?.decisions.found).toBe((before.totals?.decisions.found ?? 0) - 1)
    expect(summary.headline).not.toBe(before.headline)

    const sheet = await cellsOf('Highlights')
    const [markdown, html] = [await document('report.md'), await document('report.html')]
    for (const form of [sheet, markdown, html]) {
      expect(form).toContain('Order 40 m of rope')
      expect(form).toContain('Cy, edited by hand')
      expect(form).toContain('added by hand')
      expect(form).not.toContain('I will order the ropes')
    }
    expect(sheet).not.toContain(gone)
    expect(html).not.toContain('<b>it</b>')
    expect(sheet).not.toContain('Message 0')
  })

  it('is as it was found again once every choice is taken back', async () => {
    const before = await summaryOf()
    const sheet = await cellsOf('Highlights')
    await chosen({
      headline: 'As the meeting saw it',
      items: [
        { list: 'decisions', item: '1', leftOut: true },
        { list: 'decisions', item: 'own', text: 'Paint it' },
      ],
    })
    expect((await summaryOf()).headline).toBe('As the meeting saw it')
    await chosen({
      headline: null,
      items: [
        { list: 'decisions', item: '1' },
        { list: 'decisions', item: 'own' },
      ],
    })
    expect(await summaryOf()).toEqual(before)
    expect(await cellsOf('Highlights')).toBe(sheet)
  })

  it('cannot be chosen of an item that is not there, nor while the report is being made', async () => {
    for (const item of [
      { list: 'decisions', item: '99', leftOut: true },
      { list: 'decisions', item: 'own', owner: 'Ada', text: 'x' },
      { list: 'openQuestions', item: 'own', leftOut: true },
    ] as const) {
      expect((await change({ items: [item] })).status, JSON.stringify(item)).toBe(404)
    }
    expect((await change({ items: [{ list: 'decisions', item: '1', text: ' ' }] })).status).toBe(
      400,
    )
    expect((await change({ items: [] }, 'nobody')).status).toBe(404)
    const all = await Promise.all(
      ['1', '2', '3'].map((n) =>
        change({ items: [{ list: 'openQuestions', item: `own-${n}`, text: `Question ${n}` }] }),
      ),
    )
    const statuses = all.map(({ status }) => status)
    expect(statuses[0]).toBe(202)
    for (const response of all) {
      if (response.status === 202) continue
      expect(response.status).toBe(409)
      expect(await response.json()).toMatchObject({ code: 'illegal_transition' })
    }
    await expect.poll(async () => (await present()).state, patience).toBe('finished')
    // What was answered with 202 is in it, and nothing else.
    const added = (await summaryOf()).openQuestions.filter(({ byHand }) => byHand === 'added')
    expect(added).toHaveLength(statuses.filter((status) => status === 202).length)
  })
})

describe('the mail of a report', () => {
  let mailbox: Mailbox
  afterEach(() => mailbox.close())

  it('is not sent again because somebody chose what the report tells', async () => {
    mailbox = await openMailbox()
    await begin(
      { recipients: ['boss@site.example'] },
      { smtpHost: '127.0.0.1', smtpPort: mailbox.port },
    )
    await expect.poll(async () => (await present()).delivery, patience).toBe('sent')
    const next = await chosen({ items: [{ list: 'decisions', item: '1', leftOut: true }] })
    expect(next.delivery).toBe('sent')
    expect(mailbox.mails.get('boss@site.example')).toHaveLength(1)
  })

  it('that waits for the others of its request holds what was chosen meanwhile', async () => {
    mailbox = await openMailbox()
    model = await startScripted((response) =>
      sendStream(response, streamOf(JSON.stringify(answer))),
    )
    server = await startTestServer({
      flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port, concurrency: 1 },
    })
    await feed(server.url, server.accessToken, 'quay', lines)
    await server.feed('large', 25_000)
    const stream = server.events('rooms=quay')
    const { reports } = await server.post<ReportAnswer>('/api/reports', {
      roomOids: ['quay', 'large'],
      options: { recipients: ['boss@site.example'], delivery: 'digest' },
    })
    report = reports[0]!
    await stream.until(({ data }) => data.code === 'mail_with_others')
    expect(
      (await change({ items: [{ list: 'decisions', item: 'own', text: 'Sell the old crane' }] }))
        .status,
    ).toBe(202)
    await expect.poll(async () => (await present()).delivery, patience).toBe('sent')
    const [mail, ...others] = mailbox.mails.get('boss@site.example') ?? []
    expect(others).toEqual([])
    expect(mail?.text).toContain('Sell the old crane')
    expect(mail?.attachments).toHaveLength(2)
  })
})

describe('a process that is killed while the workbook is written again', () => {
  let folder: string
  let running: ServerProcess
  const ask = async <T>(path: string, init: RequestInit = {}): Promise<T> =>
    (await (
      await fetch(running.url + path, {
        ...init,
        headers: {
          Authorization: `Bearer ${running.accessToken}`,
          'Content-Type': 'application/json',
        },
      })
    ).json()) as T
  afterEach(async () => {
    await running.kill()
    await rm(folder, { recursive: true, force: true })
  })

  it('leaves the old workbook whole, and the next one makes the new one', async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapporteur-choosing-'))
    running = await startServerProcess(folder, {}, sourceProgram)
    const many = Array.from({ length: 20_000 }, (_, n) =>
      JSON.stringify({
        id: `n${n}`,
        at: new Date(Date.UTC(2026, 3, 1) + n * 60_000).toISOString(),
        author: `Person ${n % 7}`,
        text: `Message ${n} about the harbour`,
      }),
    ).join('\n')
    await feed(running.url, running.accessToken, 'quay', `${many}\n${lines}`)
    const { reports } = await ask<ReportAnswer>('/api/reports', {
      method: 'POST',
      body: JSON.stringify({ roomOids: ['quay'] }),
    })
    const path = `/api/reports/${reports[0]!.reportOid}`
    const state = async () => (await ask<Report>(path)).state
    await expect.poll(state, patience).toBe('finished')
    const { workbook } = await ask<Report>(path)
    const hashOf = async (name: string) =>
      createHash('sha256')
        .update(await readFile(join(folder, 'reports', name)))
        .digest('hex')
    const items = [{ list: 'decisions', item: 'own', text: 'Sell the old crane' }]
    await ask(`${path}/summary`, { method: 'PATCH', body: JSON.stringify({ items }) })
    await expect.poll(state, { ...patience, interval: 5 }).toBe('writing')
    await running.kill()
    expect(await hashOf(workbook!.fileName)).toBe(workbook!.sha256)

    running = await startServerProcess(folder, {}, sourceProgram)
    await expect.poll(state, patience).toBe('finished')
    const after = await ask<Report>(path)
    expect(after.workbook?.sha256).not.toBe(workbook!.sha256)
    expect(await hashOf(after.workbook!.fileName)).toBe(after.workbook!.sha256)
    expect((await ask<Summary>(`${path}/summary`)).decisions).toContainEqual(
      expect.objectContaining({ text: 'Sell the old crane' }),
    )
  })
})
