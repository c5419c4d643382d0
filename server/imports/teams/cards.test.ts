import { expect, test } from 'vitest'
import { cardText } from './cards.ts'

const adaptive = (...body: unknown[]) => cardText({ type: 'AdaptiveCard', version: '1.5', body })

test('adaptive cards: texts, rich texts, facts, columns, tables and pictures are read in order', () => {
  const text = (words: string) => ({ type: 'TextBlock', text: words })
  expect(
    adaptive(
      text('Ship <at>Ann</at> & crew'),
      { type: 'RichTextBlock', inlines: ['the ', { type: 'TextRun', text: 'red' }, ' one'] },
      {
        type: 'FactSet',
        facts: [
          { title: 'Berth', value: '7' },
          { title: 'Empty', value: '' },
        ],
      },
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', items: [text('left')] },
          { type: 'Column', items: [{ type: 'Container', items: [text('right')] }] },
        ],
      },
      {
        type: 'Table',
        columns: [{ width: 1 }, { width: 1 }],
        rows: ['a', 'b'].map((row) => ({
          type: 'TableRow',
          cells: [1, 2].map((n) => ({ type: 'TableCell', items: [text(`${row}${n}`)] })),
        })),
      },
      {
        type: 'ImageSet',
        images: [{ type: 'Image', url: 'https://x.org/a.png', altText: 'the map' }],
      },
      { type: 'Carousel', pages: [{ type: 'CarouselPage', items: [text('page one')] }] },
    ),
  ).toBe(
    [
      'Ship Ann & crew',
      'the red one',
      'Berth: 7',
      'Empty',
      'left',
      'right',
      'a1\ta2',
      'b1\tb2',
      'the map',
      'page one',
    ].join('\n'),
  )
})

test('adaptive cards: questions keep their choices, links their address, buttons that only send say nothing', () => {
  expect(
    cardText({
      type: 'AdaptiveCard',
      body: [
        {
          type: 'Input.ChoiceSet',
          label: 'Lunch?',
          value: '1',
          choices: [
            { title: 'Soup', value: '1' },
            { title: 'Bread', value: '2' },
          ],
        },
        { type: 'Input.Text', label: 'Why', value: 'hungry' },
        {
          type: 'ActionSet',
          actions: [{ type: 'Action.OpenUrl', title: 'Map', url: 'https://x.org' }],
        },
      ],
      actions: [
        { type: 'Action.Submit', title: 'Send' },
        {
          type: 'Action.ShowCard',
          title: 'More',
          card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'unfolded' }] },
        },
      ],
    }),
  ).toBe('Lunch?\nSoup\nBread\nWhy: hungry\nMap (https://x.org)\nMore\nunfolded')
})

test('connector cards: sections with activities, facts and texts, and where they lead', () => {
  expect(
    cardText({
      '@type': 'MessageCard',
      summary: 'Build 4',
      title: 'Build',
      text: 'see <b>below</b>',
      sections: [
        {
          activityTitle: 'Job nightly',
          activitySubtitle: 'by Jon',
          activityText: 'took long',
          facts: [{ name: 'Status', value: 'red' }],
        },
      ],
      potentialAction: [
        {
          '@type': 'OpenUri',
          name: 'Log',
          targets: [{ os: 'default', uri: 'https://ci.example/4' }],
        },
        { '@type': 'HttpPOST', name: 'Stop' },
      ],
    }),
  ).toBe(
    'Build 4\nBuild\nsee below\nJob nightly\nby Jon\ntook long\nStatus: red\nLog (https://ci.example/4)',
  )
})

test('hero, list and receipt cards', () => {
  expect(
    cardText({
      title: 'Sea',
      subtitle: 'calm',
      text: 'no <em>wind</em> &ndash; none',
      buttons: [
        { type: 'openUrl', title: 'Weather', value: 'https://w.example' },
        { type: 'imBack', title: 'Yes', value: 'yes' },
      ],
    }),
  ).toBe('Sea\ncalm\nno wind – none\nWeather (https://w.example)')
  expect(
    cardText({
      title: 'Files',
      items: [
        { type: 'resultItem', title: 'Plan', subtitle: 'of Monday', tap: { type: 'imBack' } },
      ],
    }),
  ).toBe('Files\nPlan\nof Monday')
  expect(
    cardText({
      title: 'Receipt',
      facts: [{ key: 'Order', value: '12' }],
      items: [{ title: 'Rope', price: '9 €' }],
      tax: '1 €',
      total: '10 €',
    }),
  ).toBe('Receipt\nRope\n9 €\nOrder: 12\ntax: 1 €\ntotal: 10 €')
})

test('dates of cards are written out, addresses in brackets are no tags, the fall-back stands in for nothing', () => {
  const at = '2026-03-02T10:00:00Z'
  expect(adaptive({ type: 'TextBlock', text: `{{DATE(${at}, SHORT)}} {{TIME(${at})}}` })).toBe(
    '2026-03-02 10:00 UTC',
  )
  expect(adaptive({ type: 'TextBlock', text: 'Ann <ann@x.org> a < b' })).toBe(
    'Ann <ann@x.org> a < b',
  )
  expect(cardText({ type: 'AdaptiveCard', body: [], fallbackText: 'a card' })).toBe('a card')
  expect(cardText(undefined)).toBe('')
})

test('a card that nests without end is cut', () => {
  let card: unknown = { type: 'TextBlock', text: 'deep' }
  for (let depth = 0; depth < 5_000; depth++) card = { type: 'Container', items: [card] }
  expect(adaptive({ type: 'TextBlock', text: 'shallow' }, card)).toBe('shallow')
})
