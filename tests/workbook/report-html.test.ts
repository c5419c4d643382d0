// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { reportHtml } from '../../server/workbook/html/report-html.ts'
import { hostileRoom } from './hostile.ts'
import { storyInput } from './story.ts'
import { inputOf, message, summaryOf } from './support.ts'

const read = (text: string): Document => new DOMParser().parseFromString(text, 'text/html')
const textOf = (page: Document, selector: string): string[] =>
  [...page.querySelectorAll(selector)].map(({ textContent }) =>
    textContent.replaceAll(/\s+/g, ' ').trim(),
  )

describe('the report as a page', () => {
  it('tells what the workbook tells, in its order', () => {
    const page = read(reportHtml(storyInput('')))
    expect(textOf(page, 'h1')).toEqual(['Planning'])
    expect(textOf(page, 'h2')).toEqual([
      'Decisions, 2 of 23',
      'Action items',
      'Open questions, 1 of 143',
      'Answered questions',
      'Compared with the time before',
      'Activity',
      'What it was about, 2 of 30',
      'Participants',
    ])
    expect(textOf(page, '.items li')).toContainEqual(
      expect.stringMatching(
        /^“Shall we take the early ferry\?” \(Person 0\)→ Agreed.* message \d+/,
      ),
    )
    expect(textOf(page, 'tbody tr')).toContainEqual(
      expect.stringMatching(/^Messages 84 30 ▲ 180 %$/),
    )
  })

  it('draws nothing that would be a single bar, and names what it draws', () => {
    const page = read(reportHtml(storyInput('')))
    const drawings = [...page.querySelectorAll('svg[role="img"]')]
    expect(drawings.length).toBeGreaterThan(0)
    for (const drawing of drawings) {
      expect(drawing.getAttribute('aria-label')).toMatch(/most|week/i)
      expect(drawing.querySelectorAll('rect').length).toBeGreaterThan(1)
    }
    const bars = drawings[0]!.querySelectorAll('rect.bar')
    const told = [...drawings[0]!.querySelectorAll('title')].map(({ textContent }) => textContent)
    expect(told).toHaveLength(bars.length)
    const quiet = read(reportHtml(inputOf('', [message({ number: 1 })])))
    expect(quiet.querySelectorAll('svg')).toHaveLength(0)
  })

  it('runs nothing and asks for nothing, and says so to the browser', () => {
    const text = reportHtml(storyInput(''))
    const page = read(text)
    const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')
    expect(policy?.getAttribute('content')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/,
    )
    expect(page.querySelectorAll('script, link, img, iframe, [style], [src]')).toHaveLength(0)
  })

  it('holds hostile names and texts as text', () => {
    const { messages } = hostileRoom
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202E\u0000'
    const cited = { text: evil, author: evil, at: null, messageId: 'm1', messageNumber: 1 }
    const input = inputOf('', messages, {
      summary: summaryOf(messages, {
        headline: evil,
        keyPoints: [cited],
        links: [
          { ...cited, url: 'javascript:alert(3)', count: 1 },
          { ...cited, url: 'https://example.org/"onclick="alert(4)', count: 1 },
        ],
      }),
    })
    const page = read(reportHtml({ ...input, room: { ...input.room, name: evil } }))
    expect(page.querySelectorAll('script, img')).toHaveLength(0)
    const attributes = [...page.querySelectorAll('*')].flatMap((element) => [
      ...element.getAttributeNames(),
    ])
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([])
    expect(page.querySelector('h1')?.textContent).toContain('<script>alert(1)</script>')
    const targets = [...page.querySelectorAll('a')].map(({ href }) => href)
    expect(targets).toEqual(['https://example.org/%22onclick=%22alert(4)'])
  })

  it('says that there is nothing to report, in German too', () => {
    const page = read(reportHtml({ ...inputOf('', []), language: 'de' }))
    expect(page.documentElement.lang).toBe('de')
    expect(textOf(page, '.lead')).toEqual([expect.stringMatching(/nichts/i)])
  })
})
