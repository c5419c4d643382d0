import { expect, it } from 'vitest'
import { emptyImportCounts, Import } from './contract/imports.ts'
import { importEventData } from './news.ts'

const status: Import = {
  importOid: 'i',
  name: 'export.zip',
  state: 'finished',
  format: 'csv',
  bytesRead: 1,
  bytesTotal: 1,
  counts: { ...emptyImportCounts(), rooms: 20_000 },
  roomOids: [],
  warnings: [],
}
const long = 'x'.repeat(2_000)
const manyRooms = Array.from({ length: 20_000 }, (_, n) => `a-room-with-a-long-id-${n}`)

it('an import that fits into an event is told whole', () => {
  expect(JSON.parse(importEventData(status))).toEqual(status)
})

it('an event leaves out the rooms of a large import, and says so', () => {
  expect(JSON.parse(importEventData({ ...status, roomOids: manyRooms }))).toEqual({
    ...status,
    abridged: true,
  })
})

it('whatever makes an import long, its event fits and is an import', () => {
  const warnings = Array.from({ length: 200 }, (_, n) => ({
    code: `w${n}`,
    detail: long,
    count: 1,
    examples: [{ file: long, text: long }],
  }))
  const rows = Array.from({ length: 20 }, () => Array.from({ length: 100 }, () => long))
  const choices = { table: { file: 'a.csv', rows, hasHeader: true, columns: {} } }
  for (const part of [{ choices }, { warnings }, { roomOids: manyRooms, choices, warnings }]) {
    const data = importEventData({ ...status, ...part })
    expect(Buffer.byteLength(data)).toBeLessThan(262_144)
    expect(Import.parse(JSON.parse(data))).toMatchObject({ importOid: 'i', abridged: true })
  }
})
