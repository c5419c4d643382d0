import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe } from 'vitest'
import {
  hasPostgres,
  startPostgres,
  type PostgresServer,
} from '../../../tests/support/postgres-server.ts'
import { hasS3, startS3, type S3Server } from '../../../tests/support/s3-server.ts'
import { openEngine, startEngine } from '../../engines/open.ts'
import { blobPlaceOf } from '../../engines/shared/blob-place.ts'
import type { BlobPlace, Engine, EngineAddress } from '../engine.ts'

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
  /** The Debian package that its server is in, where that is not installed. */
  missing(): string | null
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

const missingPostgres = (): string | null => (hasPostgres() ? null : 'postgresql')

/** One for all tests of a file. */
let s3: Promise<S3Server> | null = null
afterAll(async () => {
  await (await s3)?.stop()
})

async function postgresPlace(blobs?: BlobPlace) {
  server ??= startPostgres()
  const url = await (await server).createSchema()
  const { folder, removeFolder } = newFolder()
  return {
    address: { kind: 'postgres' as const, folder, url, blobs },
    remove: async () => removeFolder(),
  }
}

/** PostgreSQL with files elsewhere than in the folder of the node: for the port of files alone. */
export const sharedStores: readonly EngineUnderTest[] = [
  {
    name: 'a shared folder',
    missing: missingPostgres,
    async place() {
      const { folder, removeFolder } = newFolder()
      const { address, remove } = await postgresPlace({ kind: 'folder', folder })
      return {
        address,
        async remove() {
          removeFolder()
          await remove()
        },
      }
    },
  },
  {
    name: 's3',
    missing: () => (hasS3() ? missingPostgres() : 'radosgw'),
    async place() {
      s3 ??= startS3()
      return postgresPlace(blobPlaceOf(await (await s3).createBucket()))
    },
  },
]

/** Every engine that there is. The tests of each port run on all of them. */
export const engines: readonly EngineUnderTest[] = [
  {
    name: 'sqlite',
    missing: () => null,
    async place() {
      const { folder, removeFolder } = newFolder()
      return { address: { kind: 'sqlite', folder }, remove: async () => removeFolder() }
    },
  },
  {
    name: 'postgres',
    missing: missingPostgres,
    place: () => postgresPlace(),
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
export function onEveryEngine(
  what: string,
  tests: (fresh: () => FreshEngine) => void,
  on: readonly EngineUnderTest[] = engines,
): void {
  for (const { name, place, missing: missingOf } of on) {
    const missing = missingOf()
    if (missing !== null) {
      console.warn(
        `SKIPPED: ${what}, kept by ${name}: Debian's package ${missing} is not installed`,
      )
    }
    describe.skipIf(missing !== null)(`${what}, kept by ${name}`, () => {
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
        // The first test of a file starts the servers.
      }, 120_000)
      afterEach(async () => {
        for (const other of others) await other.close()
        await fresh.engine.close()
        await remove()
      })
      tests(() => fresh)
    })
  }
}
