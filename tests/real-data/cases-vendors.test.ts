import { parse as parseCsv } from 'csv-parse/sync'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExport } from '../support/read-export.ts'

/**
 * Situations out of public bug reports. The inputs are not part of the repository; without them these
 * tests say so and are skipped.
 */
const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present) console.warn(`SKIPPED: no cases in ${cases}; only our own samples were tested.`)

const filesOf = (name: string): Record<string, Buffer> => {
  const folder = join(cases, name)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file)]))
}

const readCase = async (name: string) => {
  const result = await readExport(filesOf(name))
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

describe.skipIf(!present)('cases', () => {
  test('csv-separator-line: the line names the delimiter and is no row', async () => {
    const { messages, counts } = await readCase('csv-separator-line')
    expect(messages.map(({ author, text, at }) => [author, text, at.slice(0, 16)])).toEqual([
      ['Mira', 'hello', '2026-03-02T10:00'],
      ['Jon', 'hi', '2026-03-02T10:01'],
    ])
    expect(counts).toMatchObject({ messages: 2, unparsed: 0, repaired: 0 })
  })

  const forms = present
    ? (parseCsv(readFileSync(join(cases, 'csv-time-forms', 'csv-time-forms.csv')), {
        columns: true,
      }) as { form: string; expected: string }[])
    : []
  test.each(forms)('csv-time-forms: $form is $expected', async ({ form, expected }) => {
    const table = `timestamp,author,text\n"${form}",Mira,hello\n"${form}",Jon,hi\n`
    const { rooms, counts } = await readExport({ 'table.csv': table }, { timeZone: 'UTC' })
    const times = rooms[0]!.messages.map(({ at }) => at)
    expect(times).toEqual([1, 2].map(() => new Date(expected).toISOString()))
    expect(counts).toMatchObject({ messages: 2, repaired: 0 })
  })

  test('matrix-edits: the message as it was last, at its first time', async () => {
    const { messages, counts } = await readCase('matrix-edits')
    expect(messages.map(({ text, at }) => [text, Date.parse(at)])).toEqual([
      ['Meeting is on Thursday at 4', 1772445660000],
      ['unrelated', 1772445780000],
    ])
    expect(counts).toMatchObject({ messages: 2, skipped: 1, unparsed: 0 })
  })

  test('mattermost-attachments: message, title, text and fields', async () => {
    const { messages } = await readCase('mattermost-attachments')
    expect(messages.map(({ text }) => text)).toEqual([
      'Nightly run\nRun 77\n2 of 40 failed\nBranch: main',
      'Alert\nHost: db-7\nState: down',
    ])
  })

  test('rocketchat-attachments: attachments, fields and blocks, but not what is quoted', async () => {
    const { messages } = await readCase('rocketchat-attachments')
    expect(messages.map(({ text }) => text)).toEqual([
      'Run 77\n2 of 40 failed\nBranch: main',
      'Nightly\nRun 78\n1 of 40 failed',
      'Disk alert\nHost: db-7',
      'I agree',
      'block words',
    ])
  })

  test('teams-cards: what cards say, alone and beside words', async () => {
    const { messages } = await readCase('teams-cards')
    const adaptive =
      'Backup report\nResult: failed\nHost: db-7\ndisk is full\ncell words\ninside\nOpen (https://x.example)'
    expect(messages.map(({ text }) => text)).toEqual([
      adaptive,
      'Build 4\nBuild\nsee below\nJob nightly\nby Jon\nsection words\nStatus: red',
      `new build\n${adaptive}`,
    ])
  })

  test('teams-forwards: the forwarded words and who said them', async () => {
    const { messages } = await readCase('teams-forwards')
    expect(messages.map(({ text }) => text)).toEqual([
      'Forwarded from Jon:\nServer room key is at the front desk',
    ])
  })

  test('teams-html-entities: every name of a character is known', async () => {
    const { messages } = await readCase('teams-html-entities')
    expect(messages[0]!.text).toBe('Grüße, 5 € – it’s "ok" Äpfel é ©')
  })

  test('teams-powershell-dates: times of Windows PowerShell are read', async () => {
    const { messages, counts } = await readCase('teams-powershell-dates')
    expect(messages.map(({ at }) => at)).toEqual([
      '2026-03-02T10:01:00.000Z',
      '2026-03-02T10:02:00.000Z',
    ])
    expect(counts.repaired).toBe(0)
  })

  test('teams-room-names: channels by team, direct messages by people', async () => {
    const { rooms } = await readCase('teams-room-names')
    expect(rooms.map(({ name }) => name).sort()).toEqual([
      'Abe One, Bea Two',
      'Core / General',
      'Cy Three',
    ])
  })
})
