import { sentence, type Sentence } from '../../contract/sentences.ts'
import { newClient } from './pool.ts'

/** What people call a database: without user, password or options. */
export function placeOf(url: string): Sentence {
  const { database = '', host, port } = newClient(url)
  return sentence('place_database', {
    database,
    host: host.startsWith('/') ? host : `${host}:${port}`,
  })
}
