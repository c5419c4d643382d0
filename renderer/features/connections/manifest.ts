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
    bot_events: [message.channels, message.groups, channel_rename, channel_deleted, channel_left, group_left]
  socket_mode_enabled: true
`
