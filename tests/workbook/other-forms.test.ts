import path from 'node:path'
import { text as wholeText } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, it } from 'vitest'
import { reportMarkdown } from '../../server/workbook/report-markdown.ts'
import { csvField, transcriptCsv, type CsvInput } from '../../server/workbook/transcript-csv.ts'
import { hostileRoom } from './hostile.ts'
import { inputOf, message, readZip, slices, summaryOf, temporaryFolder, write } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const recordsOf = async (input: CsvInput): Promise<string[][]> =>
  parse(await wholeText(transcriptCsv(input)), { bom: true })

describe('the transcript as CSV', () => {
  it('keeps every text, and none of them can be taken for a formula', async () => {
    const { messages } = hostileRoom
    const signal = new AbortController().signal
    const records = await recordsOf({ messages: () => slices(messages), signal })
    expect(records).toHaveLength(messages.length + 1)
    for (const [index, { text }] of messages.entries()) {
      const field = records[index + 1]![3]!
      const dangerous = /^[=+\-@\t\r\n＝]/.test(text)
      expect(field).toBe((dangerous ? `'${text}` : text).toWellFormed())
      for (const cell of records[index + 1]!) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
    }
  })

  it('has the columns and the time zone of the workbook', async () => {
    const at = [Date.UTC(2026, 0, 1, 12), Date.UTC(2026, 6, 1, 12), -62_135_596_800_000]
    const [header, ...rows] = await recordsOf({
      messages: () => [at.map((moment, index) => message({ number: index + 1, at: moment }))],
      signal: new AbortController().signal,
      timeZone: 'America/St_Johns',
      columns: ['Kind'],
    })
    expect(header).toEqual(['#', 'Time (America/St_Johns)', 'Author', 'Message', 'Kind'])
    expect(rows.map((row) => row[1])).toEqual([
      '2026-01-01T08:30:00.000-03:30',
      '2026-07-01T09:30:00.000-02:30',
      // Before there were zones: local mean time, to the minute.
      '0000-12-31T20:29:08.000-03:31',
    ])
  })

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['=1,"2"', '"\'=1,""2"""'],
  ])('writes %j as %j', (value, field) => {
    expect(csvField(value)).toBe(field)
  })

  it('ends when it is cancelled', async () => {
    const controller = new AbortController()
    const source = function* () {
      yield hostileRoom.messages
      controller.abort(new Error('stop'))
      yield hostileRoom.messages
    }
    const reading = recordsOf({ messages: source, signal: controller.signal })
    await expect(reading).rejects.toThrow('stop')
  })
})

describe('the report as Markdown', () => {
  const messages = [message({ number: 1 }), message({ number: 2, author: 'Bo' })]
  const cited = { author: '[Eve](x)', at: null, messageId: 'm1', messageNumber: 1 }

  it('says what the workbook says', () => {
    const text = reportMarkdown(
      inputOf('', messages, {
        summary: summaryOf(messages, { decisions: [{ ...cited, text: 'We ship' }] }),
      }),
    )
    expect(text).toContain('# Planning\n')
    expect(text).toContain('- 2 messages, 0 system lines\n')
    expect(text).toContain('## Decisions\n\n- We ship ')
    expect(text).toContain('| Bo | 1 | 1 |')
    expect(text).toContain('2 of 2 messages in range were read')
    expect(text).not.toContain('## Action items')
  })

  it('says why the model that was asked for has not written it', () => {
    const summary = summaryOf(messages)
    const fallbackReason = 'Model unavailable (m at h): 401: The key has expired'
    const text = reportMarkdown(
      inputOf('', messages, {
        summary: { ...summary, method: { ...summary.method, fallbackReason } },
      }),
    )
    expect(text).toContain(`. ${fallbackReason}. 2 of 2 messages in range were read`)
  })

  it('lets no message become a link, an image, a heading or HTML', () => {
    const evil = '# x\n<img src=x onerror=alert(1)> ![a](http://e) [b](javascript:1) | `c` **d**'
    const text = reportMarkdown(
      inputOf('', messages, {
        summary: summaryOf(messages, {
          headline: evil,
          keyPoints: [{ ...cited, text: evil }],
          links: [
            { ...cited, text: '', url: 'javascript:alert(1)', count: 1 },
            { ...cited, text: '', url: 'https://example.com/a b', count: 1 },
          ],
        }),
      }),
    )
    expect(text).not.toMatch(/<img|(?<!\\)\]\(|(?<!\\)\[|(?<!\\)`|(?<!\\)\*\*/)
    expect(text.match(/^# /gm)).toHaveLength(1)
    expect(text.match(/<[^>]*>/g)).toEqual(['<https://example.com/a%20b>'])
  })

  it('says that an empty room has nothing to report', () => {
    expect(reportMarkdown(inputOf('', []))).toContain('Nothing to report.')
  })
})

describe('an anonymised workbook', () => {
  it('has numbers where names would stand, the same one for one person', async () => {
    const file = path.join(folder.path, 'anonymous.xlsx')
    const messages = [
      message({ number: 1, author: 'Grace Hopper' }),
      message({ number: 2, author: 'Alan Turing' }),
      message({ number: 3, author: 'Grace Hopper' }),
      message({ number: 4, author: 'Silent Sam', kind: 'system', text: 'joined' }),
    ]
    const point = { text: 'It compiles', at: null, messageId: 'm3', messageNumber: 3 }
    await write(file, messages, {
      options: { anonymize: true },
      summary: summaryOf(messages, { keyPoints: [{ ...point, author: 'Grace Hopper' }] }),
    })
    const all = [...(await readZip(file)).values()].join('\n')
    for (const name of ['Grace', 'Hopper', 'Turing', 'Silent']) expect(all).not.toContain(name)
    expect(all).toContain('Participant 1')
    expect(all).toContain('Participant 2')
    expect(all).toContain('the text of messages is as it was written')
  })
})
