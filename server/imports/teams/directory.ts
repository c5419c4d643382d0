import { readSmallJson } from '../reading/json-records.ts'
import type { ImportSource } from '../reading/reader.ts'
import { field, firstText, listOf, textOf } from '../reading/values.ts'
import { either } from './keys.ts'

const MAX_LIST_BYTES = 64 * 1_024 * 1_024

/** The lists that the PowerShell exporter leaves beside the messages; all empty without them. */
export interface Directory {
  /** Names of teams by id. */
  teams: Map<string, string>
  /** Names of channels by id, behind the name of their team: `Core / General`. */
  channels: Map<string, string>
  /** Names of people by id. Active users only; others are known by their messages alone. */
  users: Map<string, string>
}

export async function directoryOf({ entries }: ImportSource): Promise<Directory> {
  const directory: Directory = { teams: new Map(), channels: new Map(), users: new Map() }
  const each = async (
    file: RegExp,
    take: (item: unknown, id: string, name: string, fileId: string) => void,
  ): Promise<void> => {
    for (const entry of entries) {
      const match = file.exec(entry.name)
      if (!match) continue
      const list = await readSmallJson(entry, MAX_LIST_BYTES)
      for (const item of listOf(field(list, 'value') ?? list)) {
        const name = firstText(either(item, 'DisplayName'), either(item, 'Name'))
        if (name !== '') take(item, textOf(either(item, 'Id')), name, match[1] ?? '')
      }
    }
  }
  await each(/(?:^|\/)teamsList\.json$/, (team, id, name) => {
    directory.teams.set(firstText(either(team, 'GroupsId'), either(team, 'GroupId'), id), name)
  })
  await each(/(?:^|\/)channels_([^/]*)\.json$/, (_channel, id, name, teamId) => {
    directory.channels.set(id, channelName(directory.teams.get(teamId), name))
  })
  await each(/(?:^|\/)teamMembers_[^/]*\.json$/, (member, _id, name) => {
    directory.users.set(textOf(either(member, 'UserId')), name)
  })
  await each(/(?:^|\/)usersList\.json$/, (_user, id, name) => void directory.users.set(id, name))
  directory.users.delete('')
  return directory
}

/** Every team has a channel named General. */
export const channelName = (team: string | undefined, channel: string): string =>
  team === undefined ? channel : `${team} / ${channel}`
