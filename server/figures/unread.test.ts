import { expect, it } from 'vitest'
import { unreadReason, unreadText } from './unread.ts'
import { speechIn } from './speech-in.ts'

const hour = 3_600_000
const at = (hours: number): number => Date.UTC(2026, 2, 12) + hours * hour

it('They are said in both languages, the first three by name, and nothing where all was read', () => {
  const four = [null, 3, 6, 9].map((from) => ({
    from: from === null ? null : at(from),
    to: at((from ?? 0) + 1),
  }))
  expect(unreadText(speechIn('en', 'Europe/Berlin'), four)).toBe(
    'Not complete: the chat server had not given messages of this time yet: before 12 Mar 2026, 02:00; 12 Mar 2026, 04:00 to 12 Mar 2026, 05:00; 12 Mar 2026, 07:00 to 12 Mar 2026, 08:00; and 1 more',
  )
  expect(unreadText(speechIn('de', 'UTC'), [{ from: at(1), to: null }])).toBe(
    'Nicht vollständig: Nachrichten dieser Zeit hatte der Chat-Server noch nicht gegeben: nach 12. März 2026, 01:00',
  )
  expect(unreadText(speechIn('en', 'UTC'), [])).toBe('')
  expect(unreadReason([])).toBeNull()
  expect(unreadReason(four)).toEqual({
    code: 'room_not_all_read',
    params: { context: 'several', count: 4 },
  })
})
