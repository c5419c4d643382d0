import { csvGeneric } from './csv-generic.ts'
import { discordJson } from './discord-json.ts'
import { discordCsv, discordTxt } from './discord-text.ts'
import { irc } from './irc.ts'
import { ndjson } from './ndjson.ts'
import type { Reader } from './reader.ts'
import { slack } from './slack.ts'
import { telegram } from './telegram.ts'
import { whatsapp } from './whatsapp.ts'

/** Every reader there is. Order decides only between equal scores: the stricter one first. */
export const readers: readonly Reader[] = [
  slack,
  discordJson,
  discordCsv,
  discordTxt,
  telegram,
  whatsapp,
  ndjson,
  irc,
  csvGeneric,
]
