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

export function createKeeper(options: KeeperOptions): Keeper {
  const { onError, retryMs = runLimits.keepRetryMs } = options
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

  function line<Change>({ write, merge, ...of }: LineOptions<Change>): Line<Change> {
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

    /** @returns false if a write has failed */
    async function advance(): Promise<boolean> {
      if (isBusy) return true
      isBusy = true
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          try {
            const isHeld = await write(next.change)
            next.answer(isHeld ? 'kept' : 'refused')
            if (!isHeld) giveUp()
          } catch (error) {
            onError(error)
            of.onError?.(error)
            if (isRefused) next.answer('refused')
            else waiting = merged(next)
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
