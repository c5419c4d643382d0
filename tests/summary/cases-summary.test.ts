import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Summary } from '../../server/contract/summary.ts'
import { runImport } from '../../server/imports/import-run.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { readMessages } from '../../server/engines/sqlite/message-reader.ts'
import { openMessageWriter } from '../../server/engines/sqlite/message-writer.ts'
import { summarize } from './room.ts'

/** Rooms of reported trouble; they are not part of the repository. */
const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present) console.warn(`SKIPPED: no reported cases in ${cases}`)

/** The summary of one room of an export. */
async function summaryOf(path: string, room: string): Promise<Summary> {
  const db = openDatabase(':memory:', { migrate: true })
  try {
    const writer = openMessageWriter(db, { importId: 1 })
    await runImport(
      { paths: [join(cases, path)], name: path },
      writer,
      new AbortController().signal,
    )
    const row = db.prepare('SELECT room_id AS roomId FROM rooms WHERE name = ?').get(room) as {
      roomId: number
    }
    return await summarize([...readMessages(db, row, 1_000)].flat())
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
})
