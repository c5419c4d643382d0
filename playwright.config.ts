import { defineConfig } from '@playwright/test'

/** Everything here runs in the real Electron window, but for the one test of the window in a browser. */
export default defineConfig({
  testDir: 'tests',
  testMatch: ['e2e/**/*.spec.ts', 'security/**/*.spec.ts', 'package/**/*.spec.ts'],
  // Windows share one display and two cores; a test that fails once has failed.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  outputDir: 'test-results',
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
})
