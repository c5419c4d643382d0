import { vi } from 'vitest'
import type { ReportStatus } from '../../server/contract/reports.ts'
import type { Room } from '../../server/contract/rooms.ts'

/** Gives jsdom what the page asks its window for; `vi.unstubAllGlobals()` takes it away again. */
export function stubWindow(): void {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
  }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  // Never: the tests wait for what they need.
  vi.stubGlobal('requestIdleCallback', () => 0)
  vi.stubGlobal('cancelIdleCallback', () => undefined)
}

export const room = (roomOid: string, part: Partial<Room> = {}): Room => ({
  roomOid,
  name: roomOid,
  source: 'irc',
  format: 'irc',
  messageCount: 5,
  systemCount: 0,
  participantCount: 2,
  firstMessageAt: null,
  lastMessageAt: null,
  ...part,
})

export const status = (roomOid: string, state: ReportStatus['state']): ReportStatus => ({
  reportOid: `report-of-${roomOid}`,
  roomOid,
  state,
  delivery: 'none',
  progress: { done: 3, total: 5, unit: 'messages' },
  percent: 40,
  etaSeconds: 12,
  message: '',
  attempt: 1,
  at: '2026-01-01T00:00:00.000Z',
})
