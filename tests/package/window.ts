import { expect } from '@playwright/test'
import { chromium, type Page } from 'playwright'

/** A packaged app that was started with `--remote-debugging-port=0`. */
export interface StartedApp {
  /** What it has written to stdout and stderr so far. */
  said(): string
  /** Its log so far; empty before there is one. */
  log(): Promise<string>
}

/** Drives the window of a packaged app, which takes no driver of its own. */
export async function withWindow(
  app: StartedApp,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const address = /DevTools listening on (ws:\S+)/
  await expect.poll(() => app.said(), { timeout: 30_000 }).toMatch(address)
  const socket = address.exec(app.said())?.[1] ?? ''
  // The driver may wait for ever for a window that opens while it attaches.
  const targets = async () =>
    (await fetch(`http://${new URL(socket).host}/json/list`)).text().catch(String)
  await expect.poll(targets, { timeout: 30_000 }).toContain('"title": "Rapporteur"')
  await expect.poll(() => app.log(), { timeout: 30_000 }).toContain('Listening')
  const browser = await chromium.connectOverCDP(socket)
  try {
    await expect.poll(() => browser.contexts()[0]?.pages().length, { timeout: 30_000 }).toBe(1)
    const [page] = browser.contexts()[0]!.pages()
    await page!.locator('[data-app-state="ready"]').waitFor()
    await use(page!)
  } finally {
    await browser.close()
  }
}

/** Imports the samples that come with the app, and makes the report of one room. */
export async function reportOfSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /sample/i }).click()
  const rows = page.locator('[data-room-oid]')
  await expect(rows.first()).toBeVisible({ timeout: 30_000 })
  await rows.first().getByRole('checkbox').check()
  await page.getByRole('button', { name: /^Generate 1 report/ }).click()
  await expect(page.locator('[data-report-state="finished"]')).toHaveCount(1, { timeout: 60_000 })
}
