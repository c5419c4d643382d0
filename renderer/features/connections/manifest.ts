/** What Slack makes the app of that reads for us: no more rights than reading rooms takes. */
export const slackManifest = `display_information:
  name: Rapporteur
features:
  bot_user:
    display_name: Rapporteur
oauth_config:
  scopes:
    bot: [channels:read, channels:history, groups:read, groups:history, users:read]
settings:
  event_subscriptions:
    bot_events: [message.channels, message.groups, channel_rename, channel_archive, group_archive, channel_deleted, channel_left, group_left]
  socket_mode_enabled: true
`

/** View Channels and Read Message History, as Discord counts rights. */
const discordRights = (1 << 10) | (1 << 16)

/** Where a bot is invited to a server; its token begins with its id. Null: this is no such token. */
export function discordInvite(token: string): string | null {
  const [first = ''] = token.trim().split('.')
  if (!/^[\w+/-]{20,28}={0,2}$/.test(first)) return null
  const id = atob(first.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''))
  if (!/^\d{15,20}$/.test(id)) return null
  return `https://discord.com/oauth2/authorize?client_id=${id}&scope=bot&permissions=${discordRights}`
}
