import { describe, expect, test } from 'vitest'
import {
  atOf,
  authorOf,
  exportFiles,
  exportFormats,
  exportText,
  textOf,
} from '../../tests/support/export-formats.ts'
import { readExport } from '../../tests/support/read-export.ts'
import { seeded } from '../../tests/support/seeded.ts'
import { openDatabase } from '../engines/sqlite/database.ts'

const COUNT = 120
const numbersIn = (texts: string[]): number[] =>
  texts.flatMap((text) => [...text.matchAll(/#(\d+)#/g)].map((match) => Number(match[1])))

/** Seeded damages of each format; `npm run check` takes fewer, to end in two minutes. */
const damages = Number(process.env['RAPPORTEUR_DAMAGES'] ?? 200)

describe.each(Object.entries(exportFormats))('%s', (_name, layout) => {
  const whole = exportText(layout, COUNT)

  test('is recognised, and every message has its author, time and text', async () => {
    const { format, counts, rooms } = await readExport(exportFiles(layout, whole))
    expect(format).toBe(layout.format)
    expect(counts).toMatchObject({
      rooms: 1,
      messages: COUNT,
      system: 0,
      unparsed: 0,
      repaired: 0,
      duplicates: 0,
    })
    expect(rooms).toHaveLength(1)
    rooms[0]!.messages.forEach((message, n) => {
      expect(message.text.replace(/^\[boats\] /, '')).toBe(textOf(n))
      expect(message.at.slice(0, 16)).toBe(new Date(atOf(n)).toISOString().slice(0, 16))
      const known = [
        authorOf(n),
        authorOf(n).split(' ')[0],
        `U0${n % 4}`,
        `${authorOf(n).split(' ')[0]}#1234`,
      ]
      expect(known.map((author) => author!.toLowerCase())).toContain(message.author.toLowerCase())
    })
  })

  test('read twice adds nothing; a longer file adds only what is new', async () => {
    const db = openDatabase(':memory:', { migrate: true })
    await readExport(exportFiles(layout, whole), { db, importId: 1 })
    const again = await readExport(exportFiles(layout, whole), { db, importId: 2 })
    expect(again.counts).toMatchObject({ messages: 0, duplicates: COUNT })
    const longer = await readExport(exportFiles(layout, exportText(layout, COUNT + 5)), {
      db,
      importId: 3,
    })
    expect(longer.counts).toMatchObject({ messages: 5, duplicates: COUNT })
    expect(longer.rooms).toHaveLength(1)
    db.close()
  })

  test('cut off in the middle keeps what stands before the cut, and says so', async () => {
    const bytes = Buffer.from(whole)
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.6))
    const { counts, rooms } = await readExport(exportFiles(layout, cut))
    const found = new Set(numbersIn(rooms[0]!.messages.map(({ text }) => text)))
    let end = Buffer.byteLength(layout.head)
    for (let n = 0; n < COUNT; n++) {
      end += Buffer.byteLength(layout.record(n) + layout.separator)
      if (end <= cut.length) expect({ n, found: found.has(n) }).toEqual({ n, found: true })
    }
    expect(counts.messages + counts.unparsed).toBeGreaterThan(COUNT / 2)
  })

  test('damaged in many ways never fails, keeps the rest, and counts what is gone', async () => {
    for (let seed = 1; seed <= damages; seed++) {
      const random = seeded(seed)
      const { bytes, damaged } = damage(Buffer.from(whole), layout.head.length, random)
      const { counts, rooms, warnings } = await readExport(exportFiles(layout, bytes))
      const found = new Set(
        numbersIn(rooms.flatMap(({ messages }) => messages.map(({ text }) => text))),
      )
      const lost = Array.from({ length: COUNT }, (_, n) => n).filter((n) => !found.has(n))
      // What was hit, and at most its two neighbours.
      expect({ seed, lost: lost.length > damaged + 2 ? lost : 'few' }).toEqual({
        seed,
        lost: 'few',
      })
      const accounted = counts.unparsed + counts.skipped + counts.repaired + warnings.length
      if (lost.length > 2 * damaged) expect({ seed, accounted }).not.toEqual({ seed, accounted: 0 })
    }
  }, 120_000)
})

/** Flips, deletes, repeats or inserts bytes at one to three places behind the head of the file. */
function damage(
  bytes: Buffer,
  headLength: number,
  random: () => number,
): { bytes: Buffer; damaged: number } {
  let result = bytes
  let damaged = 0
  const places = 1 + Math.floor(random() * 3)
  for (let place = 0; place < places; place++) {
    const at = headLength + Math.floor(random() * (result.length - headLength))
    const length = 1 + Math.floor(random() * 40)
    const kind = Math.floor(random() * 5)
    const before = result.subarray(0, at)
    const after = result.subarray(at + length)
    const noise = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
    const marks = Buffer.from(
      Array.from({ length: 3 }, () => '"{}[]\\,\n\0'.charCodeAt(Math.floor(random() * 9))),
    )
    if (kind === 0) result = Buffer.concat([before, after])
    else if (kind === 1) result = Buffer.concat([before, noise, after])
    else if (kind === 2) result = Buffer.concat([before, noise, result.subarray(at)])
    else if (kind === 3) result = Buffer.concat([before, marks, result.subarray(at)])
    else result = Buffer.concat([before, result.subarray(at, at + length), result.subarray(at)])
    // Damage of 40 bytes can touch the end of one message and the beginning of the next.
    damaged += 2
  }
  return { bytes: result, damaged }
}
