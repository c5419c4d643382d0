import { afterAll, beforeAll, describe } from 'vitest'
import {
  hasPostgres,
  startPostgres,
  type PostgresOptions,
  type PostgresServer,
} from '../support/postgres-server.ts'

/** Whether there is time for every case: `npm run test:cluster`; the short form is part of `npm test`. */
export const isWhole = process.env['RAPPORTEUR_CLUSTER'] === 'whole'

/** Describes what needs a PostgreSQL server, which all tests of a file share; passed over loudly where there is none. */
export function describeCluster(
  what: string,
  tests: (postgres: () => PostgresServer) => void,
  options: PostgresOptions = {},
): void {
  const isHere = hasPostgres()
  if (!isHere) console.warn(`SKIPPED: ${what}: Debian's package postgresql is not installed`)
  describe.skipIf(!isHere)(what, () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres(options)
    }, 60_000)
    afterAll(() => server.stop())
    tests(() => server)
  })
}
