import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { RoleRule, SignInSettings } from '../access/oidc.ts'
import { parseHost } from '../admission.ts'
import { Role, roles } from '../contract/access.ts'
import { httpLimits } from '../contract/limits.ts'
import { start } from '../index.ts'
import type { NodeRole } from '../ports/nodes.ts'
import { version } from '../../package.json' with { type: 'json' }
import { BlobPlaceError, blobPlaceOf } from '../engines/shared/blob-place.ts'
import type { Language } from '../words/catalogues.ts'
import type { Phrase } from '../words/report/phrases.ts'
import { explain } from '../words/spoken-error.ts'
import { folderProblem } from '../words/system-problem.ts'
import { UsageError } from './usage-error.ts'
import { keepToken } from './token-file.ts'

const loopback = ['127.0.0.1', 'localhost', '::1']

/** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, or with `?host=/folder/of/the/socket`. */
const DatabaseUrl = z.string().regex(/^postgres(?:ql)?:\/\//)

const WebAddress = z.url({
  protocol: /^https?$/,
  error: 'usage_web_address' satisfies Phrase,
})

const within = (least: number, most: number, otherwise: Phrase) =>
  z.coerce.number({ error: otherwise }).min(least, otherwise).max(most, otherwise)

/** What the options of the command may be; each message is a phrase. */
export const serveSchema = z.object({
  port: within(0, 65_535, 'usage_port')
    .int('usage_port' satisfies Phrase)
    .default(0),
  host: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) !== 0, 'usage_host' satisfies Phrase)
    .default('127.0.0.1'),
  databaseUrl: DatabaseUrl.optional(),
  publicUrl: WebAddress.optional(),
  oidcIssuer: WebAddress.optional(),
  leaseSeconds: within(1, 600, 'usage_seconds').default(12),
})

/** Who spreads requests over nodes looks at `/readyz` each second or two. */
const drainNoticeMs = 3_000

/** What a caller of the command reads from its end. */
export const exitCodes = { usage: 2, inUse: 3 } as const

/** `reports.example.org,10.0.0.7` as host names without port; the server answers no others. */
export function parseHosts(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .map((name) => {
      if (parseHost(name) === null || name.includes('@') || /:\d+$/.test(name)) {
        throw new UsageError('usage_host_name', { name })
      }
      return name
    })
}

/** `admin=rapporteur-admins,viewer=*` as rules; the same role may have several. */
export function parseRoleRules(list: string): RoleRule[] {
  return list.split(',').map((pair) => {
    const [name = '', ...rest] = pair.split('=')
    const role = Role.safeParse(name.trim())
    const value = rest.join('=').trim()
    if (role.success && value !== '') return { role: role.data, value }
    throw new UsageError('usage_role_rule', { rule: pair, roles: roles.join(', ') })
  })
}

/** What people sign in by, as the options name it. */
interface ProviderOptions {
  publicUrl?: string | undefined
  oidcIssuer?: string | undefined
  oidcClientId?: string | undefined
  oidcClaim?: string | undefined
  oidcRoles?: readonly RoleRule[] | undefined
}

function signInOf(options: ProviderOptions): SignInSettings | undefined {
  const { publicUrl, oidcIssuer: issuer, oidcClientId: clientId, oidcRoles: rules } = options
  if (issuer === undefined) return undefined
  if (publicUrl === undefined || clientId === undefined || rules === undefined) {
    throw new UsageError('usage_oidc')
  }
  const clientSecret = process.env['RAPPORTEUR_OIDC_CLIENT_SECRET']
  return { issuer, clientId, clientSecret, publicUrl, claim: options.oidcClaim, rules }
}

export interface ServeOptions extends ProviderOptions {
  dataDir: string
  /** Default: all is in the data directory. */
  databaseUrl?: string | undefined
  /** Where files go; only with a database. Default: into the data directory. */
  blobs?: string | undefined
  /** What this process does of all the work on the database. */
  role: NodeRole
  /** After so long others go on with what a silent server was making. */
  leaseSeconds: number
  /** Beyond this computer only with a token file and the names that others may call it by. */
  host: string
  port: number
  /** Where the token of this launch is written; the first line then names the file in its place. */
  tokenFile?: string | undefined
  /** Says the token in the first line although there is a file. */
  printToken: boolean
  allowedHosts: readonly string[]
  flags: Readonly<Record<string, unknown>>
  /** Of what is said to people. */
  language: Language
}

/** @throws UsageError for an address that says nothing, and for one without a database that knows the files */
function checkBlobs({ blobs, databaseUrl }: Pick<ServeOptions, 'blobs' | 'databaseUrl'>): void {
  if (blobs === undefined) return
  if (databaseUrl === undefined) throw new UsageError('usage_blobs_alone')
  try {
    blobPlaceOf(blobs)
  } catch (error) {
    throw error instanceof BlobPlaceError ? new UsageError(error.phrase) : error
  }
}

/** The window for browsers, beside the built program; undefined where it was not built. */
function builtWindow(): string | undefined {
  const places = ['../renderer', '../../out/renderer'].map((place) =>
    resolve(import.meta.dirname, place),
  )
  return places.find((place) => existsSync(join(place, 'index.html')))
}

const tokenFileProblem = (error: unknown, folder: string): unknown =>
  (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? new UsageError('usage_token_folder', { folder })
    : folderProblem(error, folder)

/**
 * The server without a window. The first line on stdout says where it listens; log lines go to stderr.
 * SIGTERM and SIGINT drain and end it with 0.
 *
 * @throws UsageError where chats would be reachable from other machines by whoever finds the port
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { host, tokenFile, leaseSeconds, language, ...rest } = options
  const { publicUrl } = options
  const allowedHosts = [
    ...options.allowedHosts,
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
  ]
  const signIn = signInOf(options)
  const isShared = rest.databaseUrl !== undefined
  if (!isShared && rest.role !== 'all') {
    throw new UsageError('usage_role_alone')
  }
  if (!loopback.includes(host) && (tokenFile === undefined || allowedHosts.length === 0)) {
    throw new UsageError('usage_beyond', { host })
  }
  checkBlobs(options)
  const server = await start({
    ...rest,
    host,
    publicHosts: allowedHosts,
    pageFolder: builtWindow(),
    signIn,
    leaseMs: leaseSeconds * 1_000,
    drainNoticeMs: isShared ? drainNoticeMs : 0,
    version,
    logToStderr: true,
    onLost(error) {
      process.stderr.write(`${explain(language, error)}\n`)
      process.exit(exitCodes.inUse)
    },
  })
  const { url, accessToken } = server
  const file = tokenFile === undefined ? undefined : resolve(tokenFile)
  if (file !== undefined) {
    await keepToken(file, accessToken).catch(async (error: unknown) => {
      // Without its token nobody could use it.
      await server.close()
      throw tokenFileProblem(error, dirname(file))
    })
  }
  const isTold = file === undefined || options.printToken || process.stdout.isTTY
  const line = {
    event: 'listening',
    url,
    ...(isTold && { accessToken }),
    ...(file !== undefined && { tokenFile: file }),
  }
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
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
