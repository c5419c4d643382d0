import { createHash } from 'node:crypto'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { ServiceMessage } from '../../server/contract/workbook-service.ts'
import { serviceLimits, xlsxType } from '../../server/reports/service/call.ts'
import { writeByService } from '../../server/reports/service/write-by-service.ts'
import type { ReportJob } from '../../server/reports/job.ts'
import { defaultWorkbookChoices } from '../../server/contract/workbook.ts'
import type { StageEvent } from '../../server/contract/stage-event.ts'
import type { WorkbookInput } from '../../server/workbook/write-workbook.ts'
import { startTestServer, type TestServer } from './harness.ts'

const token = 'a-token-of-the-service'
type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** A small workbook as any library would write it. */
async function smallWorkbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('One').addRow(['words'])
  return Buffer.from(await book.xlsx.writeBuffer())
}

let folder: string
const closing: (() => void)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-service-'))
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
  rmSync(folder, { recursive: true, force: true })
})

/** A service that answers as the test says. */
async function serve(handle: Handle): Promise<string> {
  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const job: ReportJob = {
  reportOid: 'report-1',
  attempt: 2,
  lease: 1,
  room: { roomId: 1, roomOid: 'room', name: 'Harbour', source: 'live', format: 'live' },
  range: { from: null, to: null, maxOrd: 0 },
  people: [],
  unread: [],
  isSinceLast: false,
  summary: { engine: 'extractive' },
  recipients: [],
  workbook: { ...defaultWorkbookChoices, logo: null },
  service: null,
  logo: null,
  createdAt: 0,
  temporaryFile: '',
}

const message = (number: number) => ({
  number,
  id: `${number}`,
  sourceId: null,
  at: number,
  timeSource: 'explicit' as const,
  author: 'ana',
  authorKey: 'ana',
  kind: 'message' as const,
  text: `Berth ${number} is free. ${'x'.repeat(500)}`,
  replyTo: null,
  attachments: [],
})

const quick = {
  ...serviceLimits,
  connectMs: 1_000,
  idleMs: 400,
  answerMs: 600,
  bodyMs: 600,
  maxBytes: 1_000_000,
  pauseMs: 10,
}

/** Asks a service directly, with clocks that run fast. */
async function ask(
  url: string,
  {
    messages = 10,
    signal = new AbortController().signal,
    isLocalOnly = false,
    limits = quick,
  } = {},
) {
  const heard: StageEvent[] = []
  const file = join(folder, 'workbook.xlsx.part')
  const input = {
    file,
    room: job.room,
    period: { from: null, to: null },
    // Neither is looked at on the way.
    statistics: { timeZone: 'UTC', participants: [] } as never,
    summary: {} as never,
    *messages() {
      for (let n = 1; n <= messages; n += 100) {
        yield Array.from({ length: Math.min(100, messages - n + 1) }, (_, i) => message(n + i))
      }
    },
    createdAt: new Date(0),
    signal,
    onProgress: () => undefined,
  } satisfies WorkbookInput
  const ports = {
    hear: (event: StageEvent) => void heard.push(event),
    rooms: { isLocalOnly: async () => isLocalOnly, get: async () => null },
  }
  const outcome = await writeByService({ url, token }, job, input, messages, ports, limits)
  return { outcome, heard, file }
}

/** What is said of a service that did not write; nothing may be left of what it sent. */
async function reasonOf(handle: Handle, options: Parameters<typeof ask>[1] = {}) {
  const { outcome } = await ask(await serve(handle), options)
  expect(readdirSync(folder)).toEqual([])
  return outcome?.kind === 'not-written' ? outcome.reason : outcome
}

const answerWith = (
  response: ServerResponse,
  body: Buffer | string,
  headers: Record<string, string> = {},
): void => void response.writeHead(200, { 'Content-Type': xlsxType, ...headers }).end(body)

describe('a service that writes workbooks', () => {
  it('is sent the report and then every message, with token and key, and its workbook is taken', async () => {
    let sent = ''
    let headers: IncomingMessage['headers'] = {}
    const book = await smallWorkbook()
    const { outcome, heard, file } = await ask(
      await serve(async (request, response) => {
        ;({ headers } = request)
        sent = await text(request)
        const digest = createHash('sha256').update(book).digest('base64')
        answerWith(response, book, { 'Content-Digest': `sha-256=:${digest}:` })
      }),
      { messages: 250 },
    )
    expect(outcome).toEqual({
      kind: 'written',
      bytes: book.length,
      sha256: createHash('sha256').update(book).digest('hex'),
    })
    expect(readFileSync(file).equals(book)).toBe(true)
    expect(headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
      'idempotency-key': 'report-1-2',
    })
    const [first, ...rest] = sent.trimEnd().split('\n')
    expect(JSON.parse(first ?? '')).toMatchObject({ type: 'report', messageCount: 250 })
    expect(rest.map((line) => ServiceMessage.parse(JSON.parse(line)).number)).toEqual(
      Array.from({ length: 250 }, (_, n) => n + 1),
    )
    expect(heard.map((event) => event.type === 'doing' && event.said.code)).toEqual([
      'service_writes',
    ])
  })

  it('is asked again with the same key where it fails for a passing reason, and taken then', async () => {
    const keys: unknown[] = []
    const book = await smallWorkbook()
    const { outcome, heard } = await ask(
      await serve(async (request, response) => {
        keys.push(request.headers['idempotency-key'])
        await text(request)
        if (keys.length < 3) response.writeHead(503, { 'Retry-After': '0' }).end()
        else answerWith(response, book)
      }),
    )
    expect(outcome?.kind).toBe('written')
    expect(keys).toEqual(['report-1-2', 'report-1-2', 'report-1-2'])
    const said = heard.flatMap((event) => (event.type === 'doing' ? [event.said.code] : []))
    expect(said.filter((code) => code === 'trying_again')).toHaveLength(2)
  })

  it('refuses in its own words, without the token', async () => {
    let tries = 0
    const reason = await reasonOf((_request, response) => {
      tries += 1
      response
        .writeHead(422, { 'Content-Type': 'application/problem+json' })
        .end(JSON.stringify({ title: 'No', detail: `No paper\nfor ${token}` }))
    })
    expect(reason).toMatchObject({
      code: 'service_refused',
      params: { status: 422, text: 'No paper for ***' },
    })
    expect(tries).toBe(1)
  })

  it('may refuse before it has read all of a long room', async () => {
    const reason = await reasonOf(
      (request, response) => {
        response
          .writeHead(413, { 'Content-Type': 'application/problem+json', Connection: 'close' })
          .end(JSON.stringify({ title: 'Too long' }), () => request.destroy())
      },
      { messages: 20_000 },
    )
    expect((reason as { code: string }).code).toMatch(/service_(refused|broke_off)/)
  })

  it('is never sent a room that stays on this computer, unless it is on it', async () => {
    const { outcome } = await ask('http://192.0.2.1:9', { isLocalOnly: true })
    expect(outcome).toMatchObject({ reason: { code: 'service_stays_here' } })
  })

  const wrong = (context: string) => ({ code: 'service_wrong_answer', params: { context } })
  const endless = (response: ServerResponse, type: string, status = 200): void => {
    response.writeHead(status, { 'Content-Type': type })
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }
  it.each<[string, Handle, object]>([
    ['an endless body', (_q, a) => endless(a, xlsxType), wrong('large')],
    [
      'a web page',
      (_q, a) => void a.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'),
      wrong('type'),
    ],
    ['an endless web page', (_q, a) => endless(a, 'text/html'), wrong('type')],
    [
      'a web page that says to be a workbook',
      (_q, a) => answerWith(a, '<html>'),
      wrong('workbook'),
    ],
    ['nothing', (_q, a) => answerWith(a, ''), wrong('workbook')],
    [
      'a packed body',
      (_q, a) => answerWith(a, 'x', { 'Content-Encoding': 'gzip' }),
      wrong('encoding'),
    ],
    [
      'another checksum than that of its workbook',
      (_q, a) => answerWith(a, 'x', { 'Content-Digest': `sha-256=:${'A'.repeat(43)}=:` }),
      wrong('checksum'),
    ],
    [
      'a huge length',
      (_q, a) =>
        void a
          .writeHead(200, { 'Content-Type': xlsxType, 'Content-Length': '9999999999' })
          .write('x'),
      wrong('large'),
    ],
    [
      'a redirect to a private address',
      (_q, a) => void a.writeHead(307, { Location: 'http://169.254.169.254/' }).end(),
      { code: 'service_redirects' },
    ],
    [
      'an endless refusal',
      (_q, a) => endless(a, 'application/problem+json', 404),
      { code: 'service_refused', params: { status: 404 } },
    ],
    [
      '500 each time',
      (_q, a) => void a.writeHead(500).end('<h1>Oops'),
      { code: 'service_refused', params: { status: 500, text: 'Internal Server Error' } },
    ],
    [
      'a pause that is too long',
      (_q, a) => void a.writeHead(429, { 'Retry-After': '86400' }).end(),
      { code: 'service_refused', params: { status: 429 } },
    ],
    ['no answer', () => undefined, { code: 'service_silent' }],
    [
      'a cut in the middle',
      (_q, a) =>
        void a
          .writeHead(200, { 'Content-Type': xlsxType, 'Content-Length': '1000' })
          .write('half', () => a.destroy()),
      { code: 'service_broke_off' },
    ],
    ['a cut before the answer', (q) => void q.destroy(), { code: 'service_broke_off' }],
    [
      'silence in the middle',
      (_q, a) => void a.writeHead(200, { 'Content-Type': xlsxType }).write('half'),
      { code: 'service_silent' },
    ],
    [
      'a slow drip',
      (_q, a) => {
        a.writeHead(200, { 'Content-Type': xlsxType })
        const drip = setInterval(() => a.write('x'), 50)
        a.once('close', () => clearInterval(drip))
      },
      { code: 'service_silent' },
    ],
  ])('that answers with %s leaves nothing, and says so', async (_what, handle, reason) => {
    const answered = await reasonOf(async (request, response) => {
      request.resume()
      await handle(request, response)
    })
    expect(answered).toMatchObject(reason)
  })

  it.each<[string, () => Buffer, string]>([
    [
      'a bomb that says how large it is',
      () =>
        Buffer.from(
          zipSync({
            '[Content_Types].xml': new Uint8Array(),
            'xl/workbook.xml': new Uint8Array(80_000_000),
          }),
        ),
      'unpacked',
    ],
    [
      'a bomb that lies about it',
      () => {
        const zip = Buffer.from(
          zipSync({
            '[Content_Types].xml': new Uint8Array(),
            'xl/workbook.xml': new Uint8Array(80_000_000),
          }),
        )
        // The sizes in the central directory and before the part.
        const size = Buffer.alloc(4)
        size.writeUInt32LE(80_000_000)
        for (let at = zip.indexOf(size); at >= 0; at = zip.indexOf(size, at))
          zip.writeUInt32LE(10, at)
        return zip
      },
      'workbook',
    ],
    [
      'a zip that is no workbook',
      () => Buffer.from(zipSync({ 'a.txt': Buffer.from('a') })),
      'workbook',
    ],
    [
      'macros',
      () =>
        Buffer.from(
          zipSync({
            '[Content_Types].xml': Buffer.from('a'),
            'xl/workbook.xml': Buffer.from('a'),
            'xl/vbaProject.bin': Buffer.from('a'),
          }),
        ),
      'macros',
    ],
  ])('that answers with %s is not taken', async (_what, body, context) => {
    const zip = body()
    expect(await reasonOf((_request, response) => answerWith(response, zip))).toMatchObject(
      wrong(context),
    )
  })

  it('that nobody runs is named, after some tries', async () => {
    const url = await serve(() => undefined)
    for (const close of closing.splice(0)) close()
    const { outcome, heard } = await ask(url)
    expect(outcome).toMatchObject({
      reason: { code: 'service_unreachable', params: { text: 'ECONNREFUSED' } },
    })
    expect(heard).toHaveLength(2)
  })

  it('is left at once when the report is cancelled, with nothing of it on the disk', async () => {
    const stop = new AbortController()
    const asked = ask(
      await serve((request, response) => {
        request.resume()
        response.writeHead(200, { 'Content-Type': xlsxType }).write('half')
        request.once('end', () => stop.abort(new Error('cancelled')))
      }),
      { signal: stop.signal, limits: serviceLimits },
    )
    await expect(asked).rejects.toThrow('cancelled')
    expect(readdirSync(folder)).toEqual([])
  })
})

/** What the file in docs, by which people write services, finds wrong with a line that is really sent. */
function faultsIn(schema: 'ServiceReport' | 'ServiceMessage', line: string): unknown[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(
    JSON.parse(readFileSync('docs/workbook-service.openapi.json', 'utf8')) as object,
    'api',
  )
  const validate = ajv.getSchema(`api#/components/schemas/${schema}`)
  if (validate === undefined) throw new Error(`The document has no ${schema}`)
  return validate(JSON.parse(line)) === true ? [] : (validate.errors ?? [])
}

describe('a report whose workbook a service is to write', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.dispose())
  const report = async (roomOid: string): Promise<Report> => {
    const stream = server.events(`rooms=${roomOid}`)
    await stream.opened
    const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: [roomOid] })
    await stream.end(roomOid)
    stream.close()
    return server.json<Report>(`/api/reports/${reports[0]?.reportOid}`)
  }
  const use = (url: string | null): Promise<Response> =>
    server.api('/api/settings', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        values: { workbookService: url },
        secrets: { workbookServiceToken: token },
      }),
    })

  it('is written by the app where the service fails, and says why on the report and in its log', async () => {
    await server.feed('failing', 30)
    let sent = ''
    const url = await serve(async (request, response) => {
      sent = await text(request)
      response
        .writeHead(422, { 'Content-Type': 'application/problem+json' })
        .end(JSON.stringify({ title: 'No', detail: 'Out of paper' }))
    })
    expect((await use(url)).status).toBe(200)
    const made = await report('failing')
    const [first = '', ...rest] = sent.trimEnd().split('\n')
    expect(rest).toHaveLength(30)
    expect(faultsIn('ServiceReport', first)).toEqual([])
    for (const line of rest) expect(faultsIn('ServiceMessage', line)).toEqual([])
    const host = new URL(url).host
    expect(made).toMatchObject({
      state: 'finished',
      code: 'workbook_ready_without_service',
      workbook: {
        withoutService: {
          code: 'service_refused',
          message: `the workbook service at ${host} answered 422: Out of paper`,
        },
      },
    })
    expect(made.workbook).not.toHaveProperty('writtenBy')
    const log = await (await server.api(`/api/reports/${made.reportOid}/log`)).text()
    expect(log).toContain('report.without_service')
    expect(log + JSON.stringify(made)).not.toContain(token)
    const settings = await (await server.api('/api/settings')).text()
    expect(settings).not.toContain(token)
  })

  it('goes by an address without a user in it', async () => {
    const refused = await use('http://me:secret@127.0.0.1:1')
    expect(refused.status).toBe(400)
    expect(await refused.text()).not.toContain('secret')
  })

  const python = '/usr/bin/python3'
  const hasFlask =
    existsSync(python) && spawnSync(python, ['-c', 'import flask, xlsxwriter']).status === 0
  if (!hasFlask) {
    console.warn(
      "SKIPPED: a workbook by examples/flask-writer: Debian's packages python3-flask and python3-xlsxwriter are not installed",
    )
  }

  it.skipIf(!hasFlask)(
    'is the workbook that examples/flask-writer makes, with its own design',
    async () => {
      const child: ChildProcess = spawn(
        python,
        [resolve('examples/flask-writer/writer.py'), '--port', '0', '--folder', folder],
        { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, WRITER_TOKEN: token } },
      )
      closing.push(() => child.kill('SIGKILL'))
      const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
      const { url } = JSON.parse(line) as { url: string }
      const anybody = await fetch(`${url}/workbooks`, { method: 'POST', body: '{}' })
      expect(anybody.status).toBe(401)

      await server.feed('harbour', 2_500, 'Häfen & Küsten')
      expect((await use(url)).status).toBe(200)
      const made = await report('harbour')
      expect(made).toMatchObject({ state: 'finished', code: 'workbook_ready' })
      expect(made.workbook).toMatchObject({ writtenBy: new URL(url).host })
      expect(made.workbook).not.toHaveProperty('withoutService')
      const file = Buffer.from(
        await (await server.api(`/api/reports/${made.reportOid}/workbook`)).arrayBuffer(),
      )
      expect(createHash('sha256').update(file).digest('hex')).toBe(made.workbook?.sha256)
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(file as never)
      expect(book.worksheets.map(({ name }) => name)).toEqual([
        'Brief',
        'Week',
        'People',
        'Messages',
      ])
      expect(book.getWorksheet('Brief')!.getCell('B1').value).toBe('Häfen & Küsten')
      expect(book.getWorksheet('Messages')!.rowCount).toBe(2_501)
      // A preview of it is shown like that of any other.
      const preview = await server.json<{ sheets: { name: string }[] }>(
        `/api/reports/${made.reportOid}/preview`,
      )
      expect(preview.sheets.map(({ name }) => name)).toContain('Brief')
    },
    60_000,
  )
})
