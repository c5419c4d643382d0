/**
 * What every kind of export looks like, record by record, so that tests and the bench can make
 * files of any size. Each message holds its number as `#n#`, to be found again.
 */
export interface ExportFormat {
  /** Format the importer should recognise. */
  format: string
  file: string
  head: string
  record: (n: number) => string
  separator: string
  tail: string
  /** A record that is no message; formats in which every such line goes on a message have none. */
  junk?: string
  /** Files without which this one is of no kind, such as a list of users. */
  beside?: Record<string, string>
}

const START = Date.UTC(2024, 0, 15, 8, 0, 0)
const authors = ['Mareike Vogt', 'tomasz', 'Inês Carvalho', 'kofi']

export const atOf = (n: number): number => START + n * 37_000
export const authorOf = (n: number): string => authors[n % authors.length]!
export const textOf = (n: number): string =>
  `message #${n}# about berth ${n % 40}, see https://example.org/${n} and tell "the others" ü`

const iso = (n: number): string => new Date(atOf(n)).toISOString()
const two = (value: number): string => String(value).padStart(2, '0')
const date = (n: number) => new Date(atOf(n))
const nickOf = (n: number): string => authorOf(n).split(' ')[0]!
const json = (value: unknown): string => JSON.stringify(value)
const clock = (n: number): string => iso(n).slice(11, 19)
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const plain = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const seconds = (n: number): number => Math.floor(atOf(n) / 1_000)

const slackRecord = (n: number) => ({
  type: 'message',
  user: `U0${n % 4}`,
  text: textOf(n),
  ts: `${seconds(n)}.000100`,
})

export const exportFormats: Record<string, ExportFormat> = {
  'irc (ZNC)': {
    format: 'irc',
    file: '#harbour/2024-01-15.log',
    head: '',
    record: (n) => `[${clock(n)}] <${nickOf(n)}> ${textOf(n)}`,
    junk: 'what is this line?',
    separator: '\n',
    tail: '\n',
  },
  'irc (WeeChat)': {
    format: 'irc',
    file: 'irc.libera.#harbour.weechatlog',
    head: '',
    record: (n) => `${iso(n).slice(0, 10)} ${clock(n)}\t@${nickOf(n)}\t${textOf(n)}`,
    separator: '\n',
    tail: '\n',
  },
  'irc (irclog2html)': {
    format: 'irc-html',
    file: '#harbour.log.2024-01-15.html',
    head: '<!DOCTYPE html>\n<html><head><title>#harbour log</title></head>\n<body>\n<table class="irclog">\n',
    record: (n) =>
      `<tr id="t${iso(n).slice(0, 19)}"><th class="nick" style="background: #407a40">${nickOf(n)}</th><td class="text" style="color: #407a40">${plain(textOf(n))}</td><td class="time"><a href="#t${iso(n).slice(0, 19)}" class="time">${clock(n).slice(0, 5)}</a></td></tr>`,
    junk: '<tr><td>what is this row?</td></tr>',
    separator: '\n',
    tail: '\n</table>\n</body></html>\n',
  },
  'irc (PircBot)': {
    format: 'irc-html',
    file: '#harbour/2024-01-15.html',
    head: '<html><body>\n',
    record: (n) =>
      `<span class="irc-date">[${clock(n).slice(0, 5)}]</span> <span class="irc-black">&lt;${nickOf(n)}&gt; ${plain(textOf(n))}</span><br />`,
    junk: '<span>what is this line?</span><br />',
    separator: '\n',
    tail: '\n</body></html>\n',
  },
  'irc (list page)': {
    format: 'irc-html',
    file: '#harbour/2024-01-15.html',
    head: '<html><head><title>IRC logs: net / #harbour / 20240115</title></head><body>\n<ul>\n',
    record: (n) => `<li id="l${n}">[${clock(n)}] &lt;${nickOf(n)}&gt; ${plain(textOf(n))}</li>`,
    junk: '<li>what is this line?</li>',
    separator: '\n',
    tail: '\n</ul>\n</body></html>\n',
  },
  'irc (literal)': {
    format: 'irc-literal',
    file: 'harbour.log',
    head: "b'",
    record: (n) =>
      `${iso(n).slice(0, 19)} <${nickOf(n)}> ${textOf(n)}`
        .replaceAll("'", String.raw`\'`)
        .replaceAll('ü', String.raw`\xc3\xbc`)
        .replaceAll('ê', String.raw`\xc3\xaa`),
    junk: 'what is this line?',
    separator: String.raw`\n`,
    tail: "'",
  },
  'irc (triples)': {
    format: 'irc-triples',
    file: '#harbour',
    head: '',
    record: (n) => `${seconds(n)}\n${nickOf(n)}!~n${n % 4}@example.org\n${textOf(n)}`,
    separator: '\n\n',
    tail: '\n\n',
  },
  ndjson: {
    format: 'ndjson',
    file: 'rooms.ndjson',
    head: '',
    record: (n) =>
      json({ room: 'harbour', id: `m${n}`, at: iso(n), author: authorOf(n), text: textOf(n) }),
    junk: 'nonsense',
    separator: '\n',
    tail: '\n',
  },
  'slack day file': {
    format: 'slack-export',
    file: 'general/2024-01-15.json',
    head: '[\n',
    record: (n) =>
      `    ${json({
        type: 'message',
        user: `U0${n % 4}`,
        user_profile: { real_name: authorOf(n) },
        text: textOf(n),
        ts: `${seconds(n)}.000100`,
      })}`,
    junk: '    {"type":"presence"}',
    separator: ',\n',
    tail: '\n]\n',
  },
  'slack channel file': {
    format: 'slack-export',
    file: 'general.json',
    head: '[\n',
    record: (n) => `    ${json({ ...slackRecord(n), user_profile: { real_name: authorOf(n) } })}`,
    junk: '    {"type":"presence"}',
    separator: ',\n',
    tail: '\n]\n',
  },
  slackdump: {
    format: 'slackdump',
    file: 'C0123ABC.json',
    head: '{"channel_id":"C0123ABC","name":"general","messages":[',
    record: (n) => json(slackRecord(n)),
    junk: '{"type":"presence"}',
    separator: ',\n',
    tail: ']}',
  },
  'slack events': {
    format: 'slack-events',
    file: 'events.jsonl',
    head: '',
    record: (n) => json({ ...slackRecord(n), channel: 'C0123ABC' }),
    junk: 'nonsense',
    separator: '\n',
    tail: '\n',
  },
  'slack events (wrapped)': {
    format: 'slack-events',
    file: 'socket.log',
    head: '',
    record: (n) =>
      json({
        envelope_id: String(n),
        type: 'events_api',
        payload: { type: 'event_callback', event: { ...slackRecord(n), channel: 'C0123ABC' } },
      }),
    junk: 'nonsense',
    separator: '\n',
    tail: '\n',
  },
  'slackdump archive': {
    format: 'slackdump-archive',
    file: 'C0123ABC.json',
    head: '{"t":5,"ts":1705305600000000,"id":"C0123ABC","ci":{"id":"C0123ABC","name":"general"}}\n',
    record: (n) => json({ t: 0, ts: 1705305600000000, id: 'C0123ABC', n: 1, m: [slackRecord(n)] }),
    junk: 'nonsense',
    separator: '\n',
    tail: '\n',
  },
  'discord json': {
    format: 'discord-json',
    file: 'Guild - general [123456789012345678].json',
    head: `{
  "guild": { "id": "1", "name": "Guild", "iconUrl": "x" },
  "channel": { "id": "123456789012345678", "type": "GuildTextChat", "categoryId": "2", "category": "Text", "name": "general", "topic": null },
  "dateRange": { "after": null, "before": null },
  "messages": [
`,
    record: (n) =>
      json({
        id: `11${String(n).padStart(16, '0')}`,
        type: 'Default',
        timestamp: iso(n).replace('Z', '+00:00'),
        timestampEdited: null,
        isPinned: false,
        content: textOf(n),
        author: {
          id: `9${n % 4}`,
          name: nickOf(n),
          discriminator: '0000',
          nickname: authorOf(n),
          isBot: false,
          roles: [],
        },
        attachments: [],
        embeds: [],
        stickers: [],
        reactions: [],
        mentions: [],
      }).replace(/^\{"id"/, '    {\n      "id"'),
    junk: '    {\n      "id":""}',
    separator: ',\n',
    tail: '\n  ],\n  "messageCount": 0\n}\n',
  },
  'discord csv': {
    format: 'discord-csv',
    file: 'Guild - general [123456789012345678].csv',
    head: 'AuthorID,Author,Date,Content,Attachments,Reactions\n',
    record: (n) =>
      [
        '"9' + (n % 4) + '"',
        `"${authorOf(n)}"`,
        `"${iso(n)}"`,
        `"${textOf(n).replaceAll('"', '""')}"`,
        '""',
        '""',
      ].join(','),
    junk: '"only one cell"',
    separator: '\n',
    tail: '\n',
  },
  'discord txt': {
    format: 'discord-txt',
    file: 'Guild - general [123456789012345678].txt',
    head: `${'='.repeat(62)}\nGuild: Guild\nChannel: Text / general\n${'='.repeat(62)}\n\n`,
    record: (n) =>
      `[${date(n).getUTCDate()}-${MONTHS[date(n).getUTCMonth()]}-24 ${clock(n).slice(0, 5)}] ${nickOf(n)}#1234\n${textOf(n)}`,
    separator: '\n\n',
    tail: `\n\n${'='.repeat(62)}\nExported 1 message(s)\n${'='.repeat(62)}\n`,
  },
  'whatsapp (Android)': {
    format: 'whatsapp-txt',
    file: 'WhatsApp Chat with Harbour.txt',
    head: '',
    record: (n) =>
      `${two(date(n).getUTCDate())}/${two(date(n).getUTCMonth() + 1)}/2024, ${clock(n).slice(0, 5)} - ${authorOf(n)}: ${textOf(n)}`,
    separator: '\n',
    tail: '\n',
  },
  'whatsapp (iOS)': {
    format: 'whatsapp-txt',
    file: 'WhatsApp Chat - Harbour/_chat.txt',
    head: '',
    record: (n) =>
      `[${two(date(n).getUTCDate())}.${two(date(n).getUTCMonth() + 1)}.24, ${clock(n)}] ${authorOf(n)}: ${textOf(n)}`,
    separator: '\r\n',
    tail: '\r\n',
  },
  telegram: {
    format: 'telegram-json',
    file: 'result.json',
    head: '{\n "name": "Harbour",\n "type": "private_supergroup",\n "id": 123456789,\n "messages": [\n',
    record: (n) => `  {
   "id": ${n + 1},
   "type": "message",
   "date": "${iso(n).slice(0, 19)}",
   "date_unixtime": "${seconds(n)}",
   "from": ${json(authorOf(n))},
   "from_id": "user${n % 4}",
   "text": ${json(textOf(n))},
   "text_entities": []
  }`,
    junk: '  {\n   "id": 0\n  }',
    separator: ',\n',
    tail: '\n ]\n}\n',
  },
  matrix: {
    format: 'matrix-json',
    file: 'matrix - Harbour - Chat Export - 2024-01-15.json',
    head: '{\n    "room_name": "Harbour",\n    "room_creator": "@m:example.org",\n    "topic": "",\n    "export_date": "15/01/2024",\n    "exported_by": "@m:example.org",\n    "messages": [\n',
    record: (n) =>
      `        ${json({
        type: 'm.room.message',
        sender: `@${nickOf(n).toLowerCase()}:example.org`,
        content: { msgtype: 'm.text', body: textOf(n) },
        room_id: '!abc:example.org',
        origin_server_ts: atOf(n),
        event_id: `$ev${n}`,
      })}`,
    junk: '        {"nonsense":1}',
    separator: ',\n',
    tail: '\n    ]\n}',
  },
  'rocket.chat': {
    format: 'rocketchat-json',
    file: 'harbour.json',
    head: '',
    record: (n) => json({ msg: textOf(n), username: nickOf(n), ts: iso(n), attachments: [] }),
    junk: '{"nonsense":1}',
    separator: '\n',
    tail: '\n',
  },
  mattermost: {
    format: 'mattermost-bulk',
    file: 'export.jsonl',
    head: '{"type":"version","version":1}\n{"type":"channel","channel":{"team":"t","name":"harbour","display_name":"Harbour","type":"O"}}\n',
    record: (n) =>
      json({
        type: 'post',
        post: {
          team: 't',
          channel: 'harbour',
          user: nickOf(n),
          message: textOf(n),
          create_at: atOf(n),
        },
      }),
    junk: '{"type":"nonsense"}',
    separator: '\n',
    tail: '\n',
  },
  teams: {
    format: 'teams-graph',
    file: 'messages.json',
    head: '{"@odata.context":"x","value":[',
    record: (n) =>
      json({
        id: String(atOf(n)),
        messageType: 'message',
        createdDateTime: iso(n),
        from: { user: { id: `u${n % 4}`, displayName: authorOf(n) } },
        body: { contentType: 'html', content: `<p>${textOf(n)}</p>` },
        channelIdentity: { teamId: 't', channelId: '19:abc@thread.tacv2' },
        attachments: [],
      }),
    junk: '{"nonsense":1}',
    separator: ',\n',
    tail: ']}',
  },
  'zulip api': {
    format: 'zulip-api',
    file: 'messages.json',
    head: '{"result":"success","messages":[',
    record: (n) =>
      json({
        id: n + 1,
        sender_id: n % 4,
        sender_full_name: authorOf(n),
        type: 'stream',
        display_recipient: 'harbour',
        stream_id: 7,
        subject: 'boats',
        content: textOf(n),
        timestamp: seconds(n),
      }),
    junk: '{"nonsense":1}',
    separator: ',\n',
    tail: ']}',
  },
  'zulip archive': {
    format: 'zulip-archive',
    file: '7-harbour/boats.json',
    head: '[',
    record: (n) =>
      json({
        id: n + 1,
        sender_full_name: authorOf(n),
        content: `<p>${plain(textOf(n))}</p>`,
        timestamp: seconds(n),
      }),
    junk: '{"nonsense":1}',
    separator: ',\n',
    tail: ']',
    beside: { 'stream_index.json': json({ time: 1, streams: { harbour: { id: 7 } } }) },
  },
  'zulip export': {
    format: 'zulip-export',
    file: 'messages-000001.json',
    head: '{"zerver_message":[',
    record: (n) =>
      json({
        id: n + 1,
        sender: n % 4,
        recipient: 70,
        subject: 'boats',
        content: textOf(n),
        date_sent: seconds(n),
      }),
    junk: '{"nonsense":1}',
    separator: ',\n',
    tail: '],"zerver_usermessage":[]}',
    beside: {
      'realm.json': json({
        zerver_stream: [{ id: 7, name: 'harbour' }],
        zerver_recipient: [{ id: 70, type: 2, type_id: 7 }],
        zerver_userprofile: authors.map((name, id) => ({ id, full_name: name })),
      }),
    },
  },
  csv: {
    format: 'csv',
    file: 'harbour.csv',
    head: 'Timestamp;Sender;Message\n',
    record: (n) => `${iso(n)};${authorOf(n)};"${textOf(n).replaceAll('"', '""')}"`,
    junk: 'only one cell',
    separator: '\n',
    tail: '\n',
  },
}

/** A whole file of `count` messages. */
export function exportText(layout: ExportFormat, count: number): string {
  const records = Array.from({ length: count }, (_, n) => layout.record(n))
  return layout.head + records.join(layout.separator) + layout.tail
}

/** All files of an export, of which one holds `content`. */
export const exportFiles = (
  layout: ExportFormat,
  content: string | Uint8Array,
): Record<string, string | Uint8Array> => ({ ...layout.beside, [layout.file]: content })
