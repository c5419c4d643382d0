import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deletedText } from '../../server/ports/revisions.ts'
import { connectionsOver, sealing, until } from '../connections/service.ts'
import { Synapse, synapseRoot } from './synapse.ts'

const found = synapseRoot()
if ('reason' in found) console.warn(`SKIPPED: a real Synapse: ${found.reason}`)

let transaction = 0

describe.skipIf('reason' in found)('a real Synapse', () => {
  let synapse: Synapse
  let alice: string
  let bob: string
  beforeAll(async () => {
    if ('reason' in found) return
    synapse = await Synapse.start(found.root)
    alice = await synapse.register('alice')
    bob = await synapse.register('bob')
  }, 180_000)
  afterAll(async () => synapse?.remove())

  const folders: string[] = []
  const running: Awaited<ReturnType<typeof connectionsOver>>[] = []
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop()
  })
  async function process(folder?: string, vault = sealing) {
    const started = await connectionsOver({ vault }, folder)
    folders.push(started.folder)
    running.push(started)
    return started
  }

  const send = async (room: string, content: object, type = 'm.room.message', token = alice) => {
    const path = `/rooms/${encodeURIComponent(room)}/send/${type}/t${transaction++}`
    return String((await synapse.call(token, 'PUT', path, content))['event_id'])
  }
  const say = (room: string, body: string, more: object = {}) =>
    send(room, { msgtype: 'm.text', body, ...more })
  const edit = (room: string, id: string, body: string) =>
    say(room, `* ${body}`, {
      'm.new_content': { msgtype: 'm.text', body },
      'm.relates_to': { rel_type: 'm.replace', event_id: id },
    })
  const redact = (room: string, id: string) =>
    synapse.call(
      alice,
      'PUT',
      `/rooms/${encodeURIComponent(room)}/redact/${encodeURIComponent(id)}/r${transaction++}`,
      {},
    )

  async function makeRoom(name: string, more: object = {}): Promise<string> {
    const asked = { name, preset: 'private_chat', invite: ['@bob:localhost'], ...more }
    const room = String((await synapse.call(alice, 'POST', '/createRoom', asked))['room_id'])
    await synapse.call(bob, 'POST', `/rooms/${encodeURIComponent(room)}/join`, {})
    return room
  }

  async function connect(started: Awaited<ReturnType<typeof process>>, ...rooms: string[]) {
    const { connection } = await started.service.create({
      service: 'matrix',
      address: synapse.url,
      secrets: { accessToken: bob },
    })
    const listed = (await started.service.rooms(connection.connectionOid, null))!.items
    const addRooms = listed
      .filter(({ remoteId }) => rooms.includes(remoteId))
      .map(({ remoteId, name, isPrivate }) => ({ remoteId, name, isPrivate }))
    await started.service.change(connection.connectionOid, { addRooms })
    return {
      listed,
      oidOf: (room: string) => listed.find(({ remoteId }) => remoteId === room)!.roomOid,
    }
  }

  /** What people said by the server's own account, read forwards, in the words of today. */
  async function said(room: string): Promise<string[]> {
    const words: string[] = []
    for (let from = ''; ;) {
      const path = `/rooms/${encodeURIComponent(room)}/messages?dir=f&limit=500${from === '' ? '' : `&from=${from}`}`
      const page = (await synapse.call(bob, 'GET', path)) as { chunk: Event[]; end?: string }
      for (const { type, content, unsigned } of page.chunk) {
        if (type !== 'm.room.message' || content['m.relates_to']?.rel_type === 'm.replace') continue
        const edited = unsigned?.['m.relations']?.['m.replace']?.content?.['m.new_content']
        words.push(edited?.body ?? content.body ?? deletedText)
      }
      if (page.end === undefined) return words
      from = page.end
    }
  }
  const stored = async (started: Awaited<ReturnType<typeof process>>, oid: string) =>
    (await started.lines(oid))
      .filter(({ kind, deletedAt }) => kind === 'message' || deletedAt !== undefined)
      .map(({ text }) => text)

  it('answers who asks for a report in a room that is read, where the owner allows it', async () => {
    const room = await makeRoom('Asking')
    const asked: string[] = []
    const started = await connectionsOver({
      makeReport: (roomOid) => {
        asked.push(roomOid)
        return Promise.resolve({ isMade: true, language: 'de', url: null })
      },
    })
    running.push(started)
    const { oidOf } = await connect(started, room)
    const { connectionOid } = await started.first()
    await started.service.change(connectionOid, { answersRequests: true })
    await until(started.isLive)
    await say(room, 'bob: would a report please you?')
    const request = await say(room, 'bob: report please')
    await until(async () => (await stored(started, oidOf(room))).length === 3)
    expect(asked).toEqual([oidOf(room)])
    expect((await started.lines(oidOf(room))).at(-1)).toMatchObject({
      author: 'bob',
      text: 'Der Bericht über diesen Raum ist fertig, auf dem Computer, auf dem Rapporteur läuft.',
      replyTo: request,
    })
    expect(started.errors).toEqual([])
  }, 120_000)

  it('lists joined rooms and no talk between two, and refuses encrypted ones with the reason', async () => {
    const open = await makeRoom('Support', { preset: 'public_chat' })
    const secret = await makeRoom('Secret', {
      initial_state: [
        {
          type: 'm.room.encryption',
          state_key: '',
          content: { algorithm: 'm.megolm.v1.aes-sha2' },
        },
      ],
    })
    const direct = await makeRoom('', { name: undefined, is_direct: true })
    const { listed } = await connect(await process())
    expect(listed.find(({ remoteId }) => remoteId === open)).toMatchObject({
      name: 'Support',
      isPrivate: false,
    })
    expect(listed.find(({ remoteId }) => remoteId === secret)).toMatchObject({
      isPrivate: true,
      refused: { code: 'connection_room_encrypted' },
    })
    expect(listed.map(({ remoteId }) => remoteId)).not.toContain(direct)
  })

  it('refuses a wrong token, and says so', async () => {
    const { service } = await process()
    const request = {
      service: 'matrix' as const,
      address: synapse.url,
      secrets: { accessToken: 'syt_wrong' },
    }
    await expect(service.create(request)).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
  })

  it('holds what the server holds: history, edits, redactions, threads, what is said live, a server that hangs or restarts, and processes that are killed', async () => {
    const rooms = [await makeRoom('One'), await makeRoom('Two'), await makeRoom('Three')]
    const lines = Number(globalThis.process.env['RAPPORTEUR_SYNAPSE_LINES'] ?? 600)
    const ids = new Map<string, string[]>()
    await Promise.all(
      rooms.map(async (room) => {
        const own: string[] = []
        ids.set(room, own)
        for (let n = 0; n < lines / 3; n++) own.push(await say(room, `line ${n}`))
        await edit(room, own[5]!, 'line 5, edited')
        await redact(room, own[6]!)
        await say(room, 'in a thread', {
          'm.relates_to': {
            rel_type: 'm.thread',
            event_id: own[7],
            is_falling_back: true,
            'm.in_reply_to': { event_id: own[7] },
          },
        })
      }),
    )
    let started = await process()
    const { oidOf } = await connect(started, ...rooms)
    const holdsAll = async (): Promise<boolean> => {
      for (const room of rooms) {
        const [here, there] = [await stored(started, oidOf(room)), await said(room)]
        if (here.length < there.length) return false
      }
      return true
    }
    await until(holdsAll)
    for (let kill = 0; kill < 5; kill++) {
      const [room] = rooms
      await say(room!, `before kill ${kill}`)
      running.splice(running.indexOf(started), 1)
      await started.stop(true)
      await say(room!, `while nobody listens ${kill}`)
      await edit(room!, ids.get(room!)![10 + kill]!, `edited while nobody listens ${kill}`)
      started = await process(started.folder)
    }
    await until(holdsAll)
    synapse.signal('SIGSTOP')
    synapse.signal('SIGCONT')
    await synapse.stop()
    await synapse.boot()
    for (const room of rooms) {
      await say(room, 'after the restart')
      await redact(room, ids.get(room)![20]!)
      await edit(room, ids.get(room)![21]!, 'edited at last')
    }
    await until(holdsAll)
    for (const room of rooms) {
      await until(async () => (await stored(started, oidOf(room))).includes('edited at last'))
      await until(
        async () =>
          (await stored(started, oidOf(room))).filter((text) => text === deletedText).length === 2,
      )
      expect(await stored(started, oidOf(room))).toEqual(await said(room))
    }
    const [line] = (await started.lines(oidOf(rooms[0]!))).filter(
      ({ text }) => text === 'in a thread',
    )
    expect(line).toMatchObject({
      author: 'alice',
      authorKey: '@alice:localhost',
      replyTo: ids.get(rooms[0]!)![7],
    })
  }, 600_000)
})

interface Content {
  body?: string
  'm.relates_to'?: { rel_type?: string }
  'm.new_content'?: Content
}
interface Event {
  type: string
  content: Content
  unsigned?: { 'm.relations'?: { 'm.replace'?: { content?: Content } } }
}
