import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fastClock } from '../connections/fast-clock.ts'
import { connectionsOver, sealing, until } from '../connections/service.ts'
import { IrcServers, ircRoot } from './irc-servers.ts'

const found = ircRoot()
if ('reason' in found) console.warn(`SKIPPED: a real soju with ngircd: ${found.reason}`)

/** Somebody with a plain client. */
class Person {
  readonly #socket: Socket
  #text = ''

  constructor(address: string, nick: string) {
    const { hostname, port } = new URL(address)
    this.#socket = connect(Number(port), hostname)
    this.#socket.on('data', (bytes: Buffer) => {
      this.#text += bytes.toString()
      for (const [, token = ''] of bytes.toString().matchAll(/^PING (\S+)\r$/gm)) {
        this.send(`PONG ${token}`)
      }
    })
    this.send(`NICK ${nick}`)
    this.send(`USER ${nick} 0 * :${nick}`)
  }

  send(line: string): void {
    this.#socket.write(`${line}\r\n`)
  }

  hears(text: string): Promise<void> {
    return until(() => this.#text.includes(text))
  }

  close(): void {
    this.#socket.destroy()
  }
}

describe.skipIf('reason' in found)('a real soju with ngircd', () => {
  let servers: IrcServers
  let ann: Person
  const running: Awaited<ReturnType<typeof connectionsOver>>[] = []

  async function meet(): Promise<void> {
    await until(() => servers.control('network', 'status').includes('2 channels'))
    ann = new Person(servers.server, 'ann')
    await ann.hears(' 376 ')
    for (const channel of ['#support', '#other']) {
      ann.send(`JOIN ${channel}`)
      await ann.hears(` 366 ann ${channel} `)
    }
  }
  beforeAll(async () => {
    if ('reason' in found) return
    servers = await IrcServers.start(found.root)
    const at = servers.server.replace('irc:', 'irc+insecure:')
    servers.control('network', 'create', '-addr', at, '-name', 'lab', '-nick', 'keeper')
    await until(() => servers.control('network', 'status').includes('[connected]'))
    servers.control('channel', 'create', '#support/lab')
    servers.control('channel', 'create', '#other/lab')
    await meet()
  }, 120_000)
  afterAll(async () => {
    ann?.close()
    await servers?.remove()
  })
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop()
  })

  async function process(folder?: string) {
    const started = await connectionsOver({ clock: fastClock(20), vault: sealing }, folder)
    running.push(started)
    return started
  }
  async function read(
    started: Awaited<ReturnType<typeof process>>,
    address: string,
    secrets: Record<string, string>,
  ) {
    const { connection, test } = await started.service.create({ service: 'irc', address, secrets })
    const rooms = (await started.service.rooms(connection.connectionOid, null))!.items
    const { remoteId, name, isPrivate, roomOid } = rooms.find((one) => one.name === '#support')!
    const addRooms = [{ remoteId, name, isPrivate }]
    await started.service.change(connection.connectionOid, { addRooms })
    return { roomOid, rooms, test }
  }
  const account = { user: 'keeper/lab', password: 'pw-1234' }
  const texts = async (started: Awaited<ReturnType<typeof process>>, roomOid: string) =>
    (await started.lines(roomOid)).map(({ text }) => text)
  const isLive = async ({ service }: Awaited<ReturnType<typeof process>>) => {
    const [connection] = (await service.list()).items
    return connection?.isFollowing === true && connection.rooms[0]?.state === 'live'
  }

  it('holds what was said before and while it listens, after a kill and after a restart of the bouncer', async () => {
    const said: string[] = []
    const say = (text: string): void => {
      said.push(text)
      ann.send(`PRIVMSG #support :${text}`)
    }
    // As fast as the server takes them: some share a millisecond.
    for (let n = 0; n < 40; n++) say(`line ${n}`)
    let started = await process()
    await expect(
      started.service.create({
        service: 'irc',
        address: servers.bouncer,
        secrets: { user: 'keeper/lab', password: 'wrong' },
      }),
    ).rejects.toMatchObject({ reason: { code: 'connection_unauthorized' } })
    await expect(
      started.service.create({
        service: 'irc',
        address: servers.bouncer,
        secrets: { user: 'keeper', password: 'pw-1234' },
      }),
    ).rejects.toMatchObject({ reason: { code: 'connection_irc_network' } })
    const { roomOid, rooms, test } = await read(started, servers.bouncer, account)
    expect(test).toMatchObject({ account: 'keeper', messagesPerHour: 900_000 })
    expect(rooms.map(({ name }) => name).toSorted()).toEqual(['#other', '#support'])
    await until(() => isLive(started))
    await until(async () => (await texts(started, roomOid)).length === said.length)
    ann.send('PRIVMSG #support :\x01ACTION waves\x01')
    said.push('* waves')
    await until(async () => (await texts(started, roomOid)).length === said.length)
    running.splice(0)
    await started.stop(true)
    for (let n = 0; n < 10; n++) say(`while nobody listens ${n}`)
    started = await process(started.folder)
    await until(async () => (await texts(started, roomOid)).length === said.length)
    await servers.stop('soju')
    await servers.boot('soju')
    await until(() => servers.control('network', 'status').includes('2 channels'))
    say('after the restart')
    await until(async () => (await texts(started, roomOid)).length >= said.length)
    await until(() => isLive(started))
    expect(await texts(started, roomOid)).toEqual(said)
    expect(started.errors).toEqual([])
  }, 120_000)

  it('reads a server that keeps nothing from the moment on at which it listens, and says so', async () => {
    const started = await process()
    ann.send('PRIVMSG #support :before')
    const { roomOid, test } = await read(started, servers.server, { user: 'reader' })
    expect(test.note).toMatchObject({ code: 'connection_no_history' })
    await until(() => isLive(started))
    // Its nick may still be held by the connection that listed the channels.
    await ann.hears(':reader')
    ann.send('PRIVMSG #support :heard')
    await until(async () => (await texts(started, roomOid)).length > 0)
    expect(await texts(started, roomOid)).toEqual(['heard'])
    const [room] = (await started.service.list()).items[0]!.rooms
    expect(room).toMatchObject({
      reason: { code: 'connection_no_history' },
      missing: [{ from: null }],
    })
  }, 60_000)
})
