import { expect, test } from 'vitest'
import { slackDirectory } from './people.ts'
import { slackMessage, type SlackMessage } from './record.ts'

const people = slackDirectory(
  new Map<string, unknown>([
    [
      'users',
      [
        { id: 'U0ANNA01', name: 'anna', profile: { display_name: 'Anna' } },
        {
          id: 'U0ROBOT1',
          name: 'robo',
          is_bot: true,
          profile: { real_name: 'Robo', bot_id: 'B9' },
        },
      ],
    ],
    ['channels', [{ id: 'C1', name: 'dock' }]],
    ['usergroups', [{ id: 'S7', handle: 'riggers' }]],
  ]),
)

const read = (record: Record<string, unknown>): SlackMessage => {
  const message = slackMessage({ type: 'message', ts: '1772534401.000100', ...record }, people)
  if (message === null || message === 'edit-log') throw new Error(`no message: ${message}`)
  return message
}
const textOf = (record: Record<string, unknown>): string => read(record).text
const rich = (...elements: unknown[]) => [{ type: 'rich_text', elements }]
const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements })
const word = (text: string) => ({ type: 'text', text })

test('rich text of every kind becomes words', () => {
  const blocks = rich(
    section(
      word('see '),
      { type: 'user', user_id: 'U0ANNA01' },
      word(' '),
      { type: 'usergroup', usergroup_id: 'S7' },
      word(' '),
      { type: 'broadcast', range: 'here' },
      word(' '),
      { type: 'channel', channel_id: 'C1' },
      word(' '),
      { type: 'emoji', name: 'wave' },
      word(' '),
      { type: 'link', url: 'https://example.org', text: 'the page' },
      word(' '),
      { type: 'date', timestamp: 1772448000, format: '{date}' },
    ),
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [section(word('rope')), section(word('tar'))],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      indent: 1,
      offset: 1,
      elements: [section(word('second')), section(word('third'))],
    },
    { type: 'rich_text_quote', elements: [word('said before\nby her')] },
    { type: 'rich_text_preformatted', elements: [word('let x = 1 < 2')] },
  )
  expect(textOf({ user: 'U0ANNA01', text: '', blocks })).toBe(
    [
      'see @Anna @riggers @here #dock 👋 the page (https://example.org) 2026-03-02 10:40',
      '• rope',
      '• tar',
      '    b. second',
      '    c. third',
      '> said before',
      '> by her',
      '```',
      'let x = 1 < 2',
      '```',
    ].join('\n'),
  )
})

test('what was typed is not said again by its blocks, however these spell it', () => {
  const blocks = rich(
    section(
      word('ask '),
      { type: 'usergroup', usergroup_id: 'S8' },
      word(' about the two new ropes'),
    ),
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [section(word('one')), section(word('two'))],
    },
  )
  const text = 'ask <!subteam^S8|@crew> about the two new ropes\n• one\n• two'
  expect(textOf({ user: 'U0ANNA01', text, blocks })).toBe(
    'ask @crew about the two new ropes\n• one\n• two',
  )
})

test('blocks beside a line for notifications are all there, and a table beside typed words', () => {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: 'Tide report' } },
    { type: 'divider' },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: 'High at &lt;9&gt;' },
      fields: [{ type: 'mrkdwn', text: '*Low*\n15:10' }],
      accessory: { type: 'button', text: { type: 'plain_text', text: 'Confirm' } },
    },
    {
      type: 'context',
      elements: [
        { type: 'image', image_url: 'https://x.example/i.png', alt_text: 'buoy' },
        { type: 'mrkdwn', text: 'by <@U0ANNA01>' },
      ],
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: { type: 'plain_text', text: 'Yes' } },
        { type: 'button', text: { type: 'plain_text', text: 'No' } },
      ],
    },
    {
      type: 'input',
      label: { type: 'plain_text', text: 'Why?' },
      element: { type: 'plain_text_input' },
      hint: { type: 'plain_text', text: 'In one line' },
    },
    { type: 'call', call: { v1: { name: 'Morning call', join_url: 'https://call.example/1' } } },
    { type: 'new_kind', title: { type: 'plain_text', text: 'From tomorrow' }, body: 'and more' },
  ]
  expect(textOf({ subtype: 'bot_message', username: 'Tides', text: 'New tides', blocks })).toBe(
    [
      'New tides',
      'Tide report',
      'High at <9>',
      '*Low*',
      '15:10',
      '[Confirm]',
      'buoy by @Anna',
      '[Yes] [No]',
      'Why?',
      'In one line',
      'Morning call',
      'https://call.example/1',
      'From tomorrow',
      'and more',
    ].join('\n'),
  )
  const cell = (text: string) => ({ type: 'rich_text', elements: [section(word(text))] })
  const table = {
    type: 'table',
    rows: [
      [cell('boat'), cell('berth')],
      [cell('Elli'), cell('4')],
    ],
  }
  expect(
    textOf({
      user: 'U0ANNA01',
      text: 'the list',
      blocks: [...rich(section(word('the list'))), table],
    }),
  ).toBe('the list\nboat | berth\nElli | 4')
})

test('a forwarded message says whose it was, also one that is made of blocks', () => {
  const forwarded = {
    is_msg_unfurl: true,
    is_share: true,
    author_id: 'U0ANNA01',
    channel_id: 'C1',
    from_url: 'https://x.slack.com/archives/C1/p1',
    text: '',
    fallback: '[no preview available]',
    message_blocks: [{ message: { blocks: rich(section(word('tide is late'))) } }],
    files: [{ name: "U0ANNA01's chart", size: 3 }],
  }
  const message = read({ user: 'U0ANNA01', text: 'look', attachments: [forwarded] })
  expect(message.text).toBe('look\nForwarded from Anna in #dock:\ntide is late')
  expect(message.attachments).toEqual([{ name: "Anna's chart", bytes: 3 }])
})

test('the preview of a link that was typed is left out, also of a link to a message; without a link nothing is a preview', () => {
  const quote = {
    is_msg_unfurl: true,
    author_name: 'Anna',
    text: 'old words',
    from_url: 'https://x.slack.com/archives/C1/p1?thread_ts=1',
  }
  const typed = 'https://x.slack.com/archives/C1/p1?thread_ts=1'
  expect(textOf({ user: 'U0ANNA01', text: `<${typed}>`, attachments: [quote] })).toBe(typed)
  expect(textOf({ user: 'U0ANNA01', text: 'as said', attachments: [quote] })).toBe(
    'as said\nForwarded from Anna:\nold words',
  )
  const card = { from_url: 'https://x.org', title: 'Ticket 4', text: 'open' }
  expect(textOf({ bot_id: 'B1', text: '', attachments: [card] })).toBe('Ticket 4\nopen')
})

test('buttons of attachments are there as those of blocks are', () => {
  const ask = {
    text: 'Approve?',
    actions: [
      { type: 'button', text: 'Yes' },
      { type: 'button', text: 'No' },
    ],
  }
  expect(textOf({ bot_id: 'B1', text: '', attachments: [ask] })).toBe('Approve?\n[Yes] [No]')
})

test('what is pinned is not said again', () => {
  const pinned = { is_msg_unfurl: true, author_name: 'Anna', text: 'old words' }
  expect(
    read({
      subtype: 'pinned_item',
      user: 'U0ANNA01',
      text: 'pinned a message',
      attachments: [pinned],
    }),
  ).toMatchObject({ kind: 'system', text: 'pinned a message' })
})

test('programs are told from people, also from people whose token a program uses', () => {
  expect(read({ subtype: 'bot_message', username: 'CI', text: 'x' }).isBot).toBe(true)
  expect(read({ user: 'U0ROBOT1', text: 'x' })).toMatchObject({ isBot: true, author: 'Robo' })
  expect(read({ bot_id: 'B9', text: 'x' })).toMatchObject({ isBot: true, author: 'Robo' })
  expect(read({ user: 'U0ANNA01', bot_id: 'B3', text: 'x' }).isBot).toBe(false)
  expect(read({ user: 'USLACKBOT', text: 'x' })).toMatchObject({ isBot: true, author: 'Slackbot' })
  expect(read({ user: 'U0ANNA01', text: 'x' }).isBot).toBe(false)
})

test('ids of people are names wherever they stand in words, and stay ids in links', () => {
  expect(textOf({ user: 'U0ANNA01', text: "commented on U0ANNA01's file" })).toBe(
    "commented on Anna's file",
  )
  const link = 'https://x.slack.com/team/U0ANNA01'
  expect(textOf({ user: 'U0ANNA01', text: `<${link}|U0ANNA01> UNKNOWN1` })).toBe(
    `Anna (${link}) UNKNOWN1`,
  )
  const attachments = [
    { title: 'Note', text: 'from <@U0ANNA01>', fields: [{ title: 'To', value: '<@U0ANNA01>' }] },
  ]
  expect(textOf({ bot_id: 'B1', text: '', attachments })).toBe('Note\nfrom @Anna\nTo: @Anna')
})

test('tokens are removed from blocks and attachments too', () => {
  const url = 'https://files.slack.com/a.png?t=xoxe-1234567890-abcdef'
  const blocks = rich(section({ type: 'link', url }))
  const message = read({ user: 'U0ANNA01', text: '', blocks, attachments: [{ text: url }] })
  expect(message.tokenRemoved).toBe(true)
  expect(message.text).not.toContain('xox')
})

test('a huddle without words names who was there', () => {
  const room = { participant_history: ['U0ANNA01', 'U5'] }
  expect(read({ subtype: 'huddle_thread', text: '', room })).toMatchObject({
    kind: 'system',
    text: 'Huddle: Anna, U5',
  })
})

test('blocks nested without end are read to a depth and no further', () => {
  let block: unknown = { type: 'section', text: 'deep' }
  for (let depth = 0; depth < 20_000; depth++) block = { type: 'x', elements: [block] }
  expect(textOf({ bot_id: 'B1', text: 'top', blocks: [block] })).toBe('top')
})

test('names of emoji are characters, names that only a workspace knows stay, and times are times', () => {
  const text = ':simple_smile: :wave::skin-tone-3: (:+1:) :our_boat: 10:100:30 http://[fe80:100:0]/'
  expect(textOf({ user: 'U0ANNA01', text })).toBe(
    '🙂 👋🏼 (👍) :our_boat: 10:100:30 http://[fe80:100:0]/',
  )
})

test('the title of an attachment keeps the address it leads to, as those of other applications do', () => {
  const text = textOf({
    text: '',
    attachments: [{ title: 'Disk full', title_link: 'https://alerts.example/7', text: 'db-7' }],
  })
  expect(text).toBe('Disk full (https://alerts.example/7)\ndb-7')
})
