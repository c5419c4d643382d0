import type { ServerConnection } from '../../server/contract/desktop-api.ts'
import type { App } from '../../tests/e2e/fixtures/app.ts'

/** The ways in which every scene moves through the window. */

export const go = async ({ page }: App, view: string): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${view}`) })
    .click()
}

/** The system's dialog cannot be driven, so it answers at once; everything after it is the real app. */
export const importPath = async (app: App, path: string): Promise<void> => {
  await app.electron.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
    },
    [path],
  )
  await app.page
    .getByRole('button', { name: /^(Import|Choose files)$/ })
    .first()
    .click()
}

export const openPalette = async ({ page }: App, query = ''): Promise<void> => {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: 'Search commands and rooms' }).waitFor()
  if (query !== '') await page.keyboard.type(query)
}

export const openDetails = async ({ page }: App, room: string): Promise<void> => {
  await page.getByRole('searchbox', { name: 'Search rooms' }).fill(room)
  await page.locator('[data-room-oid]').first().dblclick()
  await page.getByRole('complementary').waitFor()
  await page.getByRole('searchbox', { name: 'Search rooms' }).fill('')
}

export const closeDetails = async ({ page }: App): Promise<void> => {
  await page.getByRole('button', { name: 'Close details' }).click()
}

/** Cuts the window off its server, as a server that has died would; the app itself goes on. */
export const cutConnection = async (
  { electron }: App,
  { url }: ServerConnection,
): Promise<void> => {
  await electron.evaluate(({ session }, origin) => {
    session.defaultSession.webRequest.onBeforeRequest({ urls: [`${origin}/*`] }, (_, answer) =>
      answer({ cancel: true }),
    )
    // What is open stays open until its socket goes; Node lists its sockets nowhere else.
    const { _getActiveHandles: handles } = process as unknown as {
      _getActiveHandles: () => { localPort?: number; remotePort?: number; destroy?: () => void }[]
    }
    for (const handle of handles()) {
      if (handle.remotePort && handle.localPort === Number(new URL(origin).port)) handle.destroy?.()
    }
  }, url)
}

/** Takes away what slid in at the corner. */
export const dismissNotices = async ({ page }: App): Promise<void> => {
  const close = page.getByRole('button', { name: 'Dismiss' })
  while ((await close.count()) > 0)
    await close
      .first()
      .click({ timeout: 2_000 })
      .catch(() => {})
}

/** Waits until at least so many of fifty reports are done. */
export const doneReports = async ({ page }: App, atLeast: number): Promise<void> => {
  const enough = Array.from({ length: 51 - atLeast }, (_, index) => atLeast + index)
  await page
    .getByTestId('batch-counts')
    .filter({ hasText: new RegExp(`^(?:${enough.join('|')}) of 50`) })
    .waitFor({ timeout: 10 * 60_000 })
}
