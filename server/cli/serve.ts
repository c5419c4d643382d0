import { z } from 'zod'
import { httpLimits } from '../contract/limits.ts'
import { start } from '../index.ts'
import { version } from '../../package.json' with { type: 'json' }

/** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, or with `?host=/folder/of/the/socket`. */
const DatabaseUrl = z
  .string()
  .regex(
    /^postgres(?:ql)?:\/\//,
    'Give the address of a PostgreSQL database: postgres://USER@HOST/DATABASE.',
  )

export const serveSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Loopback only: the server holds people's chats and must not be reached from another machine. */
  host: z.enum(['127.0.0.1', 'localhost', '::1']).default('127.0.0.1'),
  databaseUrl: DatabaseUrl.optional(),
})

/** What a caller of the command reads from its end. */
export const exitCodes = { usage: 2, inUse: 3 } as const

export interface ServeOptions {
  dataDir: string
  /** Default: all is in the data directory. */
  databaseUrl?: string | undefined
  host: '127.0.0.1' | 'localhost' | '::1'
  port: number
  flags: Readonly<Record<string, unknown>>
}

/**
 * The server without a window. The first line on stdout says where it listens; log lines go to stderr.
 * SIGTERM and SIGINT drain and end it with 0.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const server = await start({
    ...options,
    version,
    logToStderr: true,
    onLost(error) {
      process.stderr.write(`${error.message}\n`)
      process.exit(exitCodes.inUse)
    },
  })
  const { url, accessToken } = server
  const stop = (): void => {
    // What is acknowledged is durable, so a worker that hangs may be left behind.
    setTimeout(() => process.exit(0), httpLimits.shutdownMs + 1_000).unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(
          `${JSON.stringify({ level: 50, id: 'server.close_failed', msg: String(error) })}\n`,
        )
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // Said last: who reads it may end the server at once.
  process.stdout.write(`${JSON.stringify({ event: 'listening', url, accessToken })}\n`)
}
