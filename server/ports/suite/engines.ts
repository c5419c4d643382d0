import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe } from 'vitest'
import { openEngine, startEngine } from '../../engines/open.ts'
import type { Engine, EngineAddress } from '../engine.ts'

/** A fresh, empty engine, as the process that works in it has it. */
export interface FreshEngine {
  engine: Engine
  /** The same data once more, as a worker thread or another node opens it; `close` closes it, too. */
  another(): Promise<Engine>
  /** As a process that ends well and starts again: `engine` is the new one then. */
  restart(): Promise<void>
}

interface EngineUnderTest {
  name: string
  /** Makes a place for an empty engine, and gives it up again. */
  place(): { address: EngineAddress; remove(): void }
}

/** Every engine that there is. The tests of each port run on all of them. */
export const engines: readonly EngineUnderTest[] = [
  {
    name: 'sqlite',
    place() {
      const folder = mkdtempSync(join(tmpdir(), 'rapporteur-engine-'))
      const remove = (): void => rmSync(folder, { recursive: true, force: true })
      return { address: { kind: 'sqlite', folder }, remove }
    },
  },
]

/** Starts without a callback, so that a test can hold the engine. */
const start = (address: EngineAddress): Promise<Engine> =>
  startEngine(address, { onMended: () => undefined }, async (engine) => engine)

/**
 * Describes a port on every engine. Each test gets an engine of its own from `fresh()`.
 *
 * @example onEveryEngine('what is known of model servers', (fresh) => {
 *   it('…', async () => { const { modelMemory } = fresh().engine })
 * })
 */
export function onEveryEngine(what: string, tests: (fresh: () => FreshEngine) => void): void {
  describe.each(engines)(`${what}, kept by $name`, ({ place }) => {
    let fresh: FreshEngine
    let others: Engine[]
    let remove: () => void
    beforeEach(async () => {
      const { address, remove: removePlace } = place()
      remove = removePlace
      others = []
      fresh = {
        engine: await start(address),
        async another() {
          const opened = await openEngine(fresh.engine.address)
          others.push(opened)
          return opened
        },
        async restart() {
          await fresh.engine.close()
          fresh.engine = await start(address)
        },
      }
    })
    afterEach(async () => {
      for (const other of others) await other.close()
      await fresh.engine.close()
      remove()
    })
    tests(() => fresh)
  })
}
