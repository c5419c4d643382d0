#!/usr/bin/env node
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CommanderError, InvalidArgumentError, Option, type Command } from 'commander'
import type { z } from 'zod'
import { version } from '../package.json' with { type: 'json' }
import type { RoleRule } from './access/oidc.ts'
import { parseColumns } from './cli/columns.ts'
import { SpokenCommand } from './cli/command.ts'
import { parseForms, type ReportForm } from './cli/forms.ts'
import { chosenLanguage } from './cli/language.ts'
import { report } from './cli/report.ts'
import { rescue } from './cli/rescue.ts'
import { exitCodes, parseHosts, parseRoleRules, serve, serveSchema } from './cli/serve.ts'
import { UsageError } from './cli/usage-error.ts'
import { nodeRoles, type NodeRole } from './ports/nodes.ts'
import type { ImportColumns } from './contract/imports.ts'
import { reportLanguages } from './contract/workbook.ts'
import { settingDocs, SettingsError } from './settings/table.ts'
import type { Phrase } from './words/report/phrases.ts'
import { sayPhrase } from './words/say.ts'
import { explain } from './words/spoken-error.ts'
import { folderProblem } from './words/system-problem.ts'

const language = chosenLanguage(process.argv.slice(2), process.env)

/** Where the headless server keeps its data unless told otherwise; the desktop app has its own place. */
function defaultDataDir(): string {
  const { env, platform } = process
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'rapporteur-server')
  if (platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'rapporteur-server')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'rapporteur-server')
}

/** The messages of `serveSchema` are phrases. */
const parseWith =
  <T>(schema: z.ZodType<T>) =>
  (value: string): T => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new InvalidArgumentError(sayPhrase(language, parsed.error.issues[0]?.message ?? ''))
  }

/** Refused without being repeated, as commander would: it holds a password. */
function databaseUrlOf(given: unknown): string | undefined {
  const parsed = serveSchema.shape.databaseUrl.safeParse(given)
  if (parsed.success) return parsed.data
  throw new UsageError('usage_database')
}

/** What the parser throws is told as bad usage. */
const parsedBy =
  <T>(parse: (value: string) => T) =>
  (value: string): T => {
    try {
      return parse(value)
    } catch (error) {
      throw new InvalidArgumentError(explain(language, error))
    }
  }

/** What describes a command or option is a phrase, which `SpokenHelp` says. */
const described = (phrase: Phrase): Phrase => phrase
const option = (flags: string, phrase: Phrase): Option => new Option(flags, phrase)

function withSettings(command: Command): Command {
  for (const { flag, key } of settingDocs) {
    command.addOption(option(`${flag} <value>`, `help_setting_${key}`))
  }
  return command
}

const flagsOf = (options: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(settingDocs.map(({ key }) => [key, options[key]]))

/** The short name of a setting that a person at a terminal is likely to want. */
const languageOf = ({ language: reportLanguage }: Record<string, unknown>): object =>
  reportLanguage === undefined ? {} : { reportLanguage }

const program = new SpokenCommand('rapporteur', language)
  .description(described('help_program'))
  .version(version, '-V, --version', described('help_version'))
  .helpOption('-h, --help', described('help_help'))
  .helpCommand('help [command]', described('help_help_command'))
  .exitOverride()
  .showHelpAfterError()

withSettings(
  program
    .command('serve')
    .description(described('help_serve'))
    .addOption(
      option('--port <port>', 'help_port')
        .env('RAPPORTEUR_PORT')
        .default(0)
        .argParser(parseWith(serveSchema.shape.port)),
    )
    .addOption(
      option('--host <host>', 'help_host')
        .env('RAPPORTEUR_HOST')
        .default('127.0.0.1')
        .argParser(parseWith(serveSchema.shape.host)),
    )
    .addOption(option('--token-file <file>', 'help_token_file').env('RAPPORTEUR_TOKEN_FILE'))
    .option('--print-token', described('help_print_token'), false)
    .addOption(
      option('--allowed-hosts <list>', 'help_allowed_hosts')
        .env('RAPPORTEUR_ALLOWED_HOSTS')
        .default([], sayPhrase(language, 'help_this_computer'))
        .argParser(parsedBy(parseHosts)),
    )
    .addOption(
      option('--public-url <url>', 'help_public_url')
        .env('RAPPORTEUR_PUBLIC_URL')
        .argParser(parseWith(serveSchema.shape.publicUrl)),
    )
    .addOption(
      option('--oidc-issuer <url>', 'help_oidc_issuer')
        .env('RAPPORTEUR_OIDC_ISSUER')
        .argParser(parseWith(serveSchema.shape.oidcIssuer)),
    )
    .addOption(
      option('--oidc-client-id <id>', 'help_oidc_client_id').env('RAPPORTEUR_OIDC_CLIENT_ID'),
    )
    .addOption(
      option('--oidc-claim <name>', 'help_oidc_claim')
        .env('RAPPORTEUR_OIDC_CLAIM')
        .default('groups'),
    )
    .addOption(
      option('--oidc-roles <list>', 'help_oidc_roles')
        .env('RAPPORTEUR_OIDC_ROLES')
        .argParser(parsedBy(parseRoleRules)),
    )
    .addOption(
      option('--data-dir <folder>', 'help_data_dir')
        .env('RAPPORTEUR_DATA_DIR')
        .default(defaultDataDir()),
    )
    .addOption(option('--database-url <url>', 'help_database_url').env('RAPPORTEUR_DATABASE_URL'))
    .addOption(option('--blobs <url>', 'help_blobs').env('RAPPORTEUR_BLOBS'))
    .addOption(
      option('--role <role>', 'help_role').env('RAPPORTEUR_ROLE').choices(nodeRoles).default('all'),
    )
    .addOption(
      option('--lease-seconds <seconds>', 'help_lease_seconds')
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
    language,
  })
})

withSettings(
  program
    .command('report')
    .description(described('help_report'))
    .argument('<exports...>', described('help_exports'))
    .requiredOption('--out <folder>', described('help_out'))
    .option(
      '--room <name>',
      described('help_room'),
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option(
      '--bridge <nick>',
      described('help_bridge'),
      (nick: string, nicks: string[]) => [...nicks, nick],
      [],
    )
    .option('--overview', described('help_overview'), false)
    .option('--formats <list>', described('help_formats'), parsedBy(parseForms), ['xlsx'])
    .option('--columns <list>', described('help_columns'), parsedBy(parseColumns))
    .addOption(option('--language <code>', 'help_language').choices(reportLanguages))
    .option('--json', described('help_json'), false),
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
  .description(described('help_rescue'))
  .addOption(
    option('--data-dir <folder>', 'help_rescue_data_dir')
      .env('RAPPORTEUR_DATA_DIR')
      .default(defaultDataDir()),
  )
  .requiredOption('--out <file>', described('help_rescue_out'))
  .action(({ dataDir, out }: { dataDir: string; out: string }) => {
    process.exitCode = rescue({ dataDir, out, language })
  })

/** 2 is bad usage, 3 data that another process holds; what commander prints itself (help, version) is no error. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
  process.stderr.write(`${explain(language, folderProblem(error))}\n`)
  if ((error as { code?: unknown } | null)?.code === 'data_folder_in_use') return exitCodes.inUse
  return error instanceof UsageError || error instanceof SettingsError ? exitCodes.usage : 1
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
