import type { Notes } from '../ports/notes.ts'

/** Pauses that servers have asked for outlive the process under this name. */
const noteName = 'connection-pauses'

type Pauses = Record<string, number>

/** @param pauses ends of pauses by key, by connection */
export const keepPauses = (notes: Notes, pauses: Record<string, Pauses>): Promise<void> =>
  notes.write(noteName, pauses).catch(() => undefined)

/** @returns the pauses of a connection, as an earlier process has kept them */
export async function keptPauses(notes: Notes): Promise<(connectionOid: string) => Pauses> {
  const note = await notes.read(noteName).catch(() => null)
  return (connectionOid) => {
    const own: unknown =
      typeof note === 'object' && note !== null ? Object(note)[connectionOid] : null
    if (typeof own !== 'object' || own === null) return {}
    return Object.fromEntries(
      Object.entries(own).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number',
      ),
    )
  }
}
