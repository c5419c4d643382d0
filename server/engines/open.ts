import type { Engine, EngineAddress, StartOptions } from '../ports/engine.ts'

/**
 * Opens the engine of this address for the process that works in it, makes what is not there yet, and lets
 * `work` begin. Where `work` finds damage that can be mended, it begins once more on the mended data; so
 * it must leave nothing behind when it rejects. The engine stays open when it resolves.
 *
 * @throws an error with a sentence for people where the data are in use by another process, or damaged
 *   beyond mending; nothing is held then
 */
export async function startEngine<T>(
  address: EngineAddress,
  options: StartOptions,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  // An engine is read from the disk only once it is chosen.
  if (address.kind === 'postgres') {
    const { startPostgres } = await import('./postgres/engine.ts')
    return startPostgres(address, options, work)
  }
  const { startSqlite } = await import('./sqlite/engine.ts')
  return startSqlite(address, options, work)
}

/** Opens what `startEngine` has opened once more, for a worker thread of the same process. */
export async function openEngine(address: EngineAddress): Promise<Engine> {
  if (address.kind === 'postgres') {
    const { openPostgres } = await import('./postgres/engine.ts')
    return openPostgres(address)
  }
  const { openSqlite } = await import('./sqlite/engine.ts')
  return openSqlite(address)
}
