import { isDamage } from './damage.ts'
import { transaction, type Database } from './database.ts'

/** What has to know how a transaction went. */
export interface TurnWitness {
  committed(): void
  /** Everything since the last commit was undone. */
  rolledBack(): void
  /** Makes what is damaged anew, if it is of a kind that can be; true: worth another try. */
  repair(): boolean
}

/** All writes of one turn of the event loop, in one transaction at its end. */
export interface Turn {
  /**
   * Runs `work` with the others of this turn, in their order. Resolves once it is committed; an error of
   * one undoes that one alone.
   */
  write<T>(work: () => T): Promise<T>
  /** Runs `work` at its place between the writes; it needs no transaction, and none that fails stops it. */
  pass(work: () => void): Promise<void>
  /** Does now what waits for the end of the turn. */
  flush(): void
}

interface Waiting {
  work(): unknown
  writes: boolean
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * A transaction costs more than what most of them write: five hundred running reports say two thousand
 * things a second. What is asked for together is committed together, and then told in one go.
 */
export function createTurn(db: Database, witness: TurnWitness): Turn {
  let waiting: Waiting[] = []

  function flush(): void {
    const batch = waiting
    waiting = []
    if (batch.length > 0) settle(batch, true)
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
      witness.rolledBack()
      if (mayRepair && isDamage(error) && witness.repair()) return settle(batch, false)
      return fail(batch, error, isWorking)
    }
    witness.committed()
    for (const [index, { resolve }] of batch.entries()) resolve(values[index])
  }

  /** One that fails by itself takes no other with it; a disk that is full or locked fails for all. */
  function fail(batch: readonly Waiting[], error: unknown, isOnesOwn: boolean): void {
    for (const each of batch) {
      if (batch.length > 1 && (isOnesOwn || !each.writes)) settle([each], false)
      else each.reject(error)
    }
  }

  function add(work: () => unknown, writes: boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (waiting.push({ work, writes, resolve, reject }) === 1) setImmediate(flush)
    })
  }

  return {
    // `resolve` gets what `work` returned, and nothing else.
    write: <T>(work: () => T) => add(work, true) as Promise<T>,
    pass: (work) => add(work, false) as Promise<void>,
    flush,
  }
}
