import { isDamage } from './damage.ts'
import { transaction, type Database } from './database.ts'

/** Milliseconds for which a write waits for those of others: workers index, import and delete beside it. */
export const lockPatienceMs = 5_000
/** Milliseconds between two tries; whatever is due in this thread is done meanwhile. */
const lockPauseMs = 25

/** Whether another connection was writing, so that nothing was done. */
const isLocked = (error: unknown): boolean =>
  error instanceof Error && /database is locked/i.test(error.message)

/** What has to know how a transaction went. */
export interface Witness {
  committed(): void
  /** Everything since the last commit was undone. */
  rolledBack(): void
  /** Makes what is damaged anew, if it is of a kind that can be; true: worth another try. */
  repair(): boolean
}

/** The one way by which the ports write on a connection: all writes of a turn of the event loop, in one transaction. */
export interface Writes {
  /**
   * Runs `work` with the others of this turn, in their order, once no other connection writes. Resolves when it is
   * committed; an error of one undoes that one alone.
   *
   * @param work may run again after an error, so it changes nothing but the database; it begins no transaction
   * @throws what `work` throws; "database is locked" after `lockPatienceMs`
   */
  write<T>(work: () => T): Promise<T>
  /** Runs `work` at its place between the writes; it needs no transaction, and none that fails stops it. */
  pass(work: () => void): Promise<void>
  /** Does now what waits for the end of the turn, or fails it. */
  flush(): void
  /** From now on this one is told, in place of the one before. */
  tell(witness: Witness): void
}

interface Waiting {
  work(): unknown
  writes: boolean
  /** `performance.now()` at which it gives up waiting for another connection that writes. */
  until: number
  resolve(value: unknown): void
  reject(error: unknown): void
}

const ofConnection = new WeakMap<Database, Writes>()

/** The same for everybody on this connection: it can be in one transaction only. */
export function writesOf(db: Database): Writes {
  const writes = ofConnection.get(db) ?? createWrites(db)
  ofConnection.set(db, writes)
  return writes
}

/**
 * Together, because a transaction costs more than what most of them write: five hundred running reports say two
 * thousand things a second. What is asked for together is committed together, and then told in one go.
 *
 * And here is where a write waits for another connection that holds the file. SQLite itself can only wait by standing
 * still, and the main thread has everybody's answers to give. So a transaction that finds the file taken is tried
 * again by a timer. Later writes come behind those that wait, because the events of a room have an order.
 */
function createWrites(db: Database): Writes {
  let witness: Witness | null = null
  let waiting: Waiting[] = []
  /** Writes that found another connection writing. They keep their order, and later ones come behind them. */
  let held: Waiting[] = []
  let retry: NodeJS.Timeout | null = null
  let isEnding = false

  function run(): void {
    if (retry !== null) clearTimeout(retry)
    retry = null
    const batch = [...held, ...waiting]
    held = []
    waiting = []
    if (batch.length > 0) settle(batch, true)
  }

  function endTurn(): void {
    if (held.length === 0) return run()
    const batch = waiting
    waiting = []
    hold(batch)
  }

  /** Lets the writes wait, and does what needs no transaction. */
  function hold(batch: readonly Waiting[], error?: unknown): void {
    const end = performance.now() + lockPauseMs
    for (const each of batch.filter(({ writes }) => writes)) {
      if (error !== undefined && (isEnding || each.until < end)) each.reject(error)
      else held.push(each)
    }
    if (held.length > 0) retry ??= setTimeout(run, lockPauseMs)
    const passing = batch.filter(({ writes }) => !writes)
    if (passing.length > 0) settle(passing, true)
  }

  function settle(batch: readonly Waiting[], mayRepair: boolean): void {
    const values: unknown[] = []
    let isWorking = false
    const all = (): void => {
      isWorking = true
      for (const { work } of batch) values.push(work())
      isWorking = false
    }
    try {
      if (batch.some(({ writes }) => writes)) transaction(db, all)
      else all()
    } catch (error) {
      witness?.rolledBack()
      if (mayRepair && isDamage(error) && witness?.repair() === true) return settle(batch, false)
      if (isLocked(error) && !isWorking) return hold(batch, error)
      return fail(batch, error, isWorking)
    }
    witness?.committed()
    for (const [index, { resolve }] of batch.entries()) resolve(values[index])
  }

  /** One that fails by itself takes no other with it; a disk that is full fails for all. */
  function fail(batch: readonly Waiting[], error: unknown, isOnesOwn: boolean): void {
    for (const each of batch) {
      if (each.writes && held.length > 0) held.push(each)
      else if (batch.length > 1 && (isOnesOwn || !each.writes)) settle([each], false)
      else each.reject(error)
    }
  }

  function flush(): void {
    isEnding = true
    run()
    isEnding = false
  }

  function add(work: () => unknown, writes: boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const until = performance.now() + lockPatienceMs
      if (waiting.push({ work, writes, until, resolve, reject }) === 1) setImmediate(endTurn)
    })
  }

  return {
    // `resolve` gets what `work` returned, and nothing else.
    write: <T>(work: () => T) => add(work, true) as Promise<T>,
    pass: (work) => add(work, false) as Promise<void>,
    flush,
    tell: (one) => void (witness = one),
  }
}
