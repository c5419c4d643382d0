import { createHash } from 'node:crypto'
import { answerFacts } from '../../figures/answer-times.ts'
import { changesOf, comparedWith, wordsText } from '../../figures/changes.ts'
import { roomsTable } from '../../figures/overview/rooms-table.ts'
import { roomFigures } from '../../figures/room-figures.ts'
import { caveatsOf } from '../../figures/caveats.ts'
import { citedText, headlineText, methodText } from '../../figures/said.ts'
import { speechIn } from '../../figures/speech-in.ts'
import type { Speech } from '../../words/speech.ts'
import {
  highlightLists,
  notesOf,
  type HighlightList,
  type HighlightRow,
} from '../design/highlight-lists.ts'
import { busiestHour } from '../design/summary-facts.ts'
import { costText, usageText } from '../design/usage-text.ts'
import { MAX_PARTICIPANTS, spreadHead, spreadOf, type MarkdownInput } from '../report-markdown.ts'
import { webAddress } from '../text/web-address.ts'
import { html, nothing, type Markup } from '../../words/markup.ts'
import { pageStyle } from './page-style.ts'
import { reportCharts } from './report-charts.ts'

export interface HtmlInput extends MarkdownInput {
  /** `#RRGGBB` of bars and rules; default that of workbooks. */
  themeColor?: string
}

/**
 * The report as one page that needs nothing else: readable on a phone, dark or light, and on paper. It
 * holds no script, asks for nothing over the network, and its policy says so to the browser.
 */
export function reportHtml(input: HtmlInput): string {
  const { room, period, statistics, summary, createdAt, language = 'en', themeColor } = input
  const speech = speechIn(language, statistics.timeZone)
  const { timeZone: zone } = speech.clock
  const name = room.name.trim() || speech.say('unnamed_room')
  const style = pageStyle(themeColor)
  const made = speech.say('made', { moment: speech.moment(createdAt.getTime()), zone })
  const { coverage } = summary
  const method = [
    ...methodText(speech, summary).split('\n'),
    speech.say('read', { n: speech.count(coverage.read), all: speech.count(coverage.messages) }),
    usageText(speech, summary.usage),
    costText(speech, summary.usage),
    speech.say('made_by', { made }),
  ].filter((text) => text.trim() !== '')
  const about = [
    ...(summary.rooms === undefined
      ? [speech.source(room.source), speech.period(period)]
      : [speech.periodOfRooms(period)]),
    speech.say('times_in', { zone }),
  ]
  const body =
    statistics.total === 0
      ? html`<p class="lead">${speech.say('nothing')}</p>`
      : content(input, speech)
  const page = html`<!DOCTYPE html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policyOf(style)}" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${name}</title>
        ${{ html: `<style>${style}</style>` }}
      </head>
      <body>
        <main>
          <header>
            <h1 dir="auto">${name}</h1>
            <p class="about">${about.join(' · ')}</p>
            ${caveatsOf(speech, statistics).map((note) => html`<p><strong>${note}</strong></p>`)}
          </header>
          ${body}
          <footer>${method.map((line) => html`<p>${line}</p>`)}</footer>
        </main>
      </body>
    </html> `
  return page.html
}

/** Nothing may run or be loaded; of styles only the one of the page, known by its hash. */
const policyOf = (style: string): string =>
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`

function content(input: HtmlInput, speech: Speech): Markup {
  const { statistics, summary } = input
  const lists = highlightLists(summary, statistics, speech)
  return html`<p class="lead" dir="auto">${headlineText(speech, summary)}</p>
    ${tiles(input, speech)} ${rooms(input, speech)}
    ${section(speech.say('key_points'), keyPoints(input, speech))}
    ${lists.filter(({ key }) => key !== 'links' && key !== 'conversations').map((list) => listed(list, speech))}
    ${comparison(input, speech)} ${reportCharts(statistics, speech)}
    ${lists.filter(({ key }) => key === 'conversations').map((list) => listed(list, speech))}
    ${links(input, speech)} ${people(input, speech)}`
}

const section = (title: string, body: Markup | readonly Markup[]): Markup =>
  Array.isArray(body) && body.length === 0
    ? nothing
    : html`<section>
        <h2>${title.replace('  ·  ', ', ')}</h2>
        ${body}
      </section>`

function tiles({ statistics, summary }: HtmlInput, speech: Speech): Markup {
  const busiest = busiestHour(statistics.hours)
  const tile = (label: string, value: string): Markup =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`
  const figures = (['messages', 'participants', 'active_days'] as const).map((what) => {
    const count = {
      messages: statistics.messages,
      participants: statistics.participants.length,
      active_days: statistics.days.length,
    }[what]
    return tile(speech.many(`label_${what}`, count), speech.count(count))
  })
  const answers = answerFacts(speech, roomFigures(statistics), summary)
  return html`<dl class="tiles">
      ${figures}${busiest === null ? '' : tile(speech.say('label_busiest_hour'), busiest)}
    </dl>
    ${
      answers.length === 0
        ? ''
        : html`<ul class="facts">
            ${answers.map(([label, value]) => html`<li>${label}: ${value}</li>`)}
          </ul>`
    }`
}

const keyPoints = ({ summary }: HtmlInput, speech: Speech): Markup[] =>
  summary.keyPoints.length === 0
    ? []
    : [
        html`<ul class="items">
          ${summary.keyPoints.map((item) =>
            cited({ item, text: item.text, first: '', second: '' }, [], speech),
          )}
        </ul>`,
      ]

function listed({ title, groups, columns, none }: HighlightList, speech: Speech): Markup {
  if (groups.length === 0)
    return none === '' ? nothing : section(title, html`<p class="about">${none}</p>`)
  return section(
    title,
    groups.map(
      (group) =>
        html`${group.title === '' ? '' : html`<h3>${group.title.replace('  ·  ', ', ')}</h3>`}
          <ul class="items">
            ${group.rows.map((row) => cited(row, columns, speech))}
          </ul>`,
    ),
  )
}

/** What was said, and below it by whom, when and where in the transcript. */
function cited(row: HighlightRow, columns: readonly string[], speech: Speech): Markup {
  const { item, text } = row
  const notes = [
    item.author,
    ...(item.at === null ? [] : [speech.moment(Date.parse(item.at))]),
    ...(item.messageNumber === 0 ? [] : [citedText(speech, item)]),
    ...notesOf(row, columns).map(({ name, value }) => (name === '' ? value : `${name}: ${value}`)),
  ]
  return html`<li>
    ${text.split('\n').map((line) => html`<p dir="auto">${line}</p>`)}
    <p class="meta">
      ${notes.map((note, index) => html`${index === 0 ? '' : ' · '}<bdi>${note}</bdi>`)}
    </p>
  </li>`
}

/** The rooms of an overview side by side. */
function rooms({ summary }: HtmlInput, speech: Speech): Markup {
  const table = roomsTable(speech, summary.rooms)
  if (table === null) return nothing
  const cells = (row: readonly string[]): Markup[] =>
    row.slice(1).map((cell) => html`<td class="number">${cell}</td>`)
  return section(
    speech.say('fact_rooms'),
    html`<table>
      <thead>
        <tr>
          ${table.heads.map((head, index) => html`<th class="${index === 0 ? '' : 'number'}" scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) =>
            html`<tr>
              <th scope="row"><bdi>${row[0] ?? ''}</bdi></th>
              ${cells(row)}
            </tr>`,
        )}
      </tbody>
    </table>`,
  )
}

function comparison({ statistics, summary }: HtmlInput, speech: Speech): Markup {
  if (summary.rooms !== undefined) return nothing
  const changes = changesOf(speech, roomFigures(statistics), summary)
  const told = html`<p class="about">${comparedWith(speech, statistics)}.</p>`
  if (changes === null) return section(speech.say('compared'), told)
  const { rose, fell } = statistics.earlier?.words ?? { rose: [], fell: [] }
  const words = [['talked_more', rose] as const, ['talked_less', fell] as const].filter(
    ([, list]) => list.length > 0,
  )
  const heads = (['this_time', 'before', 'change'] as const).map(
    (head) => html`<th class="number" scope="col">${speech.say(head)}</th>`,
  )
  return section(speech.say('compared'), [
    told,
    html`<table>
      <thead>
        <tr>
          <th></th>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${changes.map(
          ({ what, now, before, change }) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td class="number">${now}</td>
              <td class="number">${before}</td>
              <td class="number">${change}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
    html`<ul class="facts">
      ${words.map(([phrase, list]) => html`<li>${speech.say(phrase)}: ${wordsText(speech, list)}</li>`)}
    </ul>`,
  ])
}

function links({ summary }: HtmlInput, speech: Speech): Markup {
  if (summary.links.length === 0) return nothing
  return section(
    speech.say('list_links'),
    html`<ul class="items">
      ${summary.links.map(({ url, author, ...link }) => {
        const address = webAddress(url)
        const shown =
          address === null
            ? html`${url}`
            : html`<a href="${address}" rel="noopener noreferrer nofollow">${url}</a>`
        return html`<li>
          <p>${shown}</p>
          <p class="meta"><bdi>${author}</bdi> · ${citedText(speech, link)}</p>
        </li>`
      })}
    </ul>`,
  )
}

function people({ statistics, summary }: HtmlInput, speech: Speech): Markup {
  const shown = statistics.participants.slice(0, MAX_PARTICIPANTS)
  if (shown.length === 0) return nothing
  const spread = spreadHead(roomsTable(speech, summary.rooms))
  const [who, messages, days] = (['participant', 'messages_head', spread] as const).map((head) =>
    speech.say(head),
  )
  return section(
    speech.say('sheet_Participants'),
    html`<table>
      <thead>
        <tr>
          <th scope="col">${who ?? ''}</th>
          <th class="number" scope="col">${messages ?? ''}</th>
          <th class="number" scope="col">${days ?? ''}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (person) =>
            html`<tr>
              <td><bdi>${person.author}</bdi></td>
              <td class="number">${speech.count(person.messages)}</td>
              <td class="number">${speech.count(spreadOf(person))}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  )
}
