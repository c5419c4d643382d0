import type { SlackNames } from './markup.ts'
import { field, firstText, isObject, listOf, textOf, type JsonObject } from '../reading/values.ts'

export interface SlackChannel {
  /** `C...`, `G...` or `D...`; empty where only the folder is known. */
  id: string
  /** Folder of its day files. */
  folder: string
  name: string
}

/** Who is who in a workspace. */
export interface SlackPeople {
  names: SlackNames
  /** Ids of users that are programs. */
  bots: ReadonlySet<string>
}

/** The lists of a workspace export: who is who, and which folder holds which room. */
export interface SlackDirectory extends SlackPeople {
  teamId: string
  channels: SlackChannel[]
}

/** `lists` by file name without `.json`: users, channels, groups, mpims, dms, org_users, usergroups. */
export function slackDirectory(lists: ReadonlyMap<string, unknown>): SlackDirectory {
  const users = new Map<string, string>()
  const bots = new Set(['USLACKBOT'])
  let teamId = ''
  for (const user of [...listOf(lists.get('users')), ...listOf(lists.get('org_users'))]) {
    const id = textOf(field(user, 'id'))
    if (id === '') continue
    users.set(id, displayName(user, id))
    if (field(user, 'is_bot') === true) bots.add(id)
    // Messages of programs may carry this id alone.
    const botId = textOf(field(field(user, 'profile'), 'bot_id'))
    if (botId !== '') users.set(botId, displayName(user, id))
    teamId ||= textOf(field(user, 'team_id'))
  }
  const groups = new Map<string, string>()
  for (const group of listOf(lists.get('usergroups'))) {
    const name = firstText(field(group, 'handle'), field(group, 'name'))
    if (name !== '') groups.set(textOf(field(group, 'id')), name)
  }
  const channelNames = new Map<string, string>()
  const names: SlackNames = {
    user: (id) => users.get(id) ?? (id === 'USLACKBOT' ? 'Slackbot' : undefined),
    channel: (id) => channelNames.get(id),
    group: (id) => groups.get(id),
  }
  const channels: SlackChannel[] = []
  for (const list of ['channels', 'groups']) {
    for (const channel of listOf(lists.get(list)).filter(isObject)) {
      const id = textOf(channel['id'])
      const name = firstText(channel['name'], id)
      if (name === '') continue
      channelNames.set(id, name)
      channels.push({ id, folder: name, name })
    }
  }
  for (const list of ['mpims', 'dms']) {
    for (const group of listOf(lists.get(list)).filter(isObject)) {
      const id = textOf(group['id'])
      const folder = firstText(group['name'], id)
      const ids = [...listOf(group['members']), group['user']].map(textOf).filter(Boolean)
      const members = ids.map((memberId) => names.user(memberId) ?? memberId)
      if (folder) channels.push({ id, folder, name: members.join(', ') || folder })
    }
  }
  return { names, bots, teamId, channels }
}

/** What Slack itself shows: the display name, then the real name, then the handle. */
export const displayName = (user: unknown, id: string): string => {
  const profile = field(user, 'profile')
  return firstText(
    field(profile, 'display_name'),
    field(profile, 'real_name'),
    field(user, 'real_name'),
    field(user, 'display_name'),
    field(user, 'name'),
    id,
  )
}

/** Who says a message. Guests and bots are often missing from the list of users. */
export function slackAuthor(
  message: JsonObject,
  { names, bots }: SlackPeople,
): { author: string; authorKey: string; isBot: boolean } {
  const userId = firstText(message['user'], field(message['comment'], 'user'))
  const botId = textOf(message['bot_id'])
  const known = userId ? names.user(userId) : undefined
  const author =
    known ??
    firstText(
      displayName(message['user_profile'], ''),
      message['username'],
      field(message['bot_profile'], 'name'),
      botId ? names.user(botId) : undefined,
      userId,
      botId,
    )
  // A person's token may post too: then the record has the id of a program and the user is listed.
  const isBot =
    message['subtype'] === 'bot_message' ||
    bots.has(userId) ||
    (botId !== '' && (known === undefined || userId === ''))
  return { author, authorKey: userId || botId || author, isBot }
}
