import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe } from 'vitest'
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from '../../../tests/support/postgres-server.ts'
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
  place(): Promise<{ address: EngineAddress; remove(): Promise<void> }>
}

function newFolder(): { folder: string; removeFolder(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-engine-'))
  return { folder, removeFolder: () => rmSync(folder, { recursive: true, force: true }) }
}

/** One for all tests of a file, started for the first of them. */
let server: Promise<PostgresServer> | null = null
afterAll(async () => {
  await (await server)?.stop()
})

/** Every engine that there is. The tests of each port run on all of them. */
export const engines: readonly EngineUnderTest[] = [
  {
    name: 'sqlite',
    async place() {
      const { folder, removeFolder } = newFolder()
      return { address: { kind: 'sqlite', folder }, remove: async () => removeFolder() }
    },
  },
  {
    name: 'postgres',
    async place() {
      server ??= startPostgres()
      const url = await (await server).createSchema()
      const { folder, removeFolder } = newFolder()
      return {
        address: { kind: 'postgres', folder, url },
        remove: async () => removeFolder(),
      }
    },
  },
]

const isHere = (name: string): boolean => name !== 'postgres' || hasPostgres()

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
  for (const { name, place } of engines) {
    if (!isHere(name)) {
      console.warn(
        `SKIPPED: ${what}, kept by ${name}: Debian's package postgresql is not installed`,
      )
    }
    describe.skipIf(!isHere(name))(`${what}, kept by ${name}`, () => {
      let fresh: FreshEngine
      let others: Engine[]
      let remove: () => Promise<void>
      beforeEach(async () => {
        const { address, remove: removePlace } = await place()
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
        await remove()
      })
      tests(() => fresh)
    })
  }
}
