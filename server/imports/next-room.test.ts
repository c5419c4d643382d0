import { describe, expect, test } from 'vitest'
import { damageOnce } from '../../tests/support/damage.ts'
import { readExport } from '../../tests/support/read-export.ts'
import { seeded } from '../../tests/support/seeded.ts'

const ROOMS = ['Alder', 'Birch', 'Cedar', 'Dogwood']
const EACH = 12
/** Seeded damages of each file; `RAPPORTEUR_DAMAGES=300` takes 300. */
const damages = Number(process.env['RAPPORTEUR_DAMAGES'] ?? 60)

const numbered = (room: number): number[] => Array.from({ length: EACH }, (_, n) => room * EACH + n)
const pretty = (value: unknown): string => JSON.stringify(value, null, 1)

interface Layout {
  file: string
  text: string
  /** Key that stands in each record, in front of its words. */
  key: string
}

/** Files of several rooms, each room with a head and a list of its own. */
const layouts: Record<string, Layout> = {
  'account of Telegram': {
    file: 'result.json',
    key: '"from_id"',
    text: pretty({
      about: 'Here is the data you requested. Telegram',
      chats: {
        about: 'This page lists all chats.',
        list: ROOMS.map((name, room) => ({
          name,
          type: 'private_group',
          id: 100 + room,
          messages: numbered(room).map((n) => ({
            id: n + 1,
            type: 'message',
            date: '2024-01-15T08:00:00',
            date_unixtime: String(1_705_305_600 + n),
            from: 'Mara',
            from_id: 'user1',
            text: `${name} #${n}#`,
            text_entities: [],
          })),
        })),
      },
    }),
  },
  'exports of Discord in a row': {
    file: 'all.json',
    key: '"timestamp"',
    text: ROOMS.map((name, room) =>
      pretty({
        guild: { id: '1', name: 'Guild' },
        channel: { id: `10${room}`, type: 'GuildTextChat', name },
        messages: numbered(room).map((n) => ({
          id: String(1_000 + n),
          type: 'Default',
          timestamp: '2024-01-15T08:00:00+00:00',
          content: `${name} #${n}#`,
          author: { id: '9', name: 'mara' },
        })),
      }),
    ).join('\n'),
  },
  'conversations of slackdump in a row': {
    file: 'all.json',
    key: '"user"',
    text: ROOMS.map((name, room) =>
      pretty({
        channel_id: `C0ROOM${room}`,
        name,
        messages: numbered(room).map((n) => ({
          type: 'message',
          user: 'U01',
          text: `${name} #${n}#`,
          ts: `${1_705_305_600 + n}.000100`,
        })),
      }),
    ).join('\n'),
  },
}

describe.each(Object.entries(layouts))('%s', (_name, { file, key, text: given }) => {
  const whole = Buffer.from(given)
  const starts = Array.from({ length: ROOMS.length * EACH }, (_, n) => {
    const said = whole.indexOf(`#${n}#`)
    return whole.lastIndexOf('{', whole.lastIndexOf(key, said))
  })
  const spans = starts.map((from, n): [number, number] => [from, starts[n + 1] ?? whole.length])

  test('no damage puts a message into the room of others, and all others are read', async () => {
    const faults: object[] = []
    for (let seed = 1; seed <= damages; seed++) {
      const { bytes, touched } = damageOnce(whole, spans, 12, seeded(seed))
      // A damaged head of a room may take the first record behind it along.
      const last = [...touched].filter((n) => (n + 1) % EACH === 0)
      for (const n of last) touched.add(n + 1)
      const { counts, rooms } = await readExport({ [file]: bytes })
      const texts = rooms.flatMap(({ messages }) => messages.map(({ text }) => text))
      const strangers = rooms.flatMap(({ name, messages }) =>
        ROOMS.includes(name)
          ? messages
              .map(({ text }) => text)
              .filter((text) => /^\w+ #\d+#$/.test(text) && !text.startsWith(name))
          : [],
      )
      const intact = spans.map((_, n) => n).filter((n) => !touched.has(n))
      const lost = intact.filter((n) => !texts.some((text) => text.includes(`#${n}#`)))
      const { messages, system, unparsed, skipped, duplicates } = counts
      const sum = messages + system + unparsed + skipped + duplicates
      const isCut = bytes.length < whole.length - 41
      const least = intact.length + (isCut || touched.size === 0 ? 0 : 1)
      if (
        strangers.length > 0 ||
        lost.length > 0 ||
        sum < least ||
        sum > spans.length + (last.length > 0 ? 3 : 1)
      )
        faults.push({ seed, strangers, lost, least, sum })
    }
    expect(faults).toEqual([])
  }, 300_000)
})
