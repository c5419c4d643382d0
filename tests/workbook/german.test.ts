import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportMail } from '../../server/delivery/mail-text.ts'
import { roomFigures } from '../../server/figures/room-figures.ts'
import { speechIn } from '../../server/figures/speech-in.ts'
import { phrases } from '../../server/words/report/phrases.ts'
import { reportMarkdown } from '../../server/workbook/report-markdown.ts'
import { writeWorkbook } from '../../server/workbook/write-workbook.ts'
import { storyInput } from './story.ts'
import { readZip, temporaryFolder } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const file = path.join(folder.path, 'bericht.xlsx')
const input = storyInput(file)
const speech = speechIn('de', 'Europe/Berlin')
const statistics = { ...input.statistics, timeZone: 'Europe/Berlin' }
let parts: Map<string, string>

beforeAll(async () => {
  await writeWorkbook({
    ...input,
    statistics,
    options: {
      language: 'de',
      logoProblem: {
        message: 'logo.svg is not a file. Choose a picture.',
        code: 'logo_no_file',
        params: { file: 'logo.svg' },
      },
      sheets: ['Highlights', 'Participants', 'Activity', 'Transcript'],
    },
    delivery: { recipients: ['ada@example.org'] },
    earlierAttempts: [
      { attempt: 1, message: 'The disk is full.', code: 'storage_full', params: {} },
    ],
  })
  parts = await readZip(file)
})

/** What stands between the placeholders of the English phrases, as far as it is English beyond doubt. */
const english = Object.values(phrases.en)
  .flatMap((text) => text.split(/\{\{\w+\}\}/))
  .map((text) => text.trim())
  .filter((text) => (text.match(/\p{L}{2,}/gu) ?? []).length >= 2)

const textOf = (xml: string): string =>
  [...xml.matchAll(/<(?:t|a:t|c:v)(?: [^>]*)?>([^<]*)</g)].map(([, text]) => text).join('\n')

describe('a report in German', () => {
  it('has no English phrase in its workbook, its Markdown or its mail', () => {
    const workbook = [...parts]
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, xml]) => textOf(xml))
      .join('\n')
    const markdown = reportMarkdown({ ...input, statistics, language: 'de' })
    const workbookFile = { fileName: 'a.xlsx', bytes: 1, place: '/a.xlsx', attached: true }
    const figures = roomFigures(statistics)
    const mail = reportMail({ ...input, figures, workbook: workbookFile }, speech)
    expect(english.length).toBeGreaterThan(100)
    for (const text of [workbook, markdown, mail.subject, mail.text, mail.html]) {
      expect(english.filter((phrase) => text.includes(phrase))).toEqual([])
    }
    expect(workbook).toContain('Über diesen Bericht')
    expect(workbook).toContain('Nicht gezeigt: logo.svg ist keine Datei. Wählen Sie ein Bild.')
    expect(mail.text).toContain('ENTSCHEIDUNGEN (1 VON 9)')
    expect(mail.text).toContain('[zuständig: Person 1, fällig: 09.01.2026 („tomorrow“)]')
    expect(mail.html).toContain('<html lang="de">')
    expect(markdown).toContain('## Verglichen mit der Zeit davor')
    expect(markdown).toContain('Min. ')
    expect(markdown).not.toMatch(/\p{L}\.\.(?:\s|$)/u)
  })

  it('names its sheets in German, its tables as ever, and says earlier attempts by their codes', () => {
    const book = parts.get('xl/workbook.xml') ?? ''
    expect([...book.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'Zusammenfassung',
      'Ergebnisse',
      'Beteiligte',
      'Aktivität',
      'Transkript',
    ])
    const tables = [...parts].filter(([name]) => name.startsWith('xl/tables/'))
    const names = tables.map(([, xml]) => /displayName="([^"]+)"/.exec(xml)?.[1])
    expect(names.toSorted()).toEqual(['Participants', 'Transcript'])
    const links = [...parts.values()].flatMap((xml) => [...xml.matchAll(/location="'([^']+)'/g)])
    const targets = new Set(links.map(([, name]) => name))
    expect([...targets].toSorted()).toEqual(['Ergebnisse', 'Transkript'])
    const charts = [...parts].filter(([name]) => name.startsWith('xl/charts/'))
    for (const [, xml] of charts) expect(xml).toContain("<c:f>'Aktivität'!")
    expect(textOf([...parts.values()].join(''))).toContain('1: Der Datenträger ist voll')
  })

  it('writes days and numbers as German readers know them', () => {
    expect(speech.count(1_234_567)).toBe('1.234.567')
    expect(speech.rounded(125_400)).toBe('125 Tsd.')
    expect(speech.rounded(1_250)).toBe('1,3 Tsd.')
    expect(speech.duration(183_600)).toBe('2 Tage 3 Std.')
    expect(speech.moment(Date.UTC(2026, 2, 3, 13, 5))).toBe('3. März 2026, 14:05')
    const open = { from: null, to: null }
    expect([speech.period(open), speech.periodOfRooms(open)]).toEqual([
      'Der ganze Raum',
      'Alle Nachrichten',
    ])
    expect(speech.bytes(1_500_000)).toBe('1,5 MB')
    expect(parts.get('xl/styles.xml')).toContain('dd\\.mm\\.yyyy hh:mm')
  })
})
