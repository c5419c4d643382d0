import { csvGeneric } from './table/csv-generic.ts'
import { discordCsv } from './discord/discord-csv.ts'
import { discordJson } from './discord/discord-json.ts'
import { discordTxt } from './discord/discord-txt.ts'
import { irc, ircHtml, ircLiteral, ircTriples } from './irc/index.ts'
import { matrix } from './matrix/matrix.ts'
import { mattermost } from './mattermost/mattermost.ts'
import { ndjson } from './ndjson/ndjson.ts'
import type { Reader } from './reading/reader.ts'
import { rocketchat } from './rocketchat/rocketchat.ts'
import { slack } from './slack/slack.ts'
import { slackdump } from './slack/slackdump.ts'
import { teams } from './teams/teams.ts'
import { telegram } from './telegram/telegram.ts'
import { whatsapp } from './whatsapp/index.ts'
import { zulipApi, zulipArchive } from './zulip/zulip.ts'
import { zulipExport } from './zulip/zulip-export.ts'

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
