import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Summary } from '../../server/contract/summary.ts'
import { runImport } from '../../server/imports/import-run.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { sqliteMessages } from '../../server/engines/sqlite/messages.ts'
import { openBuffer } from '../../server/imports/reading/buffer.ts'
import type { StoredMessage } from '../../server/ports/message.ts'
import { readMessages } from '../../server/ports/messages.ts'
import { summarize } from './room.ts'

/** Rooms of reported trouble; they are not part of the repository. */
const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present) console.warn(`SKIPPED: no reported cases in ${cases}`)

/** The summary of one room of an export. */
async function summaryOf(path: string, room: string): Promise<Summary> {
  const db = openDatabase(':memory:', { migrate: true })
  try {
    const messages = sqliteMessages(db)
    await runImport(
      { paths: [join(cases, path)], name: path },
      openBuffer(messages, 1),
      new AbortController().signal,
    )
    const row = db.prepare('SELECT room_id AS roomId FROM rooms WHERE name = ?').get(room) as {
      roomId: number
    }
    const read: StoredMessage[] = []
    for await (const page of readMessages(messages, row, 1_000)) read.push(...page)
    return await summarize(read)
  } finally {
    db.close()
  }
}

describe.skipIf(!present)('reported rooms (skipped where ../shared/cases is absent)', () => {
  it.each([
    ['short-room.ndjson', 'Short', [2, 3]],
    ['tiny-room.ndjson', 'Tiny', [2, 4]],
  ])('%s has key points that hold the answer', async (file, room, answers) => {
    const { keyPoints } = await summaryOf(`summary-short-room/${file}`, room)
    const numbers = keyPoints.map(({ messageNumber }) => messageNumber)
    expect(answers.some((answer) => numbers.includes(answer))).toBe(true)
  })

  it('a channel of a program quotes people alone', async () => {
    const { keyPoints } = await summaryOf('summary-programs-quoted', 'dev')
    expect(keyPoints.length).toBeGreaterThan(0)
    expect([...new Set(keyPoints.map(({ author }) => author))].sort()).toEqual(['Ana', 'Ben'])
  })

  it('an answer that begins with a full name answers: one question of four stays open', async () => {
    const { openQuestions } = await summaryOf('summary-full-name-mentions', 'Full names')
    expect(openQuestions.map(({ messageNumber }) => messageNumber)).toEqual([7])
  })

  it('summary-decisions-and-requests: each decision apart, each task with who took it on', async () => {
    const { decisions, actionItems } = await summaryOf('summary-decisions-and-requests', 'Decide')
    const settled = decisions.map(({ messageNumber }) => messageNumber)
    expect(settled).toHaveLength(3)
    expect([1, 2, 3]).toContain(settled[0])
    expect(settled.slice(1)).toEqual([4, 7])
    const tasks = actionItems
      .map(({ messageNumber, owner, due }) => ({ messageNumber, owner, date: due?.date ?? null }))
      .sort((a, b) => a.messageNumber - b.messageNumber)
    expect(tasks).toHaveLength(4)
    expect([8, 9]).toContain(tasks[0]!.messageNumber)
    expect([10, 11]).toContain(tasks[1]!.messageNumber)
    expect(tasks.slice(2).map(({ messageNumber }) => messageNumber)).toEqual([16, 17])
    expect(tasks.map(({ owner }) => owner)).toEqual(['Ben', 'Cid', 'Cid', null])
    expect(tasks.map(({ date }) => date)).toEqual([null, null, null, null])
  })
})
