import { runLimits } from './limits.ts'

/**
 * What became of a change when it was first tried. `waits`: it could not be written, and is tried again;
 * `refused`: it will never be, because somebody else holds what it changes, or the server stops.
 */
export type Kept = 'kept' | 'waits' | 'refused'

export interface LineOptions<Change> {
  /** Writes one change; false refuses it, and all that come after it. */
  write(change: Change): Promise<boolean>
  /** Told of each failure to write. */
  onError?(error: unknown): void
  /** One change in place of two that could not be written. */
  merge(older: Change, newer: Change): Change
  /**
   * One change that writes both, where the newer one has come while another was being written; null where each
   * needs a write of its own. Default: null.
   */
  join?(older: Change, newer: Change): Change | null
}

/** The changes of one thing, written one after the other in their order. */
export interface Line<Change> {
  keep(change: Change): Promise<Kept>
  /** Resolves once nothing waits or is on its way. */
  kept(): Promise<void>
}

/**
 * Makes states durable, and goes on trying where the disk is full or the database locked: a report that
 * has failed must not seem to run for ever because that could not be written down.
 */
export interface Keeper {
  line<Change>(options: LineOptions<Change>): Line<Change>
  /** Resolves once nothing is on its way; what waits for another try does not count. */
  idle(): Promise<void>
  /** Gives up what waits; what is on disk stays as it is. */
  stop(): void
}

export interface KeeperOptions {
  /** Told of each failure; it may make room before the next try. */
  onError(error: unknown): void
  /** Default `runLimits.keepRetryMs`. */
  retryMs?: number
}

interface Waiting<Change> {
  change: Change
  answer(kept: Kept): void
}

export function createKeeper({ onError, retryMs = runLimits.keepRetryMs }: KeeperOptions): Keeper {
  /** Lines with something to try again, in the order in which they failed. */
  const failed = new Set<() => Promise<boolean>>()
  const onTheirWay = new Set<Promise<unknown>>()
  /** How the lines that have something to write give it up. */
  const unwritten = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false

  /** The first failure speaks for all behind it: each try of a locked database holds up the whole server. */
  async function retry(): Promise<void> {
    const [first, ...others] = failed
    failed.clear()
    if (first !== undefined && !(await first())) {
      for (const advance of others) failed.add(advance)
      return
    }
    timer = null
    for (const advance of others) void advance()
  }

  function fail(advance: () => Promise<boolean>): void {
    failed.add(advance)
    if (isStopped) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void retry(), retryMs)
  }

  function line<Change>(options: LineOptions<Change>): Line<Change> {
    const { write, merge, join = () => null } = options
    let waiting: Waiting<Change>[] = []
    let isBusy = false
    let isRefused = false
    let listeners: (() => void)[] = []

    function rest(): void {
      unwritten.delete(giveUp)
      const told = listeners
      listeners = []
      for (const listener of told) listener()
    }

    function giveUp(): void {
      isRefused = true
      const given = waiting
      waiting = []
      for (const { answer } of given) answer('refused')
      rest()
    }

    /** Tells those that wait so, and has one change stand for all of them. */
    function merged(first: Waiting<Change>): Waiting<Change>[] {
      const all = [first, ...waiting]
      for (const { answer } of all) answer('waits')
      const change = all.map((each) => each.change).reduce(merge)
      return [{ change, answer: () => undefined }]
    }

    /** The first of those that wait, with all behind it that one write can take. */
    function next(): Waiting<Change> | undefined {
      const first = waiting.shift()
      if (first === undefined) return undefined
      let { change } = first
      const all = [first]
      for (let other = waiting[0]; other !== undefined; other = waiting[0]) {
        const both = join(change, other.change)
        if (both === null) break
        change = both
        all.push(other)
        waiting.shift()
      }
      return { change, answer: (kept) => all.forEach(({ answer }) => answer(kept)) }
    }

    /** @returns false if a write has failed */
    async function advance(): Promise<boolean> {
      if (isBusy) return true
      isBusy = true
      try {
        for (let one = next(); one !== undefined; one = next()) {
          try {
            const isHeld = await write(one.change)
            one.answer(isHeld ? 'kept' : 'refused')
            if (!isHeld) giveUp()
          } catch (error) {
            onError(error)
            options.onError?.(error)
            if (isRefused) one.answer('refused')
            else waiting = merged(one)
            if (!isRefused) fail(advance)
            return false
          }
        }
      } finally {
        isBusy = false
      }
      rest()
      return true
    }

    function send(): void {
      const running = advance()
      onTheirWay.add(running)
      void running.finally(() => onTheirWay.delete(running))
    }

    return {
      keep(change) {
        if (isRefused || isStopped) return Promise.resolve('refused')
        unwritten.add(giveUp)
        return new Promise((answer) => {
          waiting.push({ change, answer })
          const isShut = timer !== null && !isBusy
          const first = isShut ? waiting.shift() : undefined
          if (first === undefined) return send()
          waiting = merged(first)
          failed.add(advance)
        })
      },
      kept() {
        if (!isBusy && waiting.length === 0) return Promise.resolve()
        return new Promise((resolve) => listeners.push(resolve))
      },
    }
  }

  return {
    line,
    async idle() {
      while (onTheirWay.size > 0) await Promise.all(onTheirWay)
    },
    stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      timer = null
      failed.clear()
      for (const giveUp of unwritten) giveUp()
    },
  }
}
