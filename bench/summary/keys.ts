import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Summary } from '../../server/contract/summary.ts'
import type { StoredMessage } from '../../server/ports/message.ts'
import { createExtractiveEngine } from '../../server/summary/index.ts'
import { matchItems } from './matching.ts'
import { oneToOne } from './overlap.ts'

const Ids = z.array(z.string())
const Row = z.object({
  id: z.string(),
  at: z.string(),
  author: z.string(),
  text: z.string(),
  replyTo: z.string().optional(),
})
const Key = z.object({
  decisions: z.array(z.object({ messages: Ids, settledBy: z.string().nullish() })),
  actions: z.array(
    z.object({
      messages: Ids,
      owner: z.string(),
      due: z.object({ words: z.string(), date: z.string().nullable() }).nullable(),
    }),
  ),
  openQuestions: z.array(z.object({ message: z.string() })),
  answered: z.array(z.object({ question: z.string(), answer: z.string(), also: Ids.optional() })),
  conversations: z.array(Ids),
  either: z
    .object({
      decisions: z.array(Ids).default([]),
      actions: z.array(Ids).default([]),
      openQuestions: Ids.default([]),
    })
    .default({ decisions: [], actions: [], openQuestions: [] }),
})
type Key = z.infer<typeof Key>

export interface KeyRoom {
  name: string
  messages: StoredMessage[]
  key: Key
}

/** Rooms with an answer key: `X.ndjson` beside `X.key.json`. */
export async function readKeyRooms(folder: string): Promise<KeyRoom[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ndjson')).sort()
  return Promise.all(
    names.map(async (file) => {
      const name = path.parse(file).name
      const lines = (await readFile(path.join(folder, file), 'utf8')).trim().split('\n')
      const key: unknown = JSON.parse(await readFile(path.join(folder, `${name}.key.json`), 'utf8'))
      const messages = lines.map((line, index) => messageOf(Row.parse(JSON.parse(line)), index + 1))
      return { name, messages, key: Key.parse(key) }
    }),
  )
}

const messageOf = (row: z.infer<typeof Row>, number: number): StoredMessage => ({
  number,
  id: row.id,
  sourceId: row.id,
  at: Date.parse(row.at),
  timeSource: 'explicit',
  author: row.author,
  authorKey: row.author,
  kind: 'message',
  text: row.text,
  replyTo: row.replyTo ?? null,
  attachments: [],
})

export async function summaryOf({ name, messages }: KeyRoom): Promise<Summary> {
  return createExtractiveEngine().summarize(
    {
      room: { roomOid: name, name, source: 'bench', format: 'bench' },
      total: messages.length,
      messages: () => [messages],
    },
    () => undefined,
    new AbortController().signal,
  )
}

export type KeyList = 'decisions' | 'actions' | 'questions'
export const keyLists = ['decisions', 'actions', 'questions'] as const

export interface Reported {
  messages: number[]
  isFound: boolean
  owner: string | null
  due: string | null
}

export function reportedIn(summary: Summary, list: KeyList): Reported[] {
  const item = (
    one: Summary['decisions'][number],
    owner: string | null = null,
    due: string | null = null,
  ): Reported => ({
    messages: one.messages ?? [one.messageNumber],
    isFound: one.certainty !== 'possible',
    owner,
    due,
  })
  if (list === 'decisions') return summary.decisions.map((one) => item(one))
  if (list === 'questions') return summary.openQuestions.map((one) => item(one))
  return summary.actionItems.map((one) => item(one, one.owner, one.due?.date?.slice(0, 10) ?? null))
}

export function keyItems({ messages, key }: KeyRoom, list: KeyList) {
  const numbers = new Map(messages.map(({ id, number }) => [id, number] as const))
  const of = (ids: readonly string[]): number[] => ids.flatMap((id) => numbers.get(id) ?? [])
  if (list === 'questions') {
    return {
      items: key.openQuestions.map(({ message }) => of([message])),
      either: key.either.openQuestions.map((id) => of([id])),
    }
  }
  return {
    items: key[list].map(({ messages: ids }) => of(ids)),
    either: key.either[list].map(of),
  }
}

export interface Score {
  matched: number
  reported: number
  inKey: number
  owners: number
  dues: number
}

/** Scores a list of one room as the keys say: one to one, what careful readers differ on left out. */
export function scoreList(room: KeyRoom, all: readonly Reported[], list: KeyList): Score {
  const { items, either } = keyItems(room, list)
  const matches = matchItems(
    all.map(({ messages }) => messages),
    items,
  )
  const score: Score = { matched: 0, reported: 0, inKey: items.length, owners: 0, dues: 0 }
  for (const [index, reported] of all.entries()) {
    const match = matches[index] ?? null
    if (match !== null) {
      score.matched++
      const action = list === 'actions' ? room.key.actions[match] : undefined
      const name = (text: string | null): string =>
        (text ?? '').toLowerCase().replace(/^@|\s*\(.*$/g, '')
      if (name(action?.owner ?? null) === name(reported.owner)) score.owners++
      if ((action?.due?.date ?? null) === reported.due) score.dues++
    }
    const isLeftOut = either.some((ids) => ids.some((id) => reported.messages.includes(id)))
    if (match !== null || !isLeftOut) score.reported++
  }
  return score
}

export function conversationOverlap({ messages, key }: KeyRoom, summary: Summary): number {
  const numbers = new Map(messages.map(({ id, number }) => [id, number] as const))
  return oneToOne(
    (summary.conversations ?? []).map((one) => one.messages),
    key.conversations.map((ids) => ids.flatMap((id) => numbers.get(id) ?? [])),
  )
}
