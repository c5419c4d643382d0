import type { ImapFlow } from 'imapflow'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectionsOver, sealing, until } from '../connections/service.ts'
import { Dovecot, dovecotLacks, password } from './dovecot.ts'

const lack = dovecotLacks()
if (lack !== null) console.warn(`SKIPPED: a real Dovecot: ${lack}`)

const list = 'dev.lists.example.org'
interface Mail {
  id: string
  subject?: string
  text?: string
  more?: readonly string[]
  listId?: string | null
  at?: number
}
const start = Date.parse('2026-01-05T10:00:00Z')
const raw = ({
  id,
  subject = id,
  text = `text of ${id}`,
  more = [],
  listId = list,
  at = start,
}: Mail) =>
  [
    'From: Ana Example <ana@example.org>',
    `Message-ID: <${id.replaceAll(' ', '.')}@example.org>`,
    `Subject: ${subject}`,
    `Date: ${new Date(at).toUTCString()}`,
    ...(listId === null ? [] : [`List-Id: Developers <${listId}>`]),
    ...more,
    '',
    text,
    '',
  ].join('\r\n')

describe.skipIf(lack !== null)('a real Dovecot', { timeout: 120_000 }, () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    if (lack === null) dovecot = await Dovecot.start()
  }, 120_000)
  afterAll(async () => dovecot?.remove())

  const running: Awaited<ReturnType<typeof connectionsOver>>[] = []
  const lines: ImapFlow[] = []
  afterEach(async () => {
    for (const each of lines.splice(0)) each.close()
    for (const each of running.splice(0)) await each.stop()
  })
  async function process(folder?: string) {
    const started = await connectionsOver({ vault: sealing }, folder)
    running.push(started)
    return started
  }
  type Started = Awaited<ReturnType<typeof process>>
  async function login(user: string): Promise<ImapFlow> {
    const line = await dovecot.login(user)
    lines.push(line)
    return line
  }
  const put = (line: ImapFlow, mail: Mail, path = 'INBOX') =>
    line.append(path, raw(mail), [], new Date(mail.at ?? start))

  const connect = async ({ service }: Started, user: string, since: string | null = null) => {
    const { connection } = await service.create({
      service: 'imap',
      address: dovecot.url,
      secrets: { user, password },
      since,
    })
    const listed = (await service.rooms(connection.connectionOid, null))!.items
    return { oid: connection.connectionOid, listed }
  }
  async function read(started: Started, user: string, name: string, since: string | null = null) {
    const { oid, listed } = await connect(started, user, since)
    const room = listed.find((each) => each.name === name)!
    const { remoteId, isPrivate, roomOid } = room
    await started.service.change(oid, { addRooms: [{ remoteId, name, isPrivate }] })
    return { oid, roomOid }
  }
  const texts = async (started: Started, roomOid: string) =>
    (await started.lines(roomOid)).map(({ text }) => text.split('\n').at(-1))

  it('lists mailing lists by their List-Id and folders that are nobody’s own, and never an inbox or what was thrown away', async () => {
    const line = await login('lists')
    await line.mailboxCreate('Projects/Möbel')
    await line.mailboxCreate('Lists/Users')
    await put(line, { id: 'personal', listId: null })
    await put(line, { id: 'dev' })
    await put(line, { id: 'thrown away' }, 'Trash')
    await put(line, { id: 'mine', listId: null }, 'Projects/Möbel')
    await put(line, { id: 'users', listId: 'users.example.org' }, 'Lists/Users')
    const { listed } = await connect(await process(), 'lists')
    expect(listed.map(({ name, isPrivate }) => [name, isPrivate])).toEqual([
      ['Developers', false],
      ['Developers (Lists/Users)', false],
      ['Projects/Möbel', true],
    ])
  })

  it('says that a password is wrong, and that an address is none or not encrypted', async () => {
    const { service } = await process()
    const request = { service: 'imap' as const, secrets: { user: 'ana', password: 'wrong' } }
    await expect(service.create({ ...request, address: dovecot.url })).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
    await expect(
      service.create({ ...request, address: 'https://imap.example.org' }),
    ).rejects.toMatchObject({
      reason: { code: 'connection_address', params: { form: 'imaps://' } },
    })
    await expect(
      service.create({ ...request, address: 'imap://imap.example.org' }),
    ).rejects.toMatchObject({
      reason: { code: 'connection_address_plain', params: { form: 'imap://' } },
    })
  })

  it('names a folder that cannot be opened, and reads the others', async () => {
    const line = await login('locked')
    for (const path of ['Open', 'Locked']) {
      await line.mailboxCreate(path)
      await put(line, { id: path, listId: null }, path)
    }
    const started = await process()
    const { oid, listed } = await connect(started, 'locked')
    dovecot.lock('locked', 'Locked')
    const addRooms = listed.map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate }))
    await started.service.change(oid, { addRooms })
    const open = listed.find(({ name }) => name === 'Open')!
    await until(async () => (await texts(started, open.roomOid)).length === 1)
    await until(async () => {
      const [connection] = (await started.service.list()).items
      const rooms = connection!.rooms.map(({ name, reason }) => [name, reason?.code])
      return JSON.stringify(rooms) === '[["Locked","connection_room_forbidden"],["Open",null]]'
    })
    const { items } = (await started.service.rooms(oid, null))!
    expect(items.find(({ name }) => name === 'Locked')).toMatchObject({
      refused: { code: 'connection_room_forbidden' },
    })
  })

  it('holds each mail of a list once: history, what comes while it listens or not, a server that restarts and one that has given all mails new numbers, and processes that are killed', async () => {
    const line = await login('ana')
    const sent: string[] = []
    const say = async (id: string) => {
      sent.push(`text of ${id}`)
      await put(line, { id, at: start + sent.length * 1_000 })
    }
    for (let n = 0; n < 230; n++) {
      if (n % 5 === 0) await put(line, { id: `personal ${n}`, listId: null })
      await say(`mail ${n}`)
    }
    let started = await process()
    const { roomOid } = await read(started, 'ana', 'Developers')
    const holds = async (): Promise<boolean> =>
      (await texts(started, roomOid)).length >= sent.length
    await until(holds)
    await until(() => started.told.at(-1)?.isFollowing === true)
    await say('live')
    await until(holds)
    for (let kill = 0; kill < 3; kill++) {
      running.splice(running.indexOf(started), 1)
      await started.stop(true)
      await say(`while nobody listens ${kill}`)
      started = await process(started.folder)
      await say(`just after a start ${kill}`)
    }
    await until(holds)
    // What is cleared away stays said.
    await line.mailboxOpen('INBOX')
    await line.messageDelete('1:50')
    line.close()
    await dovecot.stop()
    dovecot.forgetNumbers('ana')
    await dovecot.boot()
    const again = await login('ana')
    sent.push('text of after the restart')
    await put(again, { id: 'after the restart', at: start + 10_000_000 })
    await until(holds)
    await until(() => started.told.at(-1)?.rooms[0]?.state === 'live')
    expect(await texts(started, roomOid)).toEqual(sent)
    expect(started.errors).toEqual([])
  }, 300_000)

  it('reads from the day that was chosen, whatever the order in which mails lie in the folder', async () => {
    const line = await login('since')
    const day = 86_400_000
    await line.mailboxCreate('Team')
    for (let n = 0; n < 150; n++)
      await put(line, { id: `new ${n}`, listId: null, at: start + n }, 'Team')
    for (let n = 0; n < 150; n++) {
      await put(line, { id: `old ${n}`, listId: null, at: start - 400 * day + n }, 'Team')
    }
    const started = await process()
    const since = new Date(start - day).toISOString()
    const { roomOid } = await read(started, 'since', 'Team', since)
    await until(async () => (await texts(started, roomOid)).length === 150)
    expect((await texts(started, roomOid)).every((text) => text?.startsWith('text of new'))).toBe(
      true,
    )
  })

  it('reads words, threads and the names of files, and never the files: a mail of 60 MB takes no memory', async () => {
    const line = await login('huge')
    let at = 0
    const mail = (id: string, body: string, more: readonly string[] = []) =>
      raw({ id, text: body, at: start + 1_000 * at++, more: ['MIME-Version: 1.0', ...more] })
    const parts = 'Content-Type: multipart/mixed; boundary="b"'
    const file = `${'QUJD'.repeat(19)}\r\n`.repeat(780_000)
    await line.append(
      'INBOX',
      mail(
        'huge',
        `--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n--b\r\nContent-Type: application/zip; name="all.zip"\r\nContent-Disposition: attachment; filename="all.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}--b--`,
        [parts],
      ),
    )
    await line.append('INBOX', mail('long', 'a long line of a long mail\r\n'.repeat(400_000)))
    await line.append(
      'INBOX',
      mail('answer', 'On Monday, Ana wrote:\r\n> Grüße\r\n\r\nThanks!\r\n-- \r\nBob', [
        'In-Reply-To: <huge@example.org>',
        'Content-Type: text/plain; charset=utf-8',
      ]),
    )
    const started = await process()
    globalThis.gc?.()
    const before = globalThis.process.memoryUsage().rss
    const { roomOid } = await read(started, 'huge', 'Developers')
    await until(async () => (await started.lines(roomOid)).length === 3)
    expect(globalThis.process.memoryUsage().rss - before).toBeLessThan(50 * 1_024 * 1_024)
    const [huge, long, answer] = await started.lines(roomOid)
    expect(huge).toMatchObject({ text: 'huge\n\nGrüße', author: 'Ana Example' })
    expect(huge!.attachments).toMatchObject([{ name: 'all.zip', mimeType: 'application/zip' }])
    expect(long!.text.length).toBeGreaterThan(100_000)
    expect(long!.text.length).toBeLessThan(150_000)
    expect(answer).toMatchObject({ text: 'Thanks!', replyTo: 'huge@example.org' })
  }, 120_000)
})
