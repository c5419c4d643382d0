import type { Database } from './database.ts'

type Value = string | number | bigint | Uint8Array | null
export type Row = Record<string, Value>
/** Values of the key columns, in their order. */
type Key = readonly (string | number)[]

interface Range {
  /** Both exclusive; null is the beginning, or the end. */
  after: Key | null
  before: Key | null
}

/** Places of one table that are tried behind damage; each costs a few pages. */
const maxProbes = 20_000

/**
 * Reads what can be read of a table in a damaged file: from the beginning up to the damage, from the end
 * back to it, and then, where the key is a number, from the middle of what is left, again and again.
 *
 * @param key columns by which the table is stored, `rowid` for most
 * @param ranges where to begin; default the whole table
 */
export function* readableRows(
  db: Database,
  table: string,
  key: readonly string[],
  ranges: readonly Range[] = [{ after: null, before: null }],
): Generator<Row, void, void> {
  const columns = key.map((name) => (name === 'rowid' ? 'rowid AS rescue_rowid, *' : name))
  const wanted = key[0] === 'rowid' ? columns.join(', ') : '*'
  const keyOf = (row: Row): Key =>
    key.map((name) => row[name === 'rowid' ? 'rescue_rowid' : name] as string | number)
  const tuple = `(${key.join(', ')})`
  const marks = `(${key.map(() => '?').join(', ')})`

  /** Rows of a range until the damage; the return value says whether there was none. */
  function* until({ after, before }: Range, order: 'ASC' | 'DESC'): Generator<Row, boolean, void> {
    const bounds = [
      ...(after === null ? [] : [`${tuple} > ${marks}`]),
      ...(before === null ? [] : [`${tuple} < ${marks}`]),
    ]
    const where = bounds.length === 0 ? '' : `WHERE ${bounds.join(' AND ')}`
    const sorted = key.map((name) => `${name} ${order}`).join(', ')
    try {
      const statement = db.prepare(
        `SELECT ${wanted} FROM ${table} NOT INDEXED ${where} ORDER BY ${sorted}`,
      )
      for (const row of statement.iterate(...(after ?? []), ...(before ?? []))) yield row as Row
      return true
    } catch {
      return false
    }
  }

  const waiting: Range[] = [...ranges]
  for (let probes = 0; probes < maxProbes; probes++) {
    const range = waiting.shift()
    if (range === undefined) return
    let { after, before } = range
    const forwards = until(range, 'ASC')
    let step = forwards.next()
    for (; !step.done; step = forwards.next()) {
      after = keyOf(step.value)
      yield step.value
    }
    if (step.value) continue
    const backwards = until({ after, before }, 'DESC')
    for (let back = backwards.next(); !back.done; back = backwards.next()) {
      before = keyOf(back.value)
      yield back.value
    }
    const middle = after === null || before === null ? null : middleOf(after, before)
    if (middle !== null) waiting.push({ after, before: middle }, { after: middle, before })
  }
}

/** A key between two, by the first number in which they differ; null where there is none. */
function middleOf(after: Key, before: Key): Key | null {
  const index = after.findIndex((value, at) => value !== before[at])
  const [low, high] = [after[index], before[index]]
  if (typeof low !== 'number' || typeof high !== 'number' || high - low < 2) return null
  const middle = low + Math.floor((high - low) / 2)
  return after.map((value, at) => (at < index ? value : at === index ? middle : 0))
}
