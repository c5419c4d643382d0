import { expect, it } from 'vitest'
import { createCounts } from './counts.ts'

it('counts what runs and waits, and what has failed since somebody looked', () => {
  const counts = createCounts()
  counts.status({ reportOid: 'a', state: 'queued' })
  counts.status({ reportOid: 'b', state: 'collecting' })
  counts.status({ reportOid: 'b', state: 'writing' })
  expect(counts.now()).toEqual({ running: 1, waiting: 1, failed: 0 })
  counts.status({ reportOid: 'b', state: 'failed' })
  counts.status({ reportOid: 'b', state: 'failed' })
  counts.status({ reportOid: 'a', state: 'finished' })
  expect(counts.now()).toEqual({ running: 0, waiting: 0, failed: 1 })
  counts.status({ reportOid: 'b', state: 'queued' })
  expect(counts.now()).toEqual({ running: 0, waiting: 1, failed: 0 })
  counts.status({ reportOid: 'b', state: 'failed' })
  counts.seen()
  expect(counts.now()).toEqual({ running: 0, waiting: 0, failed: 0 })
})

it('forgets what was under way when the server tells it anew, and no failure', () => {
  const counts = createCounts()
  counts.status({ reportOid: 'a', state: 'writing' })
  counts.status({ reportOid: 'b', state: 'failed' })
  counts.reset()
  expect(counts.now()).toEqual({ running: 0, waiting: 0, failed: 1 })
})
