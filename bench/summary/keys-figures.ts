import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { BenchLine } from './lines.ts'
import {
  conversationOverlap,
  keyLists,
  readKeyRooms,
  reportedIn,
  scoreList,
  summaryOf,
} from './keys.ts'

const Share = z.object({ precision: z.number(), recall: z.number() })
/** What `npm run train` found by cross-validation, for a reader to hold beside the keys. */
const Figures = z.array(
  z.object({
    list: z.enum(keyLists),
    rooms: z.string(),
    found: Share,
    withPossible: Share,
    possibleForEachFound: z.number(),
  }),
)

const share = (value: number): number => Math.round(value * 1_000) / 1_000

/** Precision and recall of each list on rooms with an answer key, all rooms together. */
export async function measureKeys(folder: string): Promise<Omit<BenchLine, 'bench'>[]> {
  const rooms = await readKeyRooms(folder)
  const summaries = await Promise.all(rooms.map(summaryOf))
  const trained = await readFigures()
  const lines: Omit<BenchLine, 'bench'>[] = []
  const add = (list: string, metric: string, ours: number, peers: Record<string, number> = {}) =>
    lines.push({ case: `keys-${list}`, metric, unit: 'share', ours: share(ours), peers })
  for (const list of keyLists) {
    const figures = trained.find((one) => one.list === list && one.rooms === 'all')
    const tier = (onlyFound: boolean) => {
      const sum = { matched: 0, reported: 0, inKey: 0, owners: 0, dues: 0 }
      for (const [index, room] of rooms.entries()) {
        const summary = summaries[index]
        if (summary === undefined) continue
        const items = reportedIn(summary, list).filter(({ isFound }) => isFound || !onlyFound)
        const score = scoreList(room, items, list)
        sum.matched += score.matched
        sum.reported += score.reported
        sum.inKey += score.inKey
        sum.owners += score.owners
        sum.dues += score.dues
      }
      return sum
    }
    const found = tier(true)
    const both = tier(false)
    const beside = (value: number | undefined): Record<string, number> =>
      value === undefined ? {} : { crossValidation: value }
    add(
      list,
      'precision',
      found.matched / Math.max(1, found.reported),
      beside(figures?.found.precision),
    )
    add(
      list,
      'recall',
      both.matched / Math.max(1, both.inKey),
      beside(figures?.withPossible.recall),
    )
    add(
      list,
      'found_recall',
      found.matched / Math.max(1, found.inKey),
      beside(figures?.found.recall),
    )
    add(
      list,
      'with_possible_precision',
      both.matched / Math.max(1, both.reported),
      beside(figures?.withPossible.precision),
    )
    add(
      list,
      'possible_for_each_found',
      (both.reported - found.reported) / Math.max(1, found.reported),
      beside(figures?.possibleForEachFound),
    )
    if (list === 'actions') {
      add(list, 'owner_right', both.owners / Math.max(1, both.matched))
      add(list, 'due_right', both.dues / Math.max(1, both.matched))
    }
  }
  const overlaps = rooms.map((room, index) => {
    const summary = summaries[index]
    return summary === undefined ? 0 : conversationOverlap(room, summary)
  })
  add(
    'conversations',
    'one_to_one',
    overlaps.reduce((a, b) => a + b, 0) / Math.max(1, overlaps.length),
  )
  return lines
}

async function readFigures(): Promise<z.infer<typeof Figures>> {
  const file = fileURLToPath(new URL('../../training/figures.json', import.meta.url))
  return Figures.parse(JSON.parse(await readFile(file, 'utf8')))
}
