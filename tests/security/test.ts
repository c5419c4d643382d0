import '../../renderer/api/desktop.ts'
import { expect, test as base } from '../e2e/fixtures/electron.ts'
import { startStranger, type Stranger } from './stranger.ts'

/** The desktop test with a foreign web server beside it. */
export const test = base.extend<{ stranger: Stranger }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names out of this pattern
  stranger: async ({}, use) => {
    const stranger = await startStranger()
    await use(stranger)
    await stranger.close()
  },
})

export { expect }
