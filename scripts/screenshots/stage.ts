import type { ServerConnection } from '../../server/contract/desktop-api.ts'
import type { App } from '../../tests/e2e/fixtures/app.ts'
import type { Speech } from './speech.ts'

/** The ways in which every scene moves through the window. */
export interface Stage {
  app: App
  speech: Speech
}

/** @param stage a window in a browser has no more of an app than its page. */
export const go = async (
  { app: { page }, speech: { w } }: { app: Pick<App, 'page'>; speech: Speech },
  view: string,
): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${w(view)}`) })
    .click()
}

/** The system's dialog cannot be driven, so it answers at once; everything after it is the real app. */
export const importPath = async ({ app, speech: { t } }: Stage, path: string): Promise<void> => {
  await app.electron.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
    },
    [path],
  )
  await app.page
    .getByRole('button', {
      name: new RegExp(`^(?:${t('imports.import')}|${t('welcome.choose')})$`),
    })
    .first()
    .click()
}

export const openPalette = async (
  { app: { page }, speech: { t } }: Stage,
  query = '',
): Promise<void> => {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: t('palette.search') }).waitFor()
  if (query !== '') await page.keyboard.type(query)
}

export const openDetails = async (
  { app: { page }, speech: { w } }: Stage,
  room: string,
): Promise<void> => {
  await page.getByRole('searchbox', { name: w('Search rooms') }).fill(room)
  await page.locator('[data-room-oid]').first().dblclick()
  await page.getByRole('complementary').waitFor()
  await page.getByRole('searchbox', { name: w('Search rooms') }).fill('')
}

export const closeDetails = async ({ app: { page }, speech: { w } }: Stage): Promise<void> => {
  await page.getByRole('button', { name: w('Close details') }).click()
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
export const dismissNotices = async ({ app: { page }, speech: { w } }: Stage): Promise<void> => {
  const close = page.getByRole('button', { name: w('Dismiss') })
  while ((await close.count()) > 0)
    await close
      .first()
      .click({ timeout: 2_000 })
      .catch(() => {})
}

/** Waits until at least so many of fifty reports are done. */
export const doneReports = async ({ app: { page } }: Stage, atLeast: number): Promise<void> => {
  const enough = Array.from({ length: 51 - atLeast }, (_, index) => atLeast + index)
  await page
    .getByTestId('batch-counts')
    .filter({ hasText: new RegExp(`^(?:${enough.join('|')}) (?:of|von) 50`) })
    .waitFor({ timeout: 10 * 60_000 })
}
