import type { ServerConnection } from '../../../server/contract/desktop-api.ts'

/** More than a notification names. */
const most = 5
const patienceMs = 5_000

/** Asks a server how its rooms are called; one that it does not tell is left out. */
export async function roomNames(
  roomOids: readonly string[],
  { url, accessToken }: ServerConnection,
): Promise<ReadonlyMap<string, string>> {
  const asked = roomOids.slice(0, most).map(async (roomOid) => {
    const answer = await fetch(`${url}/api/rooms/${encodeURIComponent(roomOid)}`, {
      headers: { Authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(patienceMs),
    })
    const { name } = (await answer.json()) as { name?: unknown }
    return [roomOid, name] as const
  })
  const told = await Promise.allSettled(asked)
  return new Map(
    told.flatMap((each) =>
      each.status === 'fulfilled' && typeof each.value[1] === 'string'
        ? [[each.value[0], each.value[1]] as const]
        : [],
    ),
  )
}
