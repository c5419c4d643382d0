import { newClient } from './pool.ts'

/** What people call a database: without user, password or options. */
export function placeOf(url: string): string {
  const { database = '', host, port } = newClient(url)
  return `The database ${database} at ${host.startsWith('/') ? host : `${host}:${port}`}`
}
