/** Discord: what DiscordChatExporter writes, as JSON, CSV and plain text. */
export { discordJson } from './json.ts'
export { discordCsv } from './csv.ts'
export { discordTxt } from './txt.ts'
