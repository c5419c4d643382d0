/** Rooms that were merged into another, and that one into a third ...; more are a circle. */
const longestChain = 50

/**
 * The room that people see under an id: itself, or the one that it has become a part of.
 *
 * @param oid placeholder of the id
 * @param seen condition on `r` of a room that people see
 */
export const placeQuery = (oid: string, seen: string): string => `
  WITH RECURSIVE chain (oid, steps) AS (
    SELECT ${oid}, 0
    UNION ALL
    SELECT coalesce(r.trashed_as, r.room_oid), steps + 1
    FROM chain JOIN room_aliases a ON a.alias_oid = chain.oid JOIN rooms r ON r.room_id = a.into_id
    WHERE steps < ${longestChain}
  )
  SELECT r.room_oid AS "roomOid", r.room_id AS "roomId",
    EXISTS (SELECT 1 FROM room_aliases a WHERE a.into_id = r.room_id) AS "isMerged"
  FROM chain JOIN rooms r ON r.room_oid = chain.oid AND ${seen} ORDER BY steps LIMIT 1`

/**
 * Ids under which messages come to a room: its own, and those of rooms that have become a part of it.
 *
 * @param oid placeholder of its id
 */
export const sourcesQuery = (oid: string): string => `
  WITH RECURSIVE chain (oid, steps) AS (
    SELECT ${oid}, 0
    UNION ALL
    SELECT a.alias_oid, steps + 1
    FROM chain JOIN rooms r ON coalesce(r.trashed_as, r.room_oid) = chain.oid
      JOIN room_aliases a ON a.into_id = r.room_id
    WHERE steps < ${longestChain}
  )
  SELECT oid FROM chain`

/** Of a merge that has not finished, and of one that was taken back: their entries in the trash. */
export const mergeEntry = (mergeOid: string): string => `merge.${mergeOid}`
export const undoneEntry = (trashOid: string): string => `undone.${trashOid}`
