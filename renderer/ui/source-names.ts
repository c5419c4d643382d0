import type { TFunction } from 'i18next'
import { oneLine, shorten } from './plain-text.ts'

/** Chat applications and dialects as they write themselves; names, which no language translates. */
const names: Readonly<Record<string, string>> = {
  csv: 'CSV',
  discord: 'Discord',
  eggdrop: 'Eggdrop',
  energymech: 'EnergyMech',
  hexchat: 'HexChat',
  html: 'HTML',
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
  zulip: 'Zulip',
}

/** The chat application that a room comes from, for people: "WhatsApp" for `whatsapp`. */
export const sourceName = (t: TFunction, source: string): string =>
  source === 'live' ? t('sources.live') : (names[source] ?? shorten(oneLine(source), 40))

/** The same of a format, with its dialect: "IRC (WeeChat)" for `irc-weechat`. */
export const formatName = (t: TFunction, format: string): string => {
  const [family = '', ...rest] = format.split('-')
  const dialect = rest.join('-')
  if (dialect === '') return sourceName(t, family)
  return `${sourceName(t, family)} (${names[dialect] ?? shorten(oneLine(dialect), 40)})`
}
