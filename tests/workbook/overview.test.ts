import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { OverviewRoom } from '../../server/contract/overview-rooms.ts'
import { writeOverview, type OverviewInput } from '../../server/workbook/overview/write-overview.ts'
import { graphFaults } from './package-check.ts'
import {
  convert,
  createdAt,
  hasLibreOffice,
  hasOpenpyxl,
  inputOf,
  message,
  readWithOpenpyxl,
  readZip,
  summaryOf,
  temporaryFolder,
} from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const hostile = '=HYPERLINK("http://evil.example") <b> & \u0007'
const messages = Array.from({ length: 30 }, (_, index) =>
  message({ number: index + 1, author: index % 3 === 0 ? hostile : `Person ${index % 4}` }),
)

const room = (name: string, more: Partial<OverviewRoom> = {}): OverviewRoom => ({
  roomOid: name,
  reportOid: name,
  name,
  source: 'slack',
  state: 'covered',
  workbook: `${name} #1 50%.xlsx`,
  messages: 30,
  system: 2,
  people: 5,
  activeDays: 3,
  firstAt: Date.UTC(2026, 1, 1),
  lastAt: Date.UTC(2026, 1, 20),
  earlier: {
    isWhole: true,
    messages: 120,
    people: 4,
    newPeople: 1,
    newIsSure: true,
    lost: 2,
    change: -3,
  },
  weeks: [
    { day: 20_479, messages: 10 },
    { day: 20_493, messages: 20 },
  ],
  headline: hostile,
  decisions: { found: 1, possible: 0 },
  actionItems: { found: 1, possible: 0 },
  openQuestions: 1,
  answers: { asked: 3, answered: 2, timed: 2, medianSeconds: 3_600 },
  ...more,
})

function input(file: string, more: Partial<OverviewInput> = {}): OverviewInput {
  const { statistics } = inputOf(file, messages)
  const item = (text: string) => ({
    text,
    author: hostile,
    at: '2026-02-03T10:00:00Z',
    messageId: text,
    messageNumber: 3,
    room: { roomOid: 'a', name: hostile },
  })
  return {
    file,
    name: 'Overview of 3 rooms',
    period: { from: null, to: null, isSinceLast: false },
    statistics,
    people: statistics.participants.length,
    summary: summaryOf(messages, {
      decisions: [item('We ship on Friday')],
      actionItems: [
        {
          ...item(hostile),
          kind: 'request',
          owner: 'Ann',
          due: { words: 'by Monday', date: '2026-02-09' },
        },
      ],
      openQuestions: [{ ...item('Who has the key?'), ageSeconds: 129_600 }],
      rooms: [
        room(hostile),
        room('Äther & <x>'),
        room('gone', { state: 'missing', workbook: null, messages: 0 }),
      ],
    }),
    options: { language: 'en' },
    recipients: [],
    createdAt,
    signal: new AbortController().signal,
    ...more,
  }
}

it('makes the same bytes of the same input, in parts that Excel opens without an offer to repair', async () => {
  const [first, second] = ['first.xlsx', 'second.xlsx'].map((name) => path.join(folder.path, name))
  const { sha256 } = await writeOverview(input(first!))
  expect((await writeOverview(input(second!))).sha256).toBe(sha256)
  expect(readFileSync(first!).equals(readFileSync(second!))).toBe(true)
  const parts = await readZip(first!)
  expect(graphFaults(parts)).toEqual([])
})

it.skipIf(!hasOpenpyxl)(
  'holds hostile names as text, and leaves empty what is not known',
  async () => {
    const file = path.join(folder.path, 'hostile.xlsx')
    await writeOverview(input(file))
    const book = readWithOpenpyxl(file)
    const sheet = (name: string) => book.sheets.find((each) => each.name === name)!
    const [head = [], ...rows] = sheet('Rooms').rows
    const column = (name: string) => head.findIndex(({ value }) => value === name)
    const values = (name: string) => rows.map((row) => row[column(name)]?.value ?? null)
    expect(rows[0]?.[0]).toMatchObject({
      type: 's',
      link: { target: expect.stringContaining('%25') },
    })
    expect(values('Messages')).toEqual([30, 30, null])
    expect(values('Messages before')).toEqual([120, 120, null])
    expect(values('Change')).toEqual([-0.75, -0.75, null])
    expect(values('Lost people')).toEqual([2, 2, null])
    expect(values('Report')).toEqual(['In this overview', 'In this overview', 'No report'])
    expect(rows[2]?.[0]?.link).toBeNull()
    const outcomes = sheet('Outcomes').rows.slice(1)
    expect(outcomes.map((row) => row[0]?.value)).toEqual([
      'Decision',
      'Action item',
      'Open question',
    ])
    expect(outcomes[1]?.[7]?.value).toEqual({ date: '2026-02-09T00:00:00.000' })
    expect(outcomes[2]?.[9]?.value).toBe(1.5)
    const heat = sheet('Activity').rows
    expect(heat.map((row) => row.slice(1).map(({ value }) => value))).toEqual([
      ['Total', '26 Jan 2026', '2 Feb 2026', '9 Feb 2026'],
      [60, 20, 0, 40],
      [30, 10, 0, 20],
      [30, 10, 0, 20],
    ])
    expect(book.sheets.flatMap(({ tables }) => Object.keys(tables))).toEqual([
      'Rooms',
      'Outcomes',
      'People',
    ])
  },
)

it.skipIf(!hasLibreOffice || !hasOpenpyxl)(
  'is written in German too, without names where that was asked for',
  async () => {
    const file = path.join(folder.path, 'deutsch.xlsx')
    await writeOverview(input(file, { options: { language: 'de', anonymize: true } }))
    const book = readWithOpenpyxl(file)
    expect(book.sheets.map(({ name }) => name)).toEqual([
      'Übersicht',
      'Räume',
      'Ergebnisse',
      'Aktivität',
      'Personen',
    ])
    const authors = book.sheets[4]?.rows.slice(1).map(([name]) => name?.value)
    expect(authors?.every((name) => String(name).startsWith('Person '))).toBe(true)
    expect(convert(file, 'pdf', folder.path)).toContain('deutsch.pdf')
  },
  120_000,
)
