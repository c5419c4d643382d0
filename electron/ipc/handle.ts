import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { z } from 'zod'
import type { DesktopError, DesktopResult } from '../../server/contract/desktop-api.ts'
import type { IpcChannel } from '../../server/contract/ipc-channels.ts'
import { isAppUrl } from '../host/page/app-url.ts'
import { HostError } from '../host/host-error.ts'
import { logHost } from '../host/log.ts'
import type { MessageArguments } from './arguments.ts'
import { wordsOf } from '../../server/words/words-of.ts'

type ChannelWithArguments = keyof MessageArguments
type Work<Args, Value> = (args: Args, window: BrowserWindow) => Promise<Value>

/** Answers a message that brings something along. */
export function handle<Channel extends ChannelWithArguments, Value>(
  channel: Channel,
  work: Work<z.infer<MessageArguments[Channel]>, Value>,
): void {
  listen(
    channel,
    async (raw) => {
      // Read with the first such message: the window opens without what reads it.
      const { readArguments } = await import('./arguments.ts')
      return readArguments(channel, raw)
    },
    work,
  )
}

/** Answers a message that is a question alone. */
export function answer<Value>(
  channel: Exclude<IpcChannel, ChannelWithArguments>,
  work: (window: BrowserWindow) => Promise<Value>,
): void {
  listen(
    channel,
    async (raw) => {
      if (raw.length > 0) throw new Error('Nothing was to be brought along.')
    },
    (_none, window) => work(window),
  )
}

/**
 * Everything that the page asks of the host comes through here; no other file may listen to the page. It lets
 * in only the main frame of our own page, reads what comes in, and answers errors as data, because an error
 * thrown across the bridge arrives as a sentence without a code.
 */
function listen<Args, Value>(
  channel: IpcChannel,
  read: (raw: unknown[]) => Promise<Args>,
  work: Work<Args, Value>,
): void {
  ipcMain.handle(channel, async (event, ...raw: unknown[]): Promise<DesktopResult<Value>> => {
    // First and without waiting: after a navigation the sender's frame would be another one.
    const window = senderWindow(event)
    if (window === null) {
      logHost('warn', 'refused a message from a foreign frame', { channel })
      return { ok: false, error: { code: 'foreign_sender', message: 'Not allowed from here.' } }
    }
    let args: Args
    try {
      args = await read(raw)
    } catch (error) {
      const text = wordsOf(error)
      return { ok: false, error: await told('invalid_arguments', { text }) }
    }
    try {
      return { ok: true, value: await work(args, window) }
    } catch (error) {
      return { ok: false, error: await describe(error, channel) }
    }
  })
}

function senderWindow(event: IpcMainInvokeEvent): BrowserWindow | null {
  const { sender, senderFrame } = event
  const isMainFrame = senderFrame !== null && senderFrame === sender.mainFrame
  return isMainFrame && isAppUrl(senderFrame.url) ? BrowserWindow.fromWebContents(sender) : null
}

async function describe(error: unknown, channel: IpcChannel): Promise<DesktopError> {
  if (error instanceof HostError) return told(error.code, error.params)
  logHost('error', 'a message from the page failed', { channel, error: String(error) })
  return told('internal', { context: 'desktop' })
}

/** The catalogue is read with the first failure: a start has none. */
async function told(code: string, params: Record<string, unknown>): Promise<DesktopError> {
  const { inEnglish } = await import('../../server/words/say.ts')
  return { code, params, message: inEnglish({ code, params }) }
}
