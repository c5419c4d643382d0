import { simpleParser, type ParsedMail } from 'mailparser'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Summary } from '../contract/summary.ts'
import { folderBlobs } from '../engines/shared/folder-blobs.ts'
import type { MailedReport, MailRequest } from '../ports/mail.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { createDelivery, type DeliveryResult } from './delivery.ts'
import type { SmtpSettings } from './smtp.ts'

const quote = {
  text: 'We agreed to ship on <b>Friday</b> & no later',
  author: 'Zoë "Z" O\'Neil',
  at: '2024-05-03T10:00:00.000Z',
  messageId: 'm7',
  messageNumber: 7,
}
const summary: Summary = {
  headline: '12 messages from 3 people; mostly about shipping',
  keyPoints: [quote],
  decisions: [quote],
  actionItems: [
    { ...quote, kind: 'request', owner: 'Ann', due: { words: 'Friday', date: '2024-05-10' } },
  ],
  openQuestions: [{ ...quote, text: 'متى الإصدار؟', author: 'ليلى' }],
  links: [{ ...quote, url: 'https://example.org/a?b=1&c=2', count: 3 }],
  participants: [{ author: 'Ann', messages: 12 }],
  method: { engine: 'extractive', kind: 'extractive', label: 'Quotes, no AI model' },
  coverage: {
    messages: 12,
    read: 12,
    from: '2024-05-01T00:00:00.000Z',
    to: '2024-05-03T10:00:00.000Z',
    truncated: false,
  },
}

let folder: string
let workbookPath: string
const servers: { close(): void }[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'delivery-'))
  workbookPath = join(folder, 'reports', 'room.xlsx')
  await mkdir(join(folder, 'reports'))
  await writeFile(workbookPath, Buffer.from('PK\u0003\u0004 workbook bytes'))
})

afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await rm(folder, { recursive: true, force: true })
})

interface Mailbox {
  settings: SmtpSettings
  raw: Buffer[]
  recipients: string[][]
}

/** A real SMTP server that keeps what it accepts. */
async function startServer(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const raw: Buffer[] = []
  const recipients: string[][] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      collect(stream).then(
        (bytes) => {
          raw.push(bytes)
          recipients.push(session.envelope.rcptTo.map(({ address }) => address))
          done(null)
        },
        // The client hung up in the middle: there is nobody left to answer.
        () => undefined,
      )
    },
    ...options,
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  servers.push(server)
  return { settings: settingsFor((server.server.address() as AddressInfo).port), raw, recipients }
}

const settingsFor = (port: number): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  secure: false,
  from: 'Reports <reports@example.org>',
})

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const report: MailedReport = {
  reportOid: 'rep-1',
  attempt: 2,
  room: { roomOid: 'r1', name: 'Launch team', source: 'slack', format: 'slack-export' },
  summary,
  workbook: { key: 'reports/room.xlsx', fileName: 'Launch team.xlsx', bytes: 18 },
}

function requestOf(changes: Partial<MailRequest> = {}): MailRequest {
  return {
    reports: [report],
    recipients: ['ann@example.org', 'bob@example.org'],
    onSending: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  }
}

const send = (
  settings: SmtpSettings | null,
  changes: Partial<MailRequest> = {},
  maxAttachmentBytes?: number,
): Promise<DeliveryResult> =>
  createDelivery({ smtp: settings, blobs: folderBlobs(folder), maxAttachmentBytes }).deliver(
    requestOf(changes),
  )

async function onlyMail(mailbox: Mailbox): Promise<ParsedMail> {
  expect(mailbox.raw).toHaveLength(1)
  return simpleParser(mailbox.raw[0]!)
}

describe('a server that accepts', () => {
  it('gets the summary as text and as HTML, and the workbook unchanged', async () => {
    const mailbox = await startServer()
    const result = await send(mailbox.settings)
    expect(result.state).toBe('sent')
    expect(result.detail).toMatch(/^Sent to 2 of 2: 250 /)
    const mail = await onlyMail(mailbox)
    expect(mail.subject).toBe('Report: Launch team')
    expect(mail.text).toContain('12 messages from 3 people; mostly about shipping')
    expect(mail.text).toContain('We agreed to ship on <b>Friday</b> & no later')
    expect(mail.text).toContain('owner: Ann, due: 2024-05-10')
    expect(mail.text).toContain('متى الإصدار؟')
    expect(mail.html).toContain('We agreed to ship on &lt;b&gt;Friday&lt;/b&gt; &amp; no later')
    expect(mail.html).not.toContain('<b>')
    expect(mail.html).not.toContain('<a ')
    expect(mail.attachments).toHaveLength(1)
    expect(mail.attachments[0]!.filename).toBe('Launch team.xlsx')
    expect(mail.attachments[0]!.content.toString()).toBe('PK\u0003\u0004 workbook bytes')
    expect(mailbox.recipients).toEqual([['ann@example.org', 'bob@example.org']])
  })

  it('gets one Message-ID for one attempt, and another for the next', async () => {
    const mailbox = await startServer()
    await send(mailbox.settings)
    await send(mailbox.settings)
    await send(mailbox.settings, { reports: [{ ...report, attempt: 3 }] })
    const ids = await Promise.all(
      mailbox.raw.map(async (raw) => (await simpleParser(raw)).messageId),
    )
    expect(ids).toEqual(['<rep-1.2@example.org>', '<rep-1.2@example.org>', '<rep-1.3@example.org>'])
  })

  it('hears of a recipient that was refused among others', async () => {
    const mailbox = await startServer({
      onRcptTo({ address }, _session, done) {
        if (address.startsWith('bob')) done(new Error('No such user here'))
        else done()
      },
    })
    const result = await send(mailbox.settings)
    expect(result).toMatchObject({
      state: 'failed',
      retryable: false,
      recipients: [
        { address: 'ann@example.org', state: 'sent' },
        { address: 'bob@example.org', state: 'failed', answer: '550 No such user here' },
      ],
    })
    expect(result.detail).toContain('Sent to 1 of 2')
    expect(result.detail).toMatch(/bob@example\.org: .*No such user here/)
  })

  it('is offered a mail again for those alone who have not got it', async () => {
    const mailbox = await startServer()
    const result = await send(mailbox.settings, { offeredTo: ['bob@example.org'] })
    expect(result.recipients).toEqual([{ address: 'bob@example.org', state: 'sent' }])
    expect(mailbox.recipients).toEqual([['bob@example.org']])
    expect((await onlyMail(mailbox)).to).toMatchObject({
      text: 'ann@example.org, bob@example.org',
    })
  })

  it('hears of domains as they travel, in the envelope and in the head', async () => {
    const lines: string[] = []
    const logger = { level: () => undefined } as Record<string, unknown>
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) {
      logger[level] = (_data: unknown, format: string, ...values: unknown[]) =>
        lines.push([format, ...values].join(' '))
    }
    const mailbox = await startServer({ logger: logger as never })
    const result = await send(mailbox.settings, { recipients: ['ann@münchen.example'] })
    expect(result.recipients).toEqual([{ address: 'ann@münchen.example', state: 'sent' }])
    expect(lines.join('\n')).toContain('RCPT TO:<ann@xn--mnchen-3ya.example>')
    expect(mailbox.raw[0]!.toString('latin1')).toMatch(/^To: ann@xn--mnchen-3ya\.example\r$/m)
  })

  it('gets letters of every script before the @ where it takes them, and is said where not', async () => {
    const recipients = ['jürgen@example.org', 'ann@example.org']
    const modern = await startServer()
    expect((await send(modern.settings, { recipients })).state).toBe('sent')
    expect(modern.recipients).toEqual([recipients])
    const old = await startServer({ hideSMTPUTF8: true })
    const result = await send(old.settings, { recipients })
    expect(old.recipients).toEqual([['ann@example.org']])
    expect(result).toMatchObject({
      state: 'failed',
      retryable: false,
      recipients: [
        { address: 'jürgen@example.org', state: 'failed' },
        { address: 'ann@example.org', state: 'sent' },
      ],
    })
    expect(result.detail).toContain('jürgen@example.org: The mail server takes no addresses')
    const alone = await send(old.settings, { recipients: ['jürgen@example.org'] })
    expect(alone.detail).toContain('SMTPUTF8')
    expect(old.raw).toHaveLength(1)
  })

  it('that gives the password back tells nobody', async () => {
    const password = 'hunter-2-hunter'
    const mailbox = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        const plain = Buffer.from(`\0${auth.username}\0${auth.password}`).toString('base64')
        done(new Error(`${'x'.repeat(470)} ${auth.password} ${plain} ${auth.password}`))
      },
    })
    const result = await send({ ...mailbox.settings, user: 'me', password })
    expect(result.detail).toContain('xxx ***')
    expect(result.detail).not.toContain('hunt')
    expect(result.detail).not.toContain(Buffer.from('hunter-2').toString('base64').slice(0, 8))
  })

  it('is asked for a login when one is set', async () => {
    const logins: string[] = []
    const mailbox = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        logins.push(`${auth.username}:${auth.password}`)
        if (auth.password === 'secret') done(null, { user: 'me' })
        else done(new Error('Invalid credentials'))
      },
    })
    expect((await send({ ...mailbox.settings, user: 'me', password: 'secret' })).state).toBe('sent')
    const wrong = await send({ ...mailbox.settings, user: 'me', password: 'guess' })
    expect(wrong.state).toBe('failed')
    expect(wrong.detail).toContain('Invalid credentials')
    expect(wrong.detail).not.toContain('guess')
    expect(logins).toEqual(['me:secret', 'me:guess'])
  })

  it('works without TLS and with TLS from the first byte', async () => {
    const plain = await startServer({ disabledCommands: ['STARTTLS'] })
    expect((await send(plain.settings)).state).toBe('sent')
    const tls = await startServer({ secure: true })
    expect((await send({ ...tls.settings, secure: true })).state).toBe('sent')
  })
})

describe('a hostile room', () => {
  it('cannot add a header or a recipient by its name or its file name', async () => {
    const mailbox = await startServer()
    const name =
      'x\r\nBcc: victim@example.org\r\nX-Evil: 1\r\n\r\n<script>alert(1)</script>\u202Egpj'
    await send(mailbox.settings, {
      reports: [
        {
          ...report,
          room: { roomOid: 'r', name, source: 's', format: 'f' },
          workbook: { ...report.workbook, fileName: 'a"\r\nX-Evil: 2\r\n../b.xlsx' },
          reportOid: 'r\r\nX-Evil: 3',
        },
      ],
    })
    const mail = await onlyMail(mailbox)
    expect(mail.headers.has('bcc')).toBe(false)
    expect(mail.headers.has('x-evil')).toBe(false)
    expect(mail.subject).toContain('Bcc: victim@example.org')
    expect(mail.subject).not.toContain('\u202E')
    expect(mail.html).not.toContain('<script>')
    expect(mail.attachments[0]!.filename).not.toMatch(/[\r\n/]/)
    expect(mail.attachments[0]!.headers.has('x-evil')).toBe(false)
    expect(mailbox.recipients).toEqual([['ann@example.org', 'bob@example.org']])
  })

  it.each([
    'a@b.c\r\nRCPT TO:<victim@example.org>',
    'a@b.c, victim@example.org',
    'Name <a@b.c>',
    'nobody',
    '<a@b.c>',
  ])('cannot be reached through the address %j', async (recipient) => {
    const mailbox = await startServer()
    const result = await send(mailbox.settings, { recipients: [recipient] })
    expect(result).toMatchObject({ state: 'failed', retryable: false })
    expect(result.detail).toContain('Not an e-mail address')
    expect(mailbox.raw).toHaveLength(0)
  })

  it('cannot end the message early with a line that is a single dot', async () => {
    const mailbox = await startServer()
    const text = 'before\r\n.\r\nQUIT\r\n.after'
    const told = { ...summary, headline: text, keyPoints: [{ ...quote, text }] }
    await send(mailbox.settings, { reports: [{ ...report, summary: told }] })
    expect((await onlyMail(mailbox)).text).toContain('before . QUIT .after')
  })
})

describe('a server that refuses', () => {
  it('at the recipients leaves a failure with its own words, and onSending is not called', async () => {
    let sending = 0
    const mailbox = await startServer({
      onRcptTo(_address, _session, done) {
        done(Object.assign(new Error('Mailbox unavailable, ask Carol'), { responseCode: 550 }))
      },
    })
    const result = await send(mailbox.settings, { onSending: () => void sending++ })
    expect(result.state).toBe('failed')
    expect(result.detail).toContain('550 Mailbox unavailable, ask Carol')
    expect(result.retryable).toBe(false)
    expect(sending).toBe(0)
  })

  it('after the message leaves a failure with its own words', async () => {
    const mailbox = await startServer({
      onData(stream, _session, done) {
        stream.resume()
        stream.on('end', () =>
          done(Object.assign(new Error('Looks like spam'), { responseCode: 554 })),
        )
      },
    })
    const result = await send(mailbox.settings)
    expect(result).toMatchObject({ state: 'failed', retryable: false })
    expect(result.detail).toContain('554 Looks like spam')
  })

  it('for the moment leaves a failure that is worth another try', async () => {
    const mailbox = await startServer({
      onData(stream, _session, done) {
        stream.resume()
        stream.on('end', () =>
          done(Object.assign(new Error('Greylisted, come back'), { responseCode: 451 })),
        )
      },
    })
    const result = await send(mailbox.settings)
    expect(result).toMatchObject({ state: 'failed', retryable: true })
    expect(result.detail).toContain('451 Greylisted, come back')
  })

  it('that is not there is a failure, not an uncertainty', async () => {
    const result = await send(settingsFor(await freePort()))
    expect(result).toMatchObject({ state: 'failed', retryable: true })
    expect(result.detail).toContain('ECONNREFUSED')
  })

  it('by its size limit says so before the workbook is uploaded', async () => {
    let received = 0
    const mailbox = await startServer({
      size: 10_000,
      onData(stream, _session, done) {
        stream.on('data', (chunk: Buffer) => (received += chunk.length))
        stream.on('end', () => done(null))
      },
    })
    await truncate(workbookPath, 1_000_000)
    const result = await send(mailbox.settings)
    expect(result.state).toBe('failed')
    expect(result.detail).toMatch(/size/i)
    expect(received).toBe(0)
  })
})

describe('a connection that ends between DATA and the answer', () => {
  it('leaves the delivery uncertain when the server hangs up after the message', async () => {
    const sockets = new Set<Socket>()
    const mailbox = await startServer({
      onData(stream) {
        stream.resume()
        stream.on('end', () => {
          for (const socket of sockets) socket.destroy()
        })
      },
    })
    track(sockets)
    const result = await send(mailbox.settings)
    expect(result).toMatchObject({ state: 'uncertain', retryable: false })
  })

  it('leaves it uncertain when the server hangs up in the middle of a large message', async () => {
    const sockets = new Set<Socket>()
    const mailbox = await startServer({
      onData(stream) {
        stream.once('data', () => {
          for (const socket of sockets) socket.destroy()
        })
      },
    })
    track(sockets)
    await truncate(workbookPath, 8_000_000)
    expect((await send(mailbox.settings)).state).toBe('uncertain')
  })

  it('leaves it uncertain when the server never answers', async () => {
    const mailbox = await startServer({
      onData(stream) {
        stream.resume()
      },
    })
    const result = await send({ ...mailbox.settings, timeouts: { silenceMs: 200 } })
    expect(result.state).toBe('uncertain')
    expect(result.detail).toMatch(/time/i)
  })

  function track(sockets: Set<Socket>): void {
    const server = servers.at(-1) as SMTPServer
    server.server.on('connection', (socket: Socket) => sockets.add(socket))
  }
})

describe('a server that is silent before DATA', () => {
  it('is given up after the time for a greeting, and that is a failure', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    servers.push(silent)
    const settings = settingsFor((silent.address() as AddressInfo).port)
    const result = await send({ ...settings, timeouts: { greetingMs: 150 } })
    expect(result).toMatchObject({ state: 'failed', retryable: true })
  })

  it('is given up after the time for a whole delivery', async () => {
    const mailbox = await startServer({ onMailFrom: () => undefined })
    const result = await send({ ...mailbox.settings, timeouts: { deliveryMs: 150 } })
    expect(result).toMatchObject({ state: 'failed', retryable: true })
  })
})

describe('onSending', () => {
  it('has returned before the server sees a byte of the message', async () => {
    const order: string[] = []
    const mailbox = await startServer({
      onData(stream, _session, done) {
        stream.once('data', () => order.push('data'))
        stream.on('end', () => done(null))
      },
    })
    await send(mailbox.settings, {
      async onSending() {
        order.push('recording')
        await new Promise((resolve) => setImmediate(resolve))
        order.push('recorded')
      },
    })
    expect(order).toEqual(['recording', 'recorded', 'data'])
  })

  it('that fails keeps the message from being sent', async () => {
    const mailbox = await startServer()
    const result = await send(mailbox.settings, {
      onSending: () => Promise.reject(new Error('the disk is full')),
    })
    expect(result.state).toBe('failed')
    expect(result.detail).toContain('the disk is full')
    expect(mailbox.raw).toHaveLength(0)
  })
})

describe('an abort', () => {
  it('before the end of the message is a failure, and nothing is delivered', async () => {
    const controller = new AbortController()
    const mailbox = await startServer({
      onRcptTo: () => controller.abort(new Error('shutting down')),
    })
    const result = await send(mailbox.settings, { signal: controller.signal })
    expect(result.state).toBe('failed')
    expect(mailbox.raw).toHaveLength(0)
  })

  it('after the end of the message leaves the delivery uncertain', async () => {
    const controller = new AbortController()
    const mailbox = await startServer({
      onData(stream) {
        stream.resume()
        stream.on('end', () => controller.abort(new Error('shutting down')))
      },
    })
    expect((await send(mailbox.settings, { signal: controller.signal })).state).toBe('uncertain')
  })
})

describe('the workbook', () => {
  it('is named with its place when it is too large to attach', async () => {
    const mailbox = await startServer()
    await truncate(workbookPath, 3_000_000)
    const result = await send(mailbox.settings, {}, 1_000_000)
    expect(result.state).toBe('sent')
    const mail = await onlyMail(mailbox)
    expect(mail.attachments).toHaveLength(0)
    expect(mail.text).toContain(`too large to attach: Launch team.xlsx (2.9 MB)`)
    expect(mail.text).toContain(workbookPath)
  })

  it('that is gone is a failure before anything is sent', async () => {
    const mailbox = await startServer()
    await rm(workbookPath)
    const result = await send(mailbox.settings)
    expect(result.state).toBe('failed')
    expect(result.detail).toContain('workbook is not there')
    expect(mailbox.raw).toHaveLength(0)
  })

  it('of 64 MB is streamed, not held in memory', async () => {
    const mailbox = await startServer({
      onData(stream, _session, done) {
        stream.resume()
        stream.on('end', () => done(null))
      },
    })
    const bytes = 64 * 1_024 * 1_024
    await truncate(workbookPath, bytes)
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5)
    const result = await send(mailbox.settings, {}, bytes)
    clearInterval(watch)
    expect(result.state).toBe('sent')
    expect(peak - before).toBeLessThan(bytes)
  })
})

describe('a test message', () => {
  it('reaches the address', async () => {
    const mailbox = await startServer()
    const delivery = createDelivery({
      smtp: mailbox.settings,
      blobs: folderBlobs(folder),
    })
    const result = await delivery.sendTest('ann@example.org', new AbortController().signal)
    expect(result.state).toBe('sent')
    expect((await onlyMail(mailbox)).subject).toBe('Rapporteur: test message')
  })
})
