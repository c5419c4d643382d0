#!/usr/bin/env node
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { version } from '../package.json' with { type: 'json' }
import type { RoleRule } from './access/oidc.ts'
import { parseColumns } from './cli/columns.ts'
import { parseForms, reportForms, type ReportForm } from './cli/forms.ts'
import { report, UsageError } from './cli/report.ts'
import { rescue } from './cli/rescue.ts'
import { exitCodes, parseHosts, parseRoleRules, serve, serveSchema } from './cli/serve.ts'
import { nodeRoles, type NodeRole } from './ports/nodes.ts'
import type { ImportColumns } from './contract/imports.ts'
import { reportLanguages } from './contract/workbook.ts'
import { settingDocs, SettingsError } from './settings/table.ts'
import { wordsOf } from './words/words-of.ts'

/** Where the headless server keeps its data unless told otherwise; the desktop app has its own place. */
function defaultDataDir(): string {
  const { env, platform } = process
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'rapporteur-server')
  if (platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'rapporteur-server')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'rapporteur-server')
}

const parseWith =
  <T>(schema: z.ZodType<T>) =>
  (value: string): T => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? '')
  }

/** Refused without being repeated, as commander would: it holds a password. */
function databaseUrlOf(given: unknown): string | undefined {
  const parsed = serveSchema.shape.databaseUrl.safeParse(given)
  if (parsed.success) return parsed.data
  throw new UsageError(parsed.error.issues[0]?.message)
}

function parseFormats(value: string): ReportForm[] {
  const forms = parseForms(value)
  if (forms !== null) return forms
  throw new InvalidArgumentError(`Name some of ${reportForms.join(', ')}, with commas between.`)
}

/** What the parser throws is told as bad usage. */
const parsedBy =
  <T>(parse: (value: string) => T) =>
  (value: string): T => {
    try {
      return parse(value)
    } catch (error) {
      throw new InvalidArgumentError(wordsOf(error))
    }
  }

function withSettings(command: Command): Command {
  for (const { flag, env, key, help } of settingDocs) {
    command.addOption(new Option(`${flag} <value>`, `${help} [env ${env}, settings.json "${key}"]`))
  }
  return command
}

const flagsOf = (options: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(settingDocs.map(({ key }) => [key, options[key]]))

/** The short name of a setting that a person at a terminal is likely to want. */
const languageOf = ({ language }: Record<string, unknown>): Record<string, unknown> =>
  language === undefined ? {} : { reportLanguage: language }

const program = new Command('rapporteur')
  .description('Turns chat rooms into Excel reports.')
  .version(version)
  .exitOverride()
  .showHelpAfterError()

withSettings(
  program
    .command('serve')
    .description('runs the server without a window; the first line on stdout says where it listens')
    .addOption(
      new Option('--port <port>', 'port to listen on, 0 for any')
        .env('RAPPORTEUR_PORT')
        .default(0)
        .argParser(parseWith(serveSchema.shape.port)),
    )
    .addOption(
      new Option(
        '--host <host>',
        'address to listen on; beyond this computer only with --token-file and --allowed-hosts',
      )
        .env('RAPPORTEUR_HOST')
        .default('127.0.0.1')
        .argParser(parseWith(serveSchema.shape.host)),
    )
    .addOption(
      new Option(
        '--token-file <file>',
        'where the access token goes, for its owner alone, in place of the first line on stdout',
      ).env('RAPPORTEUR_TOKEN_FILE'),
    )
    .option('--print-token', 'says the token on stdout, too; a terminal is told anyhow', false)
    .addOption(
      new Option(
        '--allowed-hosts <list>',
        'host names, without port, by which others may call it: reports.example.org,10.0.0.7',
      )
        .env('RAPPORTEUR_ALLOWED_HOSTS')
        .default([], 'this computer alone')
        .argParser(parsedBy(parseHosts)),
    )
    .addOption(
      new Option('--public-url <url>', 'where people reach it: https://reports.example.org')
        .env('RAPPORTEUR_PUBLIC_URL')
        .argParser(parseWith(serveSchema.shape.publicUrl)),
    )
    .addOption(
      new Option(
        '--oidc-issuer <url>',
        'an OpenID provider by which people sign in; its secret comes from RAPPORTEUR_OIDC_CLIENT_SECRET',
      )
        .env('RAPPORTEUR_OIDC_ISSUER')
        .argParser(parseWith(serveSchema.shape.oidcIssuer)),
    )
    .addOption(
      new Option('--oidc-client-id <id>', 'what the provider calls this server').env(
        'RAPPORTEUR_OIDC_CLIENT_ID',
      ),
    )
    .addOption(
      new Option('--oidc-claim <name>', 'the claim with groups or roles')
        .env('RAPPORTEUR_OIDC_CLAIM')
        .default('groups'),
    )
    .addOption(
      new Option(
        '--oidc-roles <list>',
        'who gets which role by it: admin=ops,operator=support,viewer=*',
      )
        .env('RAPPORTEUR_OIDC_ROLES')
        .argParser(parsedBy(parseRoleRules)),
    )
    .addOption(
      new Option('--data-dir <folder>', 'where rooms, reports and settings.json lie')
        .env('RAPPORTEUR_DATA_DIR')
        .default(defaultDataDir()),
    )
    .addOption(
      new Option(
        '--database-url <url>',
        'a PostgreSQL database for all but files; give one with a password by its variable',
      ).env('RAPPORTEUR_DATABASE_URL'),
    )
    .addOption(
      new Option(
        '--blobs <url>',
        'where files go beside a database: s3://BUCKET?endpoint=https://HOST&region=NAME, or file:///SHARED/FOLDER',
      ).env('RAPPORTEUR_BLOBS'),
    )
    .addOption(
      new Option(
        '--role <role>',
        'with --database-url: api answers requests and makes no reports, worker and all make them, too',
      )
        .env('RAPPORTEUR_ROLE')
        .choices(nodeRoles)
        .default('all'),
    )
    .addOption(
      new Option(
        '--lease-seconds <seconds>',
        'with --database-url: after so long others go on with what a silent server was making',
      )
        .env('RAPPORTEUR_LEASE_SECONDS')
        .default(12)
        .argParser(parseWith(serveSchema.shape.leaseSeconds)),
    ),
).action(async (options: Record<string, unknown>) => {
  await serve({
    dataDir: String(options['dataDir']),
    databaseUrl: databaseUrlOf(options['databaseUrl']),
    blobs: options['blobs'] as string | undefined,
    role: options['role'] as NodeRole,
    leaseSeconds: Number(options['leaseSeconds']),
    host: serveSchema.shape.host.parse(options['host']),
    port: Number(options['port']),
    tokenFile: options['tokenFile'] as string | undefined,
    printToken: options['printToken'] === true,
    allowedHosts: options['allowedHosts'] as string[],
    publicUrl: options['publicUrl'] as string | undefined,
    oidcIssuer: options['oidcIssuer'] as string | undefined,
    oidcClientId: options['oidcClientId'] as string | undefined,
    oidcClaim: options['oidcClaim'] as string | undefined,
    oidcRoles: options['oidcRoles'] as RoleRule[] | undefined,
    flags: flagsOf(options),
  })
})

withSettings(
  program
    .command('report')
    .description('imports exports, makes the report of every room, and ends')
    .argument('<exports...>', 'files, folders or zips')
    .requiredOption('--out <folder>', 'where the workbooks go')
    .option(
      '--room <name>',
      'only this room, by name or id; repeat it for more',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option(
      '--bridge <nick>',
      'a bridge between networks: "<name> words" of it is said by that name; repeat it for more',
      (nick: string, nicks: string[]) => [...nicks, nick],
      [],
    )
    .option('--overview', 'one workbook over all of these rooms, too', false)
    .option('--formats <list>', 'what to leave: xlsx, csv, md, html', parseFormats, ['xlsx'])
    .option(
      '--columns <list>',
      'what the columns of a table hold, counted from 1: time=2,author=1,text=3',
      parsedBy(parseColumns),
    )
    .addOption(
      new Option(
        '--language <code>',
        'language of the reports and of what is printed; the same as --report-language',
      ).choices(reportLanguages),
    )
    .option('--json', 'JSON lines on stdout instead of a progress bar', false),
).action(async (exports: string[], options: Record<string, unknown>) => {
  process.exitCode = await report({
    exports,
    out: String(options['out']),
    rooms: options['room'] as string[],
    bridges: options['bridge'] as string[],
    json: options['json'] === true,
    overview: options['overview'] === true,
    forms: options['formats'] as ReportForm[],
    columns: options['columns'] as ImportColumns | undefined,
    // The zone of the workbooks is also that of files which name none.
    timeZone: options['timeZone'] as string | undefined,
    flags: { ...flagsOf(options), ...languageOf(options) },
  })
})

program
  .command('rescue')
  .description('writes what can be read of a damaged database into a new file')
  .addOption(
    new Option('--data-dir <folder>', 'where rapporteur.db lies')
      .env('RAPPORTEUR_DATA_DIR')
      .default(defaultDataDir()),
  )
  .requiredOption('--out <file>', 'the new database; it must not be there')
  .action(({ dataDir, out }: { dataDir: string; out: string }) => {
    process.exitCode = rescue({ dataDir, out })
  })

/** 2 is bad usage, 3 data that another process holds; what commander prints itself (help, version) is no error. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
  process.stderr.write(`${wordsOf(error)}\n`)
  if ((error as { code?: unknown } | null)?.code === 'data_folder_in_use') return exitCodes.inUse
  return error instanceof UsageError || error instanceof SettingsError ? exitCodes.usage : 1
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
