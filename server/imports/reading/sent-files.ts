import { readLines } from './lines.ts'
import type { SourceEntry } from './reader.ts'

/** Where exporters of a chat application put what people sent, below the folder of the chat. */
const SENT_FOLDERS: Readonly<Record<string, RegExp>> = {
  telegram:
    /(?:^|\/)(?:files|photos|images|video_files|voice_messages|round_video_messages|stickers)\//i,
  // Where `--media` has put them; five digits of a hash end their names.
  discord: /\/[^/]*-[0-9A-F]{5}\.\w+$/,
  matrix: /(?:^|\/)(?:files|images|audio|videos)\//i,
  // A folder `attachments` at the top is a channel of that name.
  slack: /(?:^__uploads|^__avatars|\/attachments)\//i,
  zulip: /(?:^|\/)(?:uploads|avatars|emoji)\//i,
  mattermost: /(?:^|\/)data\//i,
  rocketchat: /(?:^|\/)(?:files|assets)\//i,
}

/** DiscordChatExporter puts them into a folder named after the file of the chat. */
const DISCORD_FOLDER = /^(.+\.(?:json|csv|txt|html))_Files\//i

/** File names that tell the application before a file is opened. */
const CHAT_FILES: readonly [RegExp, string][] = [
  [/^result\.json$/i, 'telegram'],
  [/^export\.json$/i, 'matrix'],
  [/^channels\.json$/i, 'slack'],
  [/^realm\.json$/i, 'zulip'],
]
const WHATSAPP_FILE = /^(?:_chat.*|.*WhatsApp.*)\.txt$/i

const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
/** The folder that a file lies in, with its slash; empty at the top. */
export const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)

/** Chat files that are named as WhatsApp names them. */
export const isWhatsappFile = (name: string): boolean => WHATSAPP_FILE.test(baseOf(name))

/** Which folders hold a chat, and of which application. */
export type ChatFolders = Map<string, Set<string>>

export function addChat(folders: ChatFolders, file: string, source: string): void {
  const folder = folderOf(file)
  folders.set(folder, (folders.get(folder) ?? new Set()).add(source))
}

/** Adds the chats that can be told by the names of their files. */
export function addNamedChats(folders: ChatFolders, names: readonly string[]): void {
  for (const name of names) {
    const source = CHAT_FILES.find(([pattern]) => pattern.test(baseOf(name)))?.[1]
    if (source !== undefined) addChat(folders, name, source)
  }
}

/** Whether the path says that a file was sent in a chat: it lies where exporters put such files. */
export function liesAmongSent(
  name: string,
  folders: ChatFolders,
  isFile: (name: string) => boolean,
): boolean {
  const chat = DISCORD_FOLDER.exec(name)?.[1]
  if (chat !== undefined && isFile(chat)) return true
  for (let folder = folderOf(name); ; folder = folderOf(folder.slice(0, -1))) {
    for (const source of folders.get(folder) ?? []) {
      if (SENT_FOLDERS[source]?.test(name.slice(folder.length))) return true
    }
    if (folder === '') return false
  }
}

/** Marks of direction stand round names of files in many languages. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** Names of files are shorter; a longer line is a text. */
const MAX_LINE = 600

/**
 * The file that a line of WhatsApp says was sent, in the language of the phone: `name.pdf (file
 * attached)` on Android, `<attached: 00000004-name.pdf>` on iOS; empty if it says nothing like it.
 */
function sentName(line: string): string {
  if (line.length > MAX_LINE || !/[)>\u200e\u200f\u202c\u2069\s]$/.test(line)) return ''
  const text = line.replace(MARKS, '').trimEnd()
  const [from, to] = text.endsWith('>')
    ? [text.lastIndexOf('<'), text.length - 1]
    : [0, text.endsWith(')') ? text.lastIndexOf(' (') : 0]
  const words = text.slice(from, to)
  return words.slice(words.lastIndexOf(':') + 1).trim()
}

/**
 * Which of the files that lie beside a chat it says were sent in it.
 *
 * @param beside full names
 */
async function sentIn(
  chat: SourceEntry,
  beside: Iterable<string>,
  signal: AbortSignal,
): Promise<Set<string>> {
  const folder = folderOf(chat.name)
  const byBase = new Map<string, string>()
  for (const name of beside) {
    if (folderOf(name) === folder && name !== chat.name) byBase.set(baseOf(name), name)
  }
  const sent = new Set<string>()
  if (byBase.size === 0) return sent
  try {
    for await (const { lines } of readLines(chat)) {
      signal.throwIfAborted()
      for (const line of lines) {
        const name = byBase.get(sentName(line))
        if (name !== undefined) sent.add(name)
      }
      if (sent.size === byBase.size) break
    }
  } catch {
    // Whoever reads the chat itself will say what is wrong with it.
    signal.throwIfAborted()
  }
  return sent
}

/** The same for several chats. */
export async function sentInAny(
  chats: readonly SourceEntry[],
  beside: readonly string[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const sent = new Set<string>()
  if (beside.length === 0) return sent
  for (const chat of chats) {
    for (const name of await sentIn(chat, beside, signal)) sent.add(name)
  }
  return sent
}
