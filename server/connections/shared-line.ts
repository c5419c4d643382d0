import type { Session } from './connector.ts'

/** How connections of a service are opened and closed. They end with the signal of their session by themselves. */
export interface Lines<Line> {
  open(session: Session): Promise<Line>
  isOpen(line: Line): boolean
  close(line: Line): void
}

interface Shared<Line> {
  line: Promise<Line>
  users: number
  closing: NodeJS.Timeout | undefined
}

/** Milliseconds that a line is kept which nobody uses: logging in for each page would look like an attack. */
const keptMs = 30_000

/** Has all that one reading asks go over one line, which is opened when it is needed, and anew where it was cut. */
export function shareLine<Line extends object>({ open, isOpen, close }: Lines<Line>) {
  /** By the signal of those who read: they stop all at once. */
  const shared = new WeakMap<AbortSignal, Shared<Line>>()

  async function sharedBy(session: Session): Promise<Shared<Line>> {
    for (;;) {
      const known = shared.get(session.signal)
      const line = await known?.line.catch(() => null)
      if (known !== undefined && line && isOpen(line)) return known
      // Somebody else may have begun to open another one meanwhile.
      if (shared.get(session.signal) !== known) continue
      const next = { line: open(session), users: 0, closing: undefined }
      shared.set(session.signal, next)
      return next
    }
  }

  return async <Answer>(
    session: Session,
    work: (line: Line) => Promise<Answer>,
  ): Promise<Answer> => {
    const own = await sharedBy(session)
    clearTimeout(own.closing)
    own.users += 1
    try {
      return await work(await own.line)
    } finally {
      own.users -= 1
      if (own.users === 0) {
        own.closing = setTimeout(() => void own.line.then(close, () => undefined), keptMs).unref()
      }
    }
  }
}
