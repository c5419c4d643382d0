import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { conversation, type Said } from '../samples/conversation.mjs'
import { seeded } from '../samples/random.mjs'
import { incidentScenes, launchScenes, supportScenes } from '../samples/scenes.mjs'

const people = [
  'Mareike Vogt',
  'Tomasz Lis',
  'Priya Nair',
  'Jonas Seeberg',
  'Inês Duarte',
  'Kofi Mensah',
  'Anneke de Vries',
  'Carlos Ortega',
]

const channels = (
  'general releases incidents harbour-help billing berth-planner mobile-app design support-north ' +
  'support-south partners data-imports payments on-call guest-form gate-terminal tide-widget ' +
  'infrastructure security localisation'
).split(' ')

const talks = [
  'Stand-up',
  'Marina Kalmar',
  'Harbour office Whitby',
  'Sailing club Oban',
  'Fishing co-op Nida',
  'Quarterly review',
  'Hiring',
  'Customer council',
  'Release 5.0 war room',
  'Support hand-over',
  'Price list 2026',
  'Onboarding',
  'Board meeting',
  'Marina Piran',
  'Harbour office Sassnitz',
  'Night shift',
  'Legal questions',
  'Summer campaign',
  'Migration weekend',
  'Retrospective',
  'Berth swaps',
  'Refunds',
  'Website relaunch',
  'Interpreters',
  'ميناء اللاذقية',
  'Команда склада',
  'Partner API',
  'Ideas',
  'Office and lunch',
  'Archive 2025',
]

const scenes = [...supportScenes, ...incidentScenes, ...launchScenes]

const talkOf = (seed: number, count: number): Said[] => {
  const random = seeded(seed)
  // A year that ends today, so that "last message" has something to tell.
  const days = random.between(30, 220)
  const firstDay = Date.now() - Math.ceil(days * 1.42) * 24 * 3_600_000
  const cast = people.filter(() => random.chance(0.75)).concat('Ewa Nowak', 'Bo Lind', 'Dilnoza')
  return conversation({ random, scenes, people: cast, count, firstDay, days }).filter(
    ({ at }) => at < Date.now(),
  )
}

/** Sizes as they are in life: many small rooms, a few large ones. */
const sizeOf = (index: number): number =>
  index % 11 === 3 ? 64_000 : index % 5 === 1 ? 18_000 : 600 + ((index * 397) % 3_500)

/** A folder of exports of fifty rooms: channels as WeeChat logs, talks as one NDJSON file. */
export async function writeRooms(folder: string): Promise<string> {
  const exports = join(folder, 'exports')
  await mkdir(exports, { recursive: true })
  for (const [index, name] of channels.entries()) {
    const lines = talkOf(index + 1, sizeOf(index)).map(({ at, author, text }) => {
      const stamp = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
      return `${stamp}\t${author.split(' ')[0]?.toLowerCase()}\t${text}`
    })
    await writeFile(join(exports, `irc.libera.#${name}.weechatlog`), `${lines.join('\n')}\n`)
  }
  const lines = talks.flatMap((room, index) =>
    talkOf(100 + index, sizeOf(index + 7)).map(({ at, author, text }, line) =>
      JSON.stringify({
        room,
        id: `${index}-${line}`,
        at: new Date(at).toISOString(),
        author,
        text,
      }),
    ),
  )
  await writeFile(join(exports, 'meetings.ndjson'), `${lines.join('\n')}\n`)
  return exports
}

/** One export that takes long enough to be caught while it is read. */
export async function writeLargeExport(folder: string): Promise<string> {
  const file = join(folder, 'irc.libera.#everything.weechatlog')
  const said = talkOf(7, 40_000).map(
    ({ at, author, text }) =>
      `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}\t${author}\t${text}`,
  )
  await writeFile(file, `${Array.from({ length: 12 }, () => said.join('\n')).join('\n')}\n`)
  return file
}
