import { expect, it } from 'vitest'
import { termsOf } from '../search-words.ts'
import { mergeRooms } from '../../rooms/merging/merge-rooms.ts'
import { RoomProgress, type ConnectedRoom, type StoredConnection } from '../connections.ts'
import type { Amendment, RevisedMessage, Revision } from '../revisions.ts'
import { deletedText } from '../revisions.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessage, resultOf, startedImport } from './invented.ts'

const room = describedRoom('r', 'Room')
const connection: StoredConnection = {
  connectionOid: 'c1',
  service: 'slack',
  name: 'Team',
  address: '',
  account: 'bot',
  secret: 'sealed',
  since: null,
  paused: false,
  answersRequests: false,
  createdAt: 1,
}
const connected: ConnectedRoom = {
  connectionOid: 'c1',
  remoteId: 'C1',
  roomOid: 'r',
  name: 'Room',
  isPrivate: false,
  progress: RoomProgress.parse({}),
}
const progress = (ceiling: string): RoomProgress => RoomProgress.parse({ ceiling })
const message = (n: number, extra: Partial<RevisedMessage> = {}): RevisedMessage => ({
  ...newMessage(n),
  ...extra,
})

onEveryEngine('revised messages', (fresh) => {
  const ports = () => fresh().engine
  const made = () => ports().messages.append([{ room, messages: [] }], null)
  const revise = (messages: RevisedMessage[], extra: Partial<Revision> = {}) =>
    ports().messages.revise({ roomOid: 'r', arrival: 'live', messages, ...extra })
  const stored = async () => (await ports().rooms.get('r'))!
  const read = async () => {
    const { roomId } = await stored()
    return (await ports().messages.page({ roomId }, { after: null, limit: 100 })).items
  }
  const texts = async () => (await read()).map(({ text }) => text)
  const found = async (word: string) => {
    while (await ports().search.catchUp()) continue
    const page = await ports().search.find({ terms: termsOf(word), limit: 10 })
    return page.items.map(({ text }) => text)
  }

  it('are new ones where the room has none of their key, and are counted at once', async () => {
    await made()
    const outcome = await revise([message(2), message(1, { kind: 'system' })])
    expect(outcome).toMatchObject({
      state: 'kept',
      totals: { messages: 1, system: 1, duplicates: 0, participants: 1, firstAt: 1_002 },
    })
    expect(await texts()).toEqual(['text 1', 'text 2'])
    const { room: now } = await stored()
    expect(now).toMatchObject({ messageCount: 1, systemCount: 1, participantCount: 1 })
  })

  it('say what the newest edit says, however late an older state comes', async () => {
    await made()
    await revise([message(1)])
    const outcome = await revise([
      message(1, { text: 'new', editedAt: 50, attachments: [{ name: 'a.png' }] }),
    ])
    expect(outcome).toMatchObject({
      state: 'kept',
      edited: 1,
      totals: { duplicates: 1, messages: 0 },
    })
    await revise([message(1)], { arrival: 'backfill' })
    await revise([message(1, { text: 'between', editedAt: 49 })])
    expect(await read()).toMatchObject([
      { text: 'new', editedAt: 50, attachments: [{ name: 'a.png' }], number: 1 },
    ])
  })

  it('of one call are one message, in its newest state', async () => {
    await made()
    await revise([message(1, { text: 'b', editedAt: 2 }), message(1, { text: 'a', editedAt: 1 })])
    expect(await texts()).toEqual(['b'])
  })

  it('keep the place of what was deleted and none of its words, and it stays deleted', async () => {
    await made()
    await revise([
      message(1, { text: 'secret words', attachments: [{ name: 'secret.png' }] }),
      message(2),
    ])
    expect(await found('secret')).toEqual(['secret words'])
    const outcome = await revise([], { amendments: [{ key: 'k1', deletedAt: 60 }] })
    expect(outcome).toMatchObject({ state: 'kept', deleted: 1 })
    await revise([message(1, { text: 'secret words', editedAt: 70 })], { arrival: 'backfill' })
    expect(await read()).toMatchObject([
      { text: deletedText, kind: 'system', deletedAt: 60, attachments: [], author: 'author 1' },
      { text: 'text 2' },
    ])
    expect((await stored()).room).toMatchObject({ messageCount: 1, systemCount: 1 })
    expect(await found('secret')).toEqual([])
  })

  it('that are deleted already when they are first read are places without words', async () => {
    await made()
    await revise([message(1, { text: 'secret', deletedAt: 9 })])
    expect(await read()).toMatchObject([{ text: deletedText, kind: 'system', deletedAt: 9 }])
    expect(JSON.stringify(await read())).not.toContain('secret')
  })

  it('are found by their new words and not by the old ones, wherever the index has come to', async () => {
    await made()
    await revise([message(1, { text: 'apple' }), message(2, { text: '' })])
    await revise([message(1, { text: 'banana', editedAt: 1 })])
    expect([await found('apple'), await found('banana')]).toEqual([[], ['banana']])
    await revise([
      message(1, { text: 'cherry', editedAt: 2 }),
      message(2, { text: 'date', editedAt: 2 }),
    ])
    expect([await found('banana'), await found('cherry'), await found('date')]).toEqual([
      [],
      ['cherry'],
      ['date'],
    ])
  })

  it('stand where a source that is asked says that they were said, wherever what was heard has put them', async () => {
    await made()
    await revise([
      message(1, { at: 5_000, text: 'first', editedAt: 1 }),
      message(2, { at: 9_000, text: 'second' }),
    ])
    await revise([message(3, { at: 7_000, text: 'third' })], { arrival: 'catchup' })
    expect([await found('second'), await texts()]).toEqual([
      ['second'],
      ['first', 'third', 'second'],
    ])
    const again = await revise([message(2, { at: 6_000, text: 'second' })])
    expect(again).toMatchObject({ state: 'kept', moved: 0 })
    const outcome = await revise(
      [
        message(1, { at: 6_500, text: 'first, edited', editedAt: 2 }),
        message(2, { at: 6_000, text: 'second' }),
        message(3, { at: 8_000, text: 'third', timeSource: 'assumed' }),
      ],
      { arrival: 'catchup' },
    )
    expect(outcome).toMatchObject({ state: 'kept', moved: 2, edited: 1, totals: { duplicates: 3 } })
    expect((await read()).map(({ at, text }) => [at, text])).toEqual([
      [6_000, 'second'],
      [6_500, 'first, edited'],
      [7_000, 'third'],
    ])
    const { room: now } = await stored()
    expect([now.firstMessageAt, now.lastMessageAt].map((time) => Date.parse(time!))).toEqual([
      6_000, 7_000,
    ])
    expect([await found('first'), await found('second')]).toEqual([['first, edited'], ['second']])
    const once = await ports().search.find({ terms: termsOf('second'), limit: 10 })
    expect(once.items).toMatchObject([{ at: 6_000, messageNumber: 1 }])
  })

  it('answer what they are put under, and begin the topic that they are said to begin, where their source can move them', async () => {
    await made()
    await revise([
      message(1, { text: '[old] first' }),
      message(2, { text: 'second', replyTo: 'k1' }),
      message(3, { text: '[other] third' }),
      message(4, { text: 'words' }),
    ])
    const outcome = await revise([
      message(1, { text: '[new] first', isPlaced: true }),
      message(2, { text: '[old] second', isPlaced: true }),
      message(3, { text: 'third, edited', replyTo: 'k2', editedAt: 7, isPlaced: true }),
      message(4, { text: 'other words', replyTo: 'k2' }),
    ])
    expect(outcome).toMatchObject({ state: 'kept', moved: 3, edited: 1 })
    const rows = await read()
    expect(rows.map(({ text, replyTo, editedAt }) => [text, replyTo, editedAt])).toEqual([
      ['[new] first', null, undefined],
      ['[old] second', null, undefined],
      ['third, edited', 'k2', 7],
      ['words', null, undefined],
    ])
    expect(await found('old')).toEqual(['[old] second'])
    const again = await revise([message(1, { text: '[new] first', isPlaced: true })])
    expect(again).toMatchObject({ state: 'kept', moved: 0 })
    const amendments: Amendment[] = [
      { key: 'k4', replyTo: 'k2', text: 'words' },
      { key: 'k9', replyTo: null, text: 'of none' },
      { key: 'k5', replyTo: null, text: '[late] fifth' },
    ]
    await revise([message(5, { text: 'fifth', replyTo: 'k1' })], { amendments })
    expect((await read()).slice(3)).toMatchObject([
      { text: 'words', replyTo: 'k2' },
      { text: '[late] fifth', replyTo: null },
    ])
    await revise([], { amendments: [{ key: 'k1', deletedAt: 8 }] })
    await revise([message(1, { text: '[new] first', replyTo: 'k2', isPlaced: true })])
    expect((await read())[0]).toMatchObject({ text: deletedText, replyTo: null })
  })

  it('get a time where an import knew none, and keep theirs where the source knows none', async () => {
    await made()
    await revise([message(1, { at: 0, timeSource: 'unknown' }), message(2)])
    await revise([message(1), message(2, { at: 0, timeSource: 'unknown' })], {
      arrival: 'backfill',
    })
    expect((await read()).map(({ at }) => at)).toEqual([1_001, 1_002])
  })

  it('are amended by their id alone, and one that the room does not have is passed over', async () => {
    await made()
    const amendments: Amendment[] = [
      { key: 'k1', editedAt: 5, text: 'edited' },
      { key: 'k9', editedAt: 5, text: 'of nobody' },
      { key: 'k8', deletedAt: 5 },
    ]
    await revise([message(1), message(2)], { amendments })
    expect(await texts()).toEqual(['edited', 'text 2'])
    await revise([], { amendments: [{ key: 'k2', editedAt: 6, text: 'later' }] })
    expect(await texts()).toEqual(['edited', 'later'])
  })

  it('are edited by whoever wrote them, and by nobody else', async () => {
    await made()
    const by = (author: string): Amendment[] => [
      { key: 'k1', editedAt: 5, text: author, by: author },
    ]
    await revise([message(1)], { amendments: by('author 2') })
    await revise([], { amendments: by('author 2') })
    expect(await texts()).toEqual(['text 1'])
    await revise([], { amendments: by('author 1') })
    expect(await texts()).toEqual(['author 1'])
  })

  it('meet those that an import has brought, which then stay when the import is deleted', async () => {
    const engine = ports()
    const importId = await startedImport(engine, 'i1')
    const totals = await engine.messages.append(
      [{ room, messages: [message(1), message(2)] }],
      importId,
    )
    expect((await revise([message(1)])).state).toBe('missing')
    await engine.imports.finish(importId, totals, resultOf(['r']))
    const outcome = await revise([message(1, { text: 'edited', editedAt: 3 }), message(3)])
    expect(outcome).toMatchObject({
      state: 'kept',
      edited: 1,
      totals: { messages: 1, duplicates: 1 },
    })
    expect(await texts()).toEqual(['edited', 'text 2', 'text 3'])
    const trash = { trashOid: 't', until: 1, roomOids: [], reportOids: [], withReports: false }
    await engine.trash.throw({ ...trash, importOids: ['i1'] })
    while (!(await engine.trash.purge('t')).isDone) continue
    expect(await texts()).toEqual(['edited', 'text 3'])
    expect((await stored()).room.messageCount).toBe(2)
  })

  it('meet a later import without a double', async () => {
    const engine = ports()
    await made()
    await revise([message(1, { text: 'edited', editedAt: 3 })])
    const importId = await startedImport(engine, 'i1')
    const totals = await engine.messages.append(
      [{ room, messages: [message(1), message(2)] }],
      importId,
    )
    expect((await revise([message(4)])).state).toBe('busy')
    await engine.imports.finish(importId, totals, resultOf(['r']))
    expect(await texts()).toEqual(['edited', 'text 2'])
  })

  it('are kept with how far they were read, or neither is', async () => {
    const { connections } = ports()
    await made()
    const mark = { connectionOid: 'c1', remoteId: 'C1', progress: progress('7') }
    expect((await revise([message(1)], { mark })).state).toBe('missing')
    expect(await texts()).toEqual([])
    await connections.put(connection)
    await connections.addRoom(connected)
    expect((await revise([message(1)], { mark })).state).toBe('kept')
    expect(await texts()).toEqual(['text 1'])
    await fresh().restart()
    expect((await ports().connections.rooms())[0]!.progress.ceiling).toBe('7')
  })

  it('are new since a report where they were heard late, and not where they are of a past that it was not of', async () => {
    await made()
    const said = (n: number, at: number) => message(n, { at })
    await revise([said(1, 100), said(2, 200)], { arrival: 'live' })
    const { lastOrd, roomId } = (await ports().rooms.get('r'))!
    const since = { ord: lastOrd, at: 200, from: 100 }
    await revise([said(3, 150)], { arrival: 'live' })
    await revise([said(4, 50)], { arrival: 'catchup' })
    await revise([said(5, 160), said(6, 90), said(7, 300)], { arrival: 'backfill' })
    const range = { roomId, from: 201, since }
    const { messages } = ports()
    const { items } = await messages.page(range, { after: null, limit: 2 })
    expect(items.map(({ id }) => id)).toEqual(['k4', 'k3'])
    const { items: all } = await messages.page(range, { after: null, limit: 10 })
    expect(all.map(({ id, number }) => [id, number])).toEqual([
      ['k4', 1],
      ['k3', 2],
      ['k5', 3],
      ['k7', 4],
    ])
    expect(await messages.count(range)).toEqual({ messages: 4, system: 0 })
    expect(await messages.lastMoment(range)).toBe(300)
    const whole = { ...range, since: { ...since, from: null } }
    expect((await messages.count(whole)).messages).toBe(5)
  })

  it('are told once where a source has put them behind the end of a report that had told them', async () => {
    await made()
    await revise([message(1, { at: 100 }), message(2, { at: 200 })])
    const { lastOrd, roomId } = (await ports().rooms.get('r'))!
    const since = { ord: lastOrd, at: 200, from: null, isOpen: true }
    const told = [message(1, { at: 110 }), message(2, { at: 250 }), message(3, { at: 260 })]
    await revise(told, { arrival: 'catchup' })
    const newSince = async (more: object = {}) => {
      const range = { roomId, since: { ...since, ...more } }
      const { items } = await ports().messages.page(range, { after: null, limit: 10 })
      expect((await ports().messages.count(range)).messages).toBe(items.length)
      return items.map(({ id }) => id)
    }
    expect(await newSince()).toEqual(['k3'])
    // One that had an end has not read what lies behind it.
    expect(await newSince({ isOpen: false })).toEqual(['k2', 'k3'])
  })

  it('are told apart where they were edited or deleted after a report had told them, whenever their source says that they were', async () => {
    await made()
    const said = (n: number, at: number) => message(n, { at })
    await revise([said(1, 100), said(2, 200), said(3, 300), said(4, 400), said(5, 50)])
    await revise([], { amendments: [{ key: 'k4', editedAt: 5, text: 'before the report' }] })
    const { lastOrd, roomId } = (await ports().rooms.get('r'))!
    const before = Date.now()
    while (Date.now() === before) continue
    const since = { ord: lastOrd, at: 400, from: 100, askedAt: Date.now() }
    const changed = (more: object = {}) => ports().messages.changed(roomId, { ...since, ...more })
    expect(await changed()).toEqual({ edited: 0, deleted: 0, moments: [] })
    await revise([said(6, 250)])
    await revise([{ ...said(1, 120), text: 'edited', editedAt: 7 }], { arrival: 'catchup' })
    await revise([], {
      amendments: [
        { key: 'k2', deletedAt: 8 },
        { key: 'k3', replyTo: 'k1', text: 'put elsewhere' },
        { key: 'k5', editedAt: 9, text: 'of the past' },
        { key: 'k6', editedAt: 9, text: 'not told yet' },
      ],
    })
    await revise([], { amendments: [{ key: 'k2', editedAt: 9, text: 'stays deleted' }] })
    expect(await changed()).toEqual({ edited: 1, deleted: 1, moments: [120, 200] })
    expect(await changed({ from: null })).toMatchObject({ edited: 2, moments: [50, 120, 200] })
    // A report of an earlier version does not say when it was asked for.
    expect(await changed({ askedAt: undefined })).toEqual({ edited: 0, deleted: 0, moments: [] })
  })

  it('are not written to a room that was thrown away', async () => {
    await made()
    const trash = { trashOid: 't', until: 1, importOids: [], reportOids: [], withReports: false }
    await ports().trash.throw({ ...trash, roomOids: ['r'] })
    expect((await revise([message(1)])).state).toBe('missing')
    expect(await ports().rooms.get('r')).toBeNull()
  })
})

onEveryEngine('connections', (fresh) => {
  const kept = () => fresh().engine.connections

  it('are kept with their rooms, changed, and forgotten with them', async () => {
    await kept().put(connection)
    await kept().put({ ...connection, connectionOid: 'c2', name: 'Other', createdAt: 2 })
    expect(await kept().addRoom(connected)).toBe(true)
    const changed = { paused: true, answersRequests: true, since: 5, secret: null }
    await kept().put({ ...connection, ...changed })
    await fresh().restart()
    expect(await kept().list()).toEqual([
      { ...connection, ...changed },
      { ...connection, connectionOid: 'c2', name: 'Other', createdAt: 2 },
    ])
    expect(await kept().rooms()).toEqual([connected])
    await kept().remove('c1')
    expect(await kept().rooms()).toEqual([])
    expect((await kept().list()).map(({ connectionOid }) => connectionOid)).toEqual(['c2'])
  })

  it('never read one room twice', async () => {
    await kept().put(connection)
    await kept().put({ ...connection, connectionOid: 'c2' })
    expect(await kept().addRoom(connected)).toBe(true)
    expect(await kept().addRoom({ ...connected, connectionOid: 'c2' })).toBe(false)
    expect(await kept().addRoom({ ...connected, connectionOid: 'c3', roomOid: 'other' })).toBe(
      false,
    )
    await kept().removeRoom('c1', 'C1')
    expect(await kept().addRoom({ ...connected, connectionOid: 'c2' })).toBe(true)
  })

  it('are found by the room that they read, also where it has become a part of another', async () => {
    const { rooms, messages } = fresh().engine
    await kept().put(connection)
    await kept().addRoom(connected)
    expect(await kept().ofRoom('r')).toEqual([connected])
    expect(await kept().ofRoom('into')).toEqual([])
    const description = (roomOid: string) => ({ roomOid, name: roomOid, source: 's', format: 'f' })
    await messages.append(
      ['r', 'into'].map((roomOid) => ({ room: description(roomOid), messages: [] })),
      null,
    )
    await mergeRooms(fresh().engine, { into: 'into', from: ['r'], undoMs: 60_000 })
    expect((await rooms.place('r'))?.roomOid).toBe('into')
    expect(await kept().ofRoom('into')).toEqual([connected])
  })

  it('remember where a room was read to without a message, and its new name', async () => {
    await kept().put(connection)
    await kept().addRoom(connected)
    const mark = { connectionOid: 'c1', remoteId: 'C1', progress: progress('9') }
    expect(await kept().markRoom(mark, 'Renamed')).toBe(true)
    expect(await kept().rooms()).toEqual([
      { ...connected, name: 'Renamed', progress: progress('9') },
    ])
    await kept().removeRoom('c1', 'C1')
    expect(await kept().markRoom(mark)).toBe(false)
  })
})
