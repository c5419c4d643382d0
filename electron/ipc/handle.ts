import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import type { DesktopError, DesktopResult } from '../../server/contract/desktop-api.ts'
import type { IpcChannel } from '../../server/contract/ipc-channels.ts'
import { isAppUrl } from '../host/app-url.ts'
import { HostError } from '../host/host-error.ts'
import { logHost } from '../host/log.ts'

/**
 * The one gate between page and host; no other file may listen to the page. It lets in only the
 * main frame of our own page, parses what comes in, and answers errors as data, because an error
 * thrown across the bridge arrives as a sentence without a code.
 *
 * @param args schema of the argument list, as a tuple
 */
export function handle<Args, Value>(
  channel: IpcChannel,
  args: z.ZodType<Args>,
  work: (args: Args, window: BrowserWindow) => Promise<Value>,
): void {
  ipcMain.handle(channel, async (event, ...raw: unknown[]): Promise<DesktopResult<Value>> => {
    // First and without waiting: after a navigation the sender's frame would be another one.
    const window = senderWindow(event)
    if (window === null) {
      logHost('warn', 'refused a message from a foreign frame', { channel })
      return { ok: false, error: { code: 'foreign_sender', message: 'Not allowed from here.' } }
    }
    const parsed = args.safeParse(raw)
    if (!parsed.success) {
      return {
        ok: false,
        error: { code: 'invalid_arguments', message: z.prettifyError(parsed.error) },
      }
    }
    try {
      return { ok: true, value: await work(parsed.data, window) }
    } catch (error) {
      return { ok: false, error: describe(error, channel) }
    }
  })
}

function senderWindow(event: IpcMainInvokeEvent): BrowserWindow | null {
  const { sender, senderFrame } = event
  const isMainFrame = senderFrame !== null && senderFrame === sender.mainFrame
  return isMainFrame && isAppUrl(senderFrame.url) ? BrowserWindow.fromWebContents(sender) : null
}

function describe(error: unknown, channel: IpcChannel): DesktopError {
  if (error instanceof HostError) return { code: error.code, message: error.message }
  logHost('error', 'a message from the page failed', { channel, error: String(error) })
  return { code: 'internal', message: 'This did not work. The log says why.' }
}
