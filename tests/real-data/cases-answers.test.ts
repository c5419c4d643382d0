import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRoomStatistics } from '../../server/workbook/statistics.ts'
import { readExport } from '../support/read-export.ts'

/**
 * A situation out of a public bug report. The input is not part of the repository; without it this test
 * says so and is skipped.
 */
const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases', 'summary-answer-time')
const present = existsSync(folder)
if (!present) console.warn(`SKIPPED: no ${folder}; only our own samples were tested.`)

describe.skipIf(!present)('cases', () => {
  test('summary-answer-time: answers in a topic are timed from their questions', async () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
    const { rooms } = await readExport(
      Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file)])),
    )
    const statistics = createRoomStatistics()
    for (const [index, message] of (rooms[0]?.messages ?? []).entries()) {
      statistics.add({
        ...message,
        number: index + 1,
        id: message.sourceId ?? '',
        authorKey: message.authorKey ?? message.author,
        at: Date.parse(message.at),
        timeSource: 'explicit',
      })
    }
    const { participants, answers } = statistics.result()
    const told = participants.map(({ author, ...person }) => [
      author,
      person.answers,
      person.medianAnswerSeconds,
    ])
    expect(told).toEqual([
      ['Phil Durn', 2, 200],
      ['Mara Pauli', 0, null],
      ['Rena Lind', 0, null],
    ])
    expect(answers).toMatchObject({ asked: 3, answered: 2, medianSeconds: null })
  })
})
