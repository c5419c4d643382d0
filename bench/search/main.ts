import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import type { NewMessage } from '../../server/ports/message.ts'
import { sqliteMessages } from '../../server/engines/sqlite/messages.ts'
import { createSearch } from '../../server/engines/sqlite/search.ts'
import { termsOf } from '../../server/ports/search-words.ts'
import { createSearching } from '../../server/search/searching.ts'

/**
 * `npm run bench:search`: questions to the index of many messages, through the thread that answers them in the
 * app, beside SQLite's own LIKE. One JSON object per line.
 */
const { values } = parseArgs({
  options: { messages: { type: 'string', default: '1000000' } },
})
const count = Number(values.messages)
const rooms = 400
const pageSize = 50
/** Questions of each kind. */
const questions = 60

/** Words as often as in a language: the n-th has a share of 1/n. */
const vocabulary = Array.from(
  { length: 30_000 },
  (_, n) => `${'bcdfgklmnprst'[n % 13]}${'aeiou'[n % 5]}${n.toString(36)}`,
)
const japanese = ['障害対応', '時刻表', '東京都', '会議', '確認します', '明日の予定']

/** A generator of its own, so that every run has the same messages. */
let seed = 7
const random = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}
const word = (): string => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? 'word'
const text = (): string =>
  random() < 0.05
    ? Array.from({ length: 4 }, () => japanese[Math.floor(random() * japanese.length)]).join('')
    : Array.from({ length: 3 + Math.floor(random() * 20) }, word).join(' ')

const folder = await mkdtemp(join(tmpdir(), 'rapporteur-bench-search-'))
const print = (line: {
  metric: string
  unit: string
  case: string
  ours: number
  peers?: object
}): void => console.log(JSON.stringify({ bench: 'search', ...line, peers: line.peers ?? {} }))
const percentile = (times: number[], share: number): number =>
  Math.round((times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN) * 10) / 10

const batchSize = 5_000

try {
  const db = openDatabase(join(folder, 'rapporteur.db'), { migrate: true })
  const messages = sqliteMessages(db)
  const start = Date.UTC(2024, 0, 1)
  for (let n = 0; n < count; n += batchSize) {
    const byRoom = new Map<string, NewMessage[]>()
    for (let index = n; index < Math.min(n + batchSize, count); index++) {
      // A few rooms have most of the messages, as in any workspace.
      const roomOid = `room-${Math.floor(rooms ** random())}`
      const said = byRoom.get(roomOid) ?? []
      byRoom.set(roomOid, said)
      said.push({
        key: `k${index}`,
        sourceId: null,
        at: start + index * 60_000,
        timeSource: 'explicit',
        author: `Person ${index % 300}`,
        kind: 'message',
        text: text(),
      })
    }
    const batches = [...byRoom].map(([roomOid, said]) => ({
      room: { roomOid, name: roomOid, source: 'live', format: 'live' },
      messages: said,
    }))
    await messages.append(batches, null)
  }

  const search = createSearch(db)
  const filling = performance.now()
  while (await search.catchUp());
  const seconds = (performance.now() - filling) / 1_000
  print({
    case: `${count}`,
    metric: 'fill_messages_per_s',
    unit: '1/s',
    ours: Math.round(count / seconds),
  })

  const searching = createSearching({
    engine: { kind: 'sqlite', folder },
    onError: (error) => {
      throw new Error(error)
    },
    onPending: () => undefined,
  })
  const like = db.prepare('SELECT at FROM messages WHERE text LIKE ? ORDER BY at DESC LIMIT 50')
  const kinds: Record<string, () => { q: string; roomOid?: string; days?: number }> = {
    word: () => ({ q: word() }),
    'two-words': () => ({ q: `${word()} ${word()}` }),
    common: () => ({ q: vocabulary[Math.floor(random() * 5)] ?? '' }),
    prefix: () => ({ q: word().slice(0, 3) }),
    phrase: () => ({ q: `"${word()} ${word()}"` }),
    unspaced: () => ({ q: japanese[Math.floor(random() * japanese.length)] ?? '' }),
    'in-a-room': () => ({ q: word(), roomOid: `room-${Math.floor(rooms ** random())}` }),
    'in-a-month': () => ({ q: word(), days: Math.floor(random() * 600) }),
  }
  const all: number[] = []
  for (const [name, ask] of Object.entries(kinds)) {
    const times: number[] = []
    for (let n = 0; n < questions; n++) {
      const { q, roomOid, days } = ask()
      const from = days === undefined ? undefined : start + days * 86_400_000
      const began = performance.now()
      await searching.find({
        terms: termsOf(q),
        roomOids: roomOid === undefined ? undefined : [roomOid],
        from,
        to: from === undefined ? undefined : from + 30 * 86_400_000,
        limit: pageSize,
      })
      times.push(performance.now() - began)
    }
    all.push(...times)
    const { q } = ask()
    const began = performance.now()
    like.all(`%${q}%`)
    const peer = Math.round(performance.now() - began)
    print({
      case: name,
      metric: 'p95_ms',
      unit: 'ms',
      ours: percentile(times, 0.95),
      peers: { like: peer },
    })
  }
  print({ case: 'all', metric: 'p95_ms', unit: 'ms', ours: percentile(all, 0.95) })
  await searching.close()
  db.close()
} finally {
  await rm(folder, { recursive: true, force: true })
}
