import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../../server/contract/rooms.ts'
import { deletedText } from '../../server/ports/revisions.ts'
import { program } from '../crash/server-process.ts'
import { seeded } from '../support/seeded.ts'
import { linesIn, saidIn, type SaidLine } from './matrix-events.ts'
import { Served } from './served.ts'
import { Synapse, synapseRoot } from './synapse.ts'
import { Talk } from './talk.ts'

const found = synapseRoot()
if ('reason' in found) console.warn(`SKIPPED: a real Synapse, with kills: ${found.reason}`)

const { env } = globalThis.process
const messages = Number(env['RAPPORTEUR_SYNAPSE_MESSAGES'] ?? 5_000)
const seed = Number(env['RAPPORTEUR_SYNAPSE_SEED'] ?? 20_261_201)
/** Said in each room before it is connected, and while each of five things happens to the servers. */
const before = Math.round((messages / 3) * 0.85)
const meanwhile = Math.ceil((messages / 3 - before) / 5)
/** A kill comes at most so long after the moment that was waited for. */
const killWithinMs = 100

describe.skipIf('reason' in found)('a real Synapse, and a server that is killed', () => {
  let synapse: Synapse
  let alice: string
  let bob: string
  let dataDir: string
  let served: Served
  beforeAll(async () => {
    if ('reason' in found) return
    expect(existsSync(program), 'build first: npm run build').toBe(true)
    synapse = await Synapse.start(found.root)
    alice = await synapse.register('alice')
    bob = await synapse.register('bob')
    dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-matrix-kills-'))
    served = new Served(dataDir)
  }, 180_000)
  afterAll(async () => {
    await served?.kill()
    await synapse?.remove()
    if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true })
  })

  async function makeRoom(name: string): Promise<string> {
    const asked = { name, preset: 'private_chat', invite: ['@bob:localhost'] }
    const room = String((await synapse.call(alice, 'POST', '/createRoom', asked))['room_id'])
    await synapse.call(bob, 'POST', `/rooms/${encodeURIComponent(room)}/join`, {})
    return room
  }

  /** Up to now, to the beginning, and hearing what happens. */
  async function isLive(): Promise<boolean> {
    const { rooms, isFollowing } = await served.connection()
    return isFollowing && rooms.every(({ state }) => state === 'live')
  }

  it('hold the same, message for message, after five kills, a restart and a cut of the network, in the past and live', async () => {
    const draw = seeded(seed)
    const talk = new Talk(synapse, [alice, bob], seeded(seed + 1))
    const rooms = [await makeRoom('One'), await makeRoom('Two'), await makeRoom('Three')]
    let kills = 0
    async function killSoon(): Promise<void> {
      // The moment itself is drawn: somewhere in a page, a transaction or an answer.
      await setTimeout(draw() * killWithinMs)
      await served.kill()
      kills++
      await served.start()
      await served.giveToken(bob)
    }

    await talk.go(rooms, before)

    await served.start()
    await served.connect(synapse.url, bob, rooms)
    const whole = 3 * before
    const moments = [draw(), draw(), draw()].map((at) => at * whole * 0.8).toSorted((a, b) => a - b)
    const more = talk.go(rooms, meanwhile)
    const killedAt: { lines: number; rooms: string[] }[] = []
    for (const moment of moments) {
      await served.until(async () => (await served.stored()) >= moment)
      const { rooms: shown } = await served.connection()
      killedAt.push({ lines: await served.stored(), rooms: shown.map(({ state }) => state) })
      await killSoon()
    }
    await more
    await served.until(isLive)

    for (let kill = 0; kill < 2; kill++) {
      const talking = talk.go(rooms, meanwhile)
      await talk.after(Math.floor(draw() * meanwhile))
      await killSoon()
      await talking
      await served.until(isLive)
    }

    const overRestart = talk.go(rooms, meanwhile)
    await talk.after(Math.floor(draw() * meanwhile))
    await synapse.stop('SIGTERM')
    await synapse.boot()
    await overRestart

    await served.until(isLive)
    const overCut = talk.go(rooms, meanwhile)
    await talk.after(Math.floor(draw() * meanwhile))
    synapse.signal('SIGSTOP')
    await served.until(async () => (await served.connection()).state === 'unreachable')
    synapse.signal('SIGCONT')
    await overCut

    const last = await Promise.all(rooms.map((room) => talk.say(room, 'That is all.')))
    await served.until(async () => {
      if (!(await isLive())) return false
      const lines = await Promise.all(rooms.map((room) => served.lines(room)))
      return lines.every((own, index) => own.some(({ id }) => id === last[index]))
    })

    const here = await Promise.all(rooms.map((room) => served.lines(room)))
    await synapse.stop('SIGTERM')
    const kept = synapse.events()
    console.log(
      JSON.stringify({
        ...talk.figures,
        kills,
        killedAt,
        pagesRead: synapse.pagesRead(),
        lines: here.flat().length,
      }),
    )
    expect(talk.figures.messages).toBeGreaterThanOrEqual(messages)
    for (const [index, room] of rooms.entries()) {
      const events = kept.get(room) ?? []
      const lines = here[index] ?? []
      const ids = lines.map(({ id }) => id)
      expect(ids.toSorted()).toEqual(linesIn(events).toSorted())
      const times = lines.map(({ at }) => at ?? '')
      expect(times).toEqual(times.toSorted())
      const there = saidIn(events)
      const shown = lines.filter(({ id }) => there.has(id)).map(saidLine)
      expect(shown).toEqual(lines.flatMap(({ id }) => there.get(id) ?? []))
    }
  }, 1_800_000)
})

const iso = (at: string | null | undefined): string | null =>
  at ? new Date(at).toISOString() : null

const saidLine = (line: Message): SaidLine => {
  const isDeleted = line.deletedAt !== undefined
  // A deleted one is a line of its own kind, without the words.
  const text = isDeleted && line.kind === 'system' && line.text === deletedText ? null : line.text
  return {
    id: line.id,
    at: iso(line.at) ?? '',
    author: line.author,
    text,
    replyTo: isDeleted ? null : line.replyTo,
    editedAt: isDeleted ? null : iso(line.editedAt),
  }
}
