import { csvGeneric } from './csv-generic.ts'
import { discordCsv } from './discord-csv.ts'
import { discordJson } from './discord-json.ts'
import { discordTxt } from './discord-txt.ts'
import { irc } from './irc.ts'
import { ircHtml, ircLiteral, ircTriples } from './irc-wrapped.ts'
import { matrix } from './matrix.ts'
import { mattermost } from './mattermost.ts'
import { ndjson } from './ndjson.ts'
import type { Reader } from './reader.ts'
import { rocketchat } from './rocketchat.ts'
import { slack } from './slack.ts'
import { slackdump } from './slackdump.ts'
import { teams } from './teams.ts'
import { telegram } from './telegram.ts'
import { whatsapp } from './whatsapp.ts'
import { zulipApi, zulipArchive } from './zulip.ts'
import { zulipExport } from './zulip-export.ts'

/** Every reader there is. Order decides only between equal scores: the stricter one first. */
export const readers: readonly Reader[] = [
  slack,
  slackdump,
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
