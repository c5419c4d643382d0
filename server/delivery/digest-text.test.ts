import { describe, expect, it } from 'vitest'
import { speechIn } from '../figures/speech-in.ts'
import { sentence } from '../contract/sentences.ts'
import type { RoomFigures } from '../contract/statistics.ts'
import type { Summary } from '../contract/summary.ts'
import { digestMail } from './digest-text.ts'
import { reportMail, type EnclosedReport } from './mail-text.ts'

const quote = { author: 'Ida', at: '2026-05-04T10:00:00Z', messageId: 'm1', messageNumber: 1 }
const summary: Summary = {
  headline: '1 decision',
  keyPoints: [],
  decisions: [
    { ...quote, text: 'We paint it <green>.' },
    { ...quote, text: 'Maybe blue.', certainty: 'possible' },
  ],
  actionItems: [{ ...quote, kind: 'request', text: 'Buy paint', owner: 'Tom', due: null }],
  openQuestions: [],
  links: [],
  method: { engine: 'extractive', code: 'method_extractive', params: {}, label: 'Quotes' },
  coverage: { messages: 3, read: 3, from: '2026-05-04T10:00:00Z', to: '2026-05-04T11:00:00Z' },
} as unknown as Summary

const report = (name: string, attached = true): EnclosedReport => ({
  reportOid: name,
  room: { name },
  summary,
  workbook: {
    key: 'k',
    fileName: `${name}.xlsx`,
    bytes: 2_048,
    place: `/reports/${name}`,
    attached,
  },
})
const speech = speechIn('en', 'UTC')

describe('a mail of several reports', () => {
  it('tells what was found in all, each room at a glance, and then what was found in it', () => {
    const { text, subject } = digestMail([report('Dock'), report('Pier')], [], speech)
    expect(subject).toBe('2 reports: Dock, Pier')
    expect(text).toContain('2 reports\n2 decisions, 2 possible; 2 action items\n')
    expect(text).toContain('- Dock: 1 decision 2026-05-04 10:00 to 2026-05-04 11:00 (UTC)')
    expect(text).toContain('DOCK\n- Decision · Ida: We paint it <green>.')
    expect(text).toContain('- Action item · Ida: Buy paint')
    expect(text).toContain('[owner: Tom]')
    expect(text, 'what is only possible').not.toContain('Maybe blue')
    expect(text).toContain('2 workbooks are attached.')
  })

  it('says of a room that not all of it was read, and so does the mail of one report', () => {
    const unread = [{ from: Date.UTC(2026, 4, 4, 9), to: null }]
    const figures = {
      total: 0,
      earlier: null,
      unread,
      answers: {},
      answerers: [],
    } as unknown as RoomFigures
    const dock = { ...report('Dock'), figures }
    const words =
      'Not complete: the chat server had not given messages of this time yet: after 4 May 2026, 09:00'
    expect(digestMail([dock, report('Pier')], [], speech).text.split(words)).toHaveLength(2)
    expect(reportMail(dock, speech).text).toContain(words)
  })

  it('names rooms without a report with the reason, and where a large workbook lies', () => {
    const reason = sentence('failed', { reason: { code: 'storage_full', params: {} } })
    const { text } = digestMail([report('Dock', false)], [{ room: 'Pier', reason }], speech)
    expect(text).toContain('1 room without a report')
    expect(text).toMatch(/- Pier: .*disk/i)
    expect(text).toContain('too large to attach: Dock.xlsx (2 KB). It lies at /reports/Dock')
    expect(text).not.toContain('attached.\n')
  })

  it('holds names and chat text as text', () => {
    const name = '<img src=x>\r\nBcc: victim@example.org'
    const { html, subject } = digestMail([report(name), report('Pier')], [], speech)
    expect(html).not.toContain('<img')
    expect(html).toContain('We paint it &lt;green&gt;.')
    expect(subject).not.toMatch(/[\r\n]/)
  })

  it('stays short however many rooms it has', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => report(`Room ${n}`))
    const { text } = digestMail(many, [], speech)
    expect(text).toContain('... and 800 more rooms')
    expect(text.length).toBeLessThan(60_000)
  })
})
