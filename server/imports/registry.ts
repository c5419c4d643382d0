import { csvGeneric } from './table/index.ts'
import { discordCsv, discordJson, discordTxt } from './discord/index.ts'
import { irc, ircHtml, ircLiteral, ircTriples } from './irc/index.ts'
import { matrix } from './matrix/index.ts'
import { mattermost } from './mattermost/index.ts'
import { ndjson } from './ndjson/ndjson.ts'
import type { Reader } from './reading/reader.ts'
import { rocketchat } from './rocketchat/index.ts'
import { slack, slackChunks, slackdump, slackEvents } from './slack/index.ts'
import { teams } from './teams/index.ts'
import { telegram } from './telegram/index.ts'
import { whatsapp } from './whatsapp/index.ts'
import { zulipApi, zulipArchive, zulipExport } from './zulip/index.ts'

/** Every reader there is. Order decides only between equal scores: the stricter one first. */
export const readers: readonly Reader[] = [
  slack,
  slackdump,
  slackChunks,
  slackEvents,
  zulipArchive,
  zulipExport,
  mattermost,
  discordJson,
  discordCsv,
  discordTxt,
  telegram,
  matrix,
  rocketchat,
  teams,
  zulipApi,
  whatsapp,
  ndjson,
  ircHtml,
  ircTriples,
  ircLiteral,
  irc,
  csvGeneric,
]
