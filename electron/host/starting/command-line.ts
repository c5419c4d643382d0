import { app } from 'electron'
import { resolve } from 'node:path'

/** Switches that Chromium reads once, before the app is ready. */
export function setupCommandLine(): void {
  // One window carries all live streams on one connection; this setting is for a page that opens
  // more: Chromium would let the seventh request to one host wait for ever without an error.
  app.commandLine.appendSwitch('ignore-connections-limit', '127.0.0.1')

  // As root Chromium refuses to start unless told so, and then enableSandbox() would be fatal.
  // Windows ask for a sandboxed page by themselves in either case.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

  const userData = app.commandLine.getSwitchValue('user-data-dir')
  if (userData) app.setPath('userData', resolve(userData))
}
