import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { speechIn } from '../../server/figures/speech-in.ts'
import { roomFigures } from '../../server/figures/room-figures.ts'
import { reportMail } from '../../server/delivery/mail-text.ts'
import { reportMarkdown } from '../../server/workbook/report-markdown.ts'
import { messages, storyInput as input } from './story.ts'
import { hasOpenpyxl, readWithOpenpyxl, readZip, temporaryFolder, write } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

describe.skipIf(!hasOpenpyxl)('a workbook that tells what happened', () => {
  const file = path.join(folder.path, 'story.xlsx')
  const written = write(file, messages, {
    summary: input(file).summary,
    statistics: input(file).statistics,
  })
  const rowsOf = async (name: string): Promise<string[]> => {
    await written
    const sheet = readWithOpenpyxl(file).sheets.find((one) => one.name === name)!
    return sheet.rows.map((row) =>
      row
        .map(({ value }) => value)
        .filter((value) => value !== null && value !== '')
        .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
        .join(' | '),
    )
  }

  it('sets what is possible apart from what was found, and says what a list leaves out', async () => {
    const rows = await rowsOf('Highlights')
    const at = (start: string): number => rows.findIndex((row) => row.startsWith(start))
    expect(rows[2]).toContain('9 decisions, 14 possible  ·  1 action item, 1 possible')
    expect(at('Decisions  ·  2 of 23')).toBeGreaterThan(0)
    expect(at('“Shall we take the early ferry?” (Person 0)\n→ Agreed')).toBeLessThan(
      at('Possible, worth a look'),
    )
    expect(at('Possible, worth a look')).toBeLessThan(at('Maybe blue then'))
    expect(at('Open questions  ·  1 of 143')).toBeGreaterThan(at('Action items'))
  })

  it('tells the due words beside their day, how long questions wait, and who answered what', async () => {
    const rows = (await rowsOf('Highlights')).join('\n')
    expect(rows).toContain('→ will do | Person 1 | ')
    expect(rows).toContain('| Person 1 | 2026-01-09 (tomorrow) | Message 8')
    expect(rows).toContain('| in the next days | Message 9')
    expect(rows).toContain('Who has the key? | Person 1 | ')
    expect(rows).toContain('| 4 days | Message 20')
    expect(rows).toContain('Where is the form?\n→ On the second shelf | Person 1 | ')
    expect(rows).toContain('| Person 2 | 4 min | Message 11')
  })

  it('tells conversations week by week, without those that are none', async () => {
    const rows = (await rowsOf('Highlights')).join('\n')
    expect(rows).toContain('What it was about  ·  2 of 30')
    expect(rows).toContain('Week from 5 Jan 2026  ·  14 messages')
    expect(rows).toContain('ferry, harbour\n“Opening 1” | Person 0, Person 1, Person 2 and 2 more')
    expect(rows).toContain('12 messages, 1 h 30 min | decided')
    expect(rows).not.toContain('Opening 41')
  })

  it('says on the first sheet whether it went better or worse, and how fast answers came', async () => {
    const rows = (await rowsOf('Summary')).join('\n')
    expect(rows).toContain('5 min')
    expect(rows).toContain('median of 57 answers')
    expect(rows).toContain('Against the time before, 24 Nov 2025 to 4 Jan 2026')
    expect(rows).toContain('Messages | 84 | 30 | ▲ 180 %')
    expect(rows).toContain('People who wrote | 3 | 3 | no clear change')
    expect(rows).toContain('Talked of more | ferry (12, before 2)')
    expect(rows).toContain('Answered | 57 of 200 questions')
    expect(rows).toContain('Median 5 min, nine in ten within 2 h (57 answers)')
    expect(rows).toContain('Within 15 min 15 %, within 1 h 23 %, within 1 day 29 % of 200')
    expect(rows).toContain('143, oldest 4 days')
  })

  it('draws the time before beside this one, with both in the table', async () => {
    await written
    const charts = [...(await readZip(file))].filter(([part]) => /charts\/chart\d/.test(part))
    const course = charts.map(([, xml]) => xml).filter((xml) => xml.includes('Time before'))
    expect(course).toHaveLength(2)
    expect(course[0]!.match(/<c:ser>/g)).toHaveLength(2)
    expect(course[0]).toContain('<c:legend>')
    const rows = await rowsOf('Activity')
    expect(rows.some((row) => row.endsWith('Day | This time | Participants | Time before'))).toBe(
      true,
    )
  })
})

describe('what happened', () => {
  it('is told in the mail: found ones first, possible ones apart, with the change', () => {
    const { summary, statistics } = input('')
    const workbook = { fileName: 'a.xlsx', bytes: 1, place: '/a.xlsx', attached: true }
    const told = { room: { name: 'Planning' }, summary, workbook, figures: roomFigures(statistics) }
    const { text } = reportMail(told, speechIn('en', 'UTC'))
    expect(text).toContain('DECISIONS (1 OF 9)\n- “Shall we take the early ferry?” (Person 0) – ')
    expect(text).toContain('[owner: Person 1, due: 2026-01-09 (tomorrow)]')
    expect(text).toContain('POSSIBLE DECISIONS, WORTH A LOOK (1 OF 14)\n- Person 1: Maybe blue')
    expect(text).toContain('Who has the key? (#20, 2026-01-14 10:00 UTC) [waiting 4 days]')
    expect(text).toContain('– Person 2: On the second shelf (#12), after 4 min')
    expect(text).toContain('- Messages: 84, before 30 (▲ 180 %)')
    expect(text).not.toContain('No earlier messages')
    const first = { ...told, figures: { ...told.figures, earlier: null } }
    expect(reportMail(first, speechIn('en', 'UTC')).text).toContain(
      'No earlier messages to compare with',
    )
  })

  it('is told in Markdown as in the workbook', () => {
    const text = reportMarkdown(input(''))
    expect(text).toContain('## Decisions, 2 of 23\n\n- “Shall we take the early ferry?” (Person 0)')
    expect(text).toContain('### Possible, worth a look')
    expect(text).toContain('Due: 2026-01-09 (tomorrow).')
    expect(text).toContain('| Messages | 84 | 30 | ▲ 180 % |')
    expect(text).toContain('### Week from 5 Jan 2026, 14 messages')
  })
})
