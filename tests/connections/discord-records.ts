/** Records of Discord's API with all that its description demands. */

export const epoch = 1_420_070_400_000n
/** An id of this moment; `n` tells those of one millisecond apart. */
export const snowflake = (at: number, n = 0): string =>
  String(((BigInt(at) - epoch) << 22n) | BigInt(n))

export interface DoubleUser {
  id: string
  username: string
  global_name: string | null
  bot?: boolean
}

export const userOf = ({ id, username, global_name: shown, bot }: DoubleUser) => ({
  id,
  username,
  global_name: shown,
  avatar: null,
  discriminator: '0',
  public_flags: 0,
  flags: 0,
  primary_guild: null,
  ...(bot === undefined ? {} : { bot }),
})

export interface DoubleMessage {
  id: string
  channel_id: string
  author: DoubleUser
  content: string
  type?: number
  edited_timestamp?: string
  mentions?: DoubleUser[]
  embeds?: object[]
  attachments?: { id: string; filename: string; size: number }[]
  message_reference?: { type: number; channel_id: string; message_id?: string }
}

export const timestampOf = (id: string): string =>
  new Date(Number((BigInt(id) >> 22n) + epoch)).toISOString().replace('Z', '000+00:00')

/** @param isReadable whether the bot may read what messages hold */
export const messageOf = (message: DoubleMessage, isReadable: boolean) => ({
  type: 0,
  timestamp: timestampOf(message.id),
  edited_timestamp: null,
  flags: 0,
  mention_roles: [],
  components: [],
  pinned: false,
  mention_everyone: false,
  tts: false,
  ...message,
  author: userOf(message.author),
  mentions: (message.mentions ?? []).map(userOf),
  embeds: isReadable ? (message.embeds ?? []) : [],
  content: isReadable ? message.content : '',
  attachments: isReadable
    ? (message.attachments ?? []).map((file) => ({
        ...file,
        url: 'https://cdn.test/a',
        proxy_url: 'https://cdn.test/a',
      }))
    : [],
})

export interface DoubleChannel {
  id: string
  name: string
  /** 0: text. */
  type?: number
  permission_overwrites?: { id: string; type: number; allow: string; deny: string }[]
}

export const channelOf = (channel: DoubleChannel, guild: string, position: number) => ({
  type: 0,
  flags: 0,
  guild_id: guild,
  position,
  parent_id: null,
  permission_overwrites: [],
  ...channel,
})

export interface DoubleThread {
  id: string
  name: string
  parent_id: string
  type?: number
  /** Null: it is not archived. */
  archivedAt: number | null
}

export const threadOf = (thread: DoubleThread, guild: string, lastMessage: string | null) => {
  const { archivedAt, ...rest } = thread
  return {
    type: 11,
    flags: 0,
    guild_id: guild,
    owner_id: '100000000000000001',
    message_count: 1,
    member_count: 1,
    total_message_sent: 1,
    last_message_id: lastMessage,
    ...rest,
    thread_metadata: {
      archived: archivedAt !== null,
      archive_timestamp: new Date(archivedAt ?? 0).toISOString(),
      auto_archive_duration: 1_440,
      locked: false,
    },
  }
}

export const roleOf = (id: string, name: string, permissions: bigint) => ({
  id,
  name,
  permissions: String(permissions),
  position: 0,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: false,
  icon: null,
  unicode_emoji: null,
  flags: 0,
})

export const memberOf = (user: DoubleUser, roles: readonly string[]) => ({
  avatar: null,
  banner: null,
  communication_disabled_until: null,
  flags: 0,
  joined_at: '2024-01-01T00:00:00.000000+00:00',
  nick: null,
  pending: false,
  premium_since: null,
  roles,
  user: userOf(user),
  mute: false,
  deaf: false,
})

export const applicationOf = (bot: DoubleUser, flags: number) => ({
  id: bot.id,
  name: 'Rapporteur',
  icon: null,
  description: '',
  type: null,
  verify_key: 'x',
  flags,
  flags_new: String(flags),
  redirect_uris: [],
  interactions_endpoint_url: null,
  role_connections_verification_url: null,
  owner: userOf({ id: '100000000000000009', username: 'owner', global_name: null }),
  approximate_guild_count: 1,
  approximate_user_install_count: 0,
  approximate_user_authorization_count: 0,
  explicit_content_filter: 0,
  team: null,
  eligible_oauth2_scopes: [],
  bot: userOf(bot),
})
