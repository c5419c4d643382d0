import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { hostLimits } from '../host/limits.ts'
import { themeChoices } from '../host/settings/memory.ts'

/** A name that no preference has is a mistake of the page, not something to be dropped in silence. */
const Preferences = z
  .object({
    closeToTray: z.boolean(),
    notifications: z.enum(['all', 'failures', 'none']),
    keepAwake: z.boolean(),
    confirmQuit: z.boolean(),
    openAtLogin: z.boolean(),
    lookForUpdates: z.boolean(),
  })
  .partial()
  .strict()

const Path = z
  .string()
  .max(32_767)
  .refine((path) => isAbsolute(path) && !path.includes('\0'), 'An absolute path is needed')

/** The page names a report, never a path: the path is looked up and checked here. */
const ReportOid = z.string().min(1).max(128)
const Report = z.tuple([ReportOid])

/** A proposal only, and a name, not a way to elsewhere: the person chooses in the dialog. */
const FileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\\:*?"<>|]+\.(txt|json|csv|md)$/u)

const ServerOid = z.string().min(1).max(64)
const ServerName = z.string().max(200)
/** Characters that can stand in a header. */
const Token = z
  .string()
  .trim()
  .max(4_096)
  .regex(/^[\w.~+/=-]+$/, 'This is no token')

/** What each message of the page must bring along; the others bring nothing. */
export const messageArguments = {
  [ipcChannels.setPreferences]: z.tuple([Preferences]),
  [ipcChannels.setLanguage]: z.tuple([z.enum(['en', 'de'])]),
  [ipcChannels.setTheme]: z.tuple([z.enum(themeChoices)]),
  [ipcChannels.pickImports]: z.tuple([z.enum(['files', 'folder']).default('files')]),
  [ipcChannels.importPaths]: z.tuple([z.array(Path).max(1_000)]),
  [ipcChannels.openWorkbook]: Report,
  [ipcChannels.showWorkbook]: Report,
  [ipcChannels.saveWorkbookAs]: Report,
  [ipcChannels.saveReportAs]: z.tuple([ReportOid, z.enum(['csv', 'markdown', 'html', 'pdf'])]),
  [ipcChannels.dragWorkbook]: Report,
  [ipcChannels.saveTextAs]: z.tuple([FileName, z.string().max(hostLimits.maxSavedText)]),
  [ipcChannels.openExternal]: z.tuple([z.string()]),
  [ipcChannels.addServer]: z.tuple([
    z.object({ url: z.string().max(4_096), name: ServerName, token: Token }).strict(),
  ]),
  [ipcChannels.changeServer]: z.tuple([
    ServerOid,
    z.object({ name: ServerName, token: Token.nullable() }).partial().strict(),
  ]),
  [ipcChannels.signInServer]: z.tuple([
    z.union([
      z.object({ url: z.string().max(4_096), name: ServerName }).strict(),
      z.object({ serverOid: ServerOid }).strict(),
    ]),
  ]),
  [ipcChannels.removeServer]: z.tuple([ServerOid]),
  [ipcChannels.restoreServer]: z.tuple([ServerOid]),
  [ipcChannels.chooseServer]: z.tuple([ServerOid]),
  [ipcChannels.answerQuit]: z.tuple([z.enum(['seen', 'quit', 'stay'])]),
  [ipcChannels.answerUpdate]: z.tuple([
    z.enum(['agree', 'decline', 'look', 'install', 'now', 'later', 'skip']),
  ]),
} as const

export type MessageArguments = typeof messageArguments

/** @throws with all that is wrong, in words */
export function readArguments<Channel extends keyof MessageArguments>(
  channel: Channel,
  raw: unknown[],
): z.infer<MessageArguments[Channel]> {
  const read = messageArguments[channel].safeParse(raw)
  if (!read.success) throw new Error(z.prettifyError(read.error))
  return read.data as z.infer<MessageArguments[Channel]>
}
