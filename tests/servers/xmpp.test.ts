import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { archiveIdOf } from '../../server/imports/xmpp/stanza.ts'
import { xml, type XmppLine } from '../../server/connections/xmpp/line.ts'
import { deletedText } from '../../server/ports/revisions.ts'
import { connectionsOver, sealing, until } from '../connections/service.ts'
import { password, Prosody, prosodyLacks, service } from './prosody.ts'

const lack = prosodyLacks()
if (lack !== null) console.warn(`SKIPPED: a real Prosody: ${lack}`)

const muc = 'http://jabber.org/protocol/muc'
type Part = ReturnType<typeof xml>

describe.skipIf(lack !== null)('a real Prosody', { timeout: 120_000 }, () => {
  let prosody: Prosody
  let alice: XmppLine
  const lines = new AbortController()
  beforeAll(async () => {
    if (lack !== null) return
    prosody = await Prosody.start()
    for (const user of ['alice', 'bob']) prosody.register(user)
    alice = await prosody.login('alice', lines.signal)
  }, 120_000)
  afterAll(async () => {
    lines.abort()
    await prosody?.remove()
  })

  const running: Awaited<ReturnType<typeof connectionsOver>>[] = []
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop()
  })
  async function process(folder?: string) {
    const started = await connectionsOver({ vault: sealing }, folder)
    running.push(started)
    return started
  }
  type Started = Awaited<ReturnType<typeof process>>

  /** Alice enters a room, which makes it. */
  async function enter(name: string, settings: Readonly<Record<string, string>> = {}) {
    const room = `${name}@${service}`
    await alice.send(xml('presence', { to: `${room}/Alice` }, xml('x', { xmlns: muc })))
    const fields = Object.entries({ FORM_TYPE: `${muc}#roomconfig`, ...settings }).map(
      ([field, value]) => xml('field', { var: field }, xml('value', {}, value)),
    )
    const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, ...fields)
    await alice.ask('set', room, xml('query', { xmlns: `${muc}#owner` }, form))
    return room
  }
  let sent = 0
  /** Says something as Alice. @returns its ids: her own, and that of the archive */
  async function say(room: string, ...parts: Part[]): Promise<{ origin: string; archive: string }> {
    const origin = `alice-${sent++}`
    const heard = new Promise<string>((resolve) => {
      const stop = alice.listen((stanza) => {
        if (stanza.name !== 'message' || stanza.attrs['id'] !== origin) return
        stop()
        resolve(archiveIdOf(stanza, room) ?? '')
      })
    })
    await alice.send(xml('message', { to: room, type: 'groupchat', id: origin }, ...parts))
    return { origin, archive: await heard }
  }
  const body = (text: string): Part => xml('body', {}, text)
  const edit = (room: string, { origin }: { origin: string }, text: string) =>
    say(room, body(text), xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: origin }))
  const retract = (room: string, { archive }: { archive: string }) =>
    say(
      room,
      xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id: archive }),
      body('retracted'),
    )

  async function connect({ service: connections }: Started) {
    const secrets = { jid: 'bob@localhost', password }
    const { connection } = await connections.create({
      service: 'xmpp',
      address: prosody.url,
      secrets,
    })
    const oid = connection.connectionOid
    return { oid, listed: (await connections.rooms(oid, null))!.items }
  }
  async function read(started: Started, ...rooms: string[]) {
    const { oid, listed } = await connect(started)
    const chosen = rooms.map((room) => listed.find(({ remoteId }) => remoteId === room)!)
    const addRooms = chosen.map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate }))
    await started.service.change(oid, { addRooms })
    return chosen.map(({ roomOid }) => roomOid)
  }
  const texts = async (started: Started, roomOid: string) =>
    (await started.lines(roomOid)).map(({ text }) => text)

  it('lists the rooms of its services with those that the account has marked, and refuses those without an archive', async () => {
    const open = await enter('open', { 'muc#roomconfig_roomname': 'Öffentlich' })
    const bare = await enter('bare', { 'muc#roomconfig_enablearchiving': '0' })
    const hidden = await enter('hidden', { 'muc#roomconfig_publicroom': '0' })
    const started = await process()
    const { oid, listed } = await connect(started)
    const named = (remoteId: string) => listed.find((room) => room.remoteId === remoteId)
    expect(named(open)).toMatchObject({ name: 'Öffentlich', isPrivate: false })
    expect(named(bare)).toMatchObject({ refused: { code: 'connection_room_no_archive' } })
    expect(named(hidden)).toBeUndefined()
    const bob = await prosody.login('bob', lines.signal)
    const node = 'urn:xmpp:bookmarks:1'
    const item = xml('item', { id: hidden }, xml('conference', { xmlns: node, name: 'Marked' }))
    const publish = xml('publish', { node }, item)
    await bob.ask(
      'set',
      null,
      xml('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, publish),
    )
    bob.close()
    const { items } = (await started.service.rooms(oid, null))!
    expect(items.find(({ remoteId }) => remoteId === hidden)).toMatchObject({ isPrivate: true })
  })

  it('says that a password is wrong, and that an address is none', async () => {
    const { service: connections } = await process()
    const ask = (jid: string, address = prosody.url) =>
      connections.create({ service: 'xmpp', address, secrets: { jid, password: 'wrong' } })
    await expect(ask('bob@localhost')).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
    await expect(ask('bob')).rejects.toMatchObject({
      reason: { code: 'connection_token_form', params: { context: 'like' } },
    })
    // Not by a name of this computer: then lines have to be encrypted, which this server does not offer.
    const elsewhere = prosody.url.replace('127.0.0.1', '0.0.0.0')
    await expect(ask('bob@localhost', elsewhere)).rejects.toMatchObject({
      reason: { code: 'connection_refused', params: { text: 'not encrypted' } },
    })
    await expect(ask('bob@localhost', 'https://localhost')).rejects.toMatchObject({
      reason: { code: 'connection_address', params: { form: 'xmpp://' } },
    })
  })

  it('names a room that lets only members in, and reads the others', async () => {
    const open = await enter('others')
    const closed = await enter('closed')
    const first = await say(open, body('in the open'))
    expect(first.archive).not.toBe('')
    const started = await process()
    const [openOid] = await read(started, open, closed)
    await until(async () => (await texts(started, openOid!)).length === 1)
    await enter('closed', { 'muc#roomconfig_membersonly': '1' })
    await until(async () => {
      const [connection] = (await started.service.list()).items
      const stopped = connection!.rooms.filter(({ state }) => state === 'stopped')
      return stopped.length === 1 && stopped[0]!.reason?.code === 'connection_room_forbidden'
    })
    await say(open, body('goes on'))
    await until(async () => (await texts(started, openOid!)).length === 2)
  })

  it('holds what was said: history, edits, retractions, what comes while it listens or not, a server that restarts, and processes that are killed', async () => {
    const room = await enter('dev')
    const told: string[] = []
    const ids: { origin: string; archive: string }[] = []
    const tell = async (text: string, ...parts: Part[]) => {
      told.push(text)
      ids.push(await say(room, body(text), ...parts))
    }
    const change = async (n: number, text: string) => {
      told[n] = text
      await edit(room, ids[n]!, text)
    }
    const takeBack = async (n: number) => {
      told[n] = deletedText
      await retract(room, ids[n]!)
    }
    for (let n = 0; n < 230; n++) await tell(`line ${n}`)
    await change(228, 'edited in the newest page')
    // Pages of this server hold 50: these changes stand far from what they belong to.
    await change(120, 'edited from afar')
    await takeBack(60)
    told.push('Encrypted message')
    ids.push(
      await say(room, body('you cannot read this'), xml('encryption', { xmlns: 'urn:xmpp:eme:0' })),
    )
    const reply = xml('reply', {
      xmlns: 'urn:xmpp:reply:0',
      id: ids[3]!.archive,
      to: `${room}/Alice`,
    })
    await tell('an answer', reply)
    let started = await process()
    const [roomOid] = await read(started, room)
    const holds = async (): Promise<boolean> =>
      JSON.stringify(await texts(started, roomOid!)) === JSON.stringify(told)
    await until(holds)
    const answer = (await started.lines(roomOid!)).find(({ text }) => text === 'an answer')
    expect(answer).toMatchObject({ author: 'Alice', replyTo: ids[3]!.archive })
    await until(() => started.told.at(-1)?.isFollowing === true)
    await tell('live')
    await change(229, 'edited live')
    await takeBack(61)
    await until(holds)
    for (let kill = 0; kill < 3; kill++) {
      running.splice(running.indexOf(started), 1)
      await started.stop(true)
      await tell(`while nobody listens ${kill}`)
      await change(told.length - 2, `edited while nobody listens ${kill}`)
      await takeBack(told.length - 3)
      started = await process(started.folder)
      await tell(`just after a start ${kill}`)
    }
    await until(holds)
    await prosody.stop()
    await prosody.boot()
    alice = await prosody.login('alice', lines.signal)
    await enter('dev')
    await tell('after the restart')
    await change(told.length - 2, 'edited after the restart')
    await until(holds)
    expect(started.errors).toEqual([])
  }, 300_000)
})
