/** i18next's `t` of whoever holds the catalogue, in the language that is spoken there. */
export type Speak = (key: string, options: Record<string, unknown>) => string

/** Chat applications and dialects as they write themselves; names, which no language translates. */
const names: Readonly<Record<string, string>> = {
  csv: 'CSV',
  discord: 'Discord',
  eggdrop: 'Eggdrop',
  energymech: 'EnergyMech',
  hexchat: 'HexChat',
  html: 'HTML',
  imap: 'IMAP',
  irc: 'IRC',
  irssi: 'irssi',
  json: 'JSON',
  matrix: 'Matrix',
  mattermost: 'Mattermost',
  mirc: 'mIRC',
  ndjson: 'NDJSON',
  rapporteur: 'NDJSON',
  rocketchat: 'Rocket.Chat',
  slack: 'Slack',
  slackdump: 'slackdump',
  teams: 'Teams',
  telegram: 'Telegram',
  txt: 'TXT',
  weechat: 'WeeChat',
  whatsapp: 'WhatsApp',
  xchat: 'XChat',
  znc: 'ZNC',
  xmpp: 'XMPP',
  zulip: 'Zulip',
}

const nameOf = (name: string): string => (Object.hasOwn(names, name) ? (names[name] ?? name) : name)

/** The chat application that a room comes from, for people: "WhatsApp" for `whatsapp`. */
export const sourceName = (speak: Speak, source: string): string =>
  source === 'live' ? speak('source_live', {}) : nameOf(source)

/** The same of a format, with its dialect: "IRC (WeeChat)" for `irc-weechat`. */
export function formatName(speak: Speak, format: string): string {
  const [family = '', ...rest] = format.split('-')
  const dialect = rest.join('-')
  const source = sourceName(speak, family)
  return dialect === '' ? source : `${source} (${nameOf(dialect)})`
}
