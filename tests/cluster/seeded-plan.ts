import { seeded } from '../crash/run.ts'

/** What fails: a node is killed or held still, the database ends as by a cut of power, the store of files hangs. */
export type Failure = 'kill' | 'hold' | 'restart' | 'freeze'

/** What one run does. The same seed gives the same plan. */
export interface Plan {
  /** Messages of each room. */
  rooms: readonly number[]
  delivery: 'single' | 'digest'
  /** Each once a reader has heard so many statuses, in their order. */
  failures: readonly { kind: Failure; after: number }[]
}

const eventsPerReport = 6
const mostFailures = 3

/** @param kinds what can fail here; nodes twice as often as the others, because they do so in more ways */
export function planOf(
  seed: number,
  { reports, kinds }: { reports: number; kinds: readonly Failure[] },
): Plan {
  const random = seeded(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const drawn = [...kinds, ...kinds.filter((kind) => kind === 'kill' || kind === 'hold')]
  const failures = Array.from({ length: 1 + below(mostFailures) }, () => ({
    kind: drawn[below(drawn.length)] ?? 'kill',
    after: below(reports * eventsPerReport),
  }))
  return {
    rooms: Array.from({ length: reports }, () => 20 + below(400)),
    delivery: below(2) === 0 ? 'single' : 'digest',
    failures: failures.toSorted((a, b) => a.after - b.after),
  }
}
