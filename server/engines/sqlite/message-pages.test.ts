import { expect, it } from 'vitest'
import { changedWhere } from '../shared/message-rows.ts'
import { openDatabase } from './database.ts'
import { pageQuery } from './message-pages.ts'
import { fromKeys } from './message-rows.ts'
import { shownRooms } from './rooms.ts'

it('a page of messages is sought where the last one ended, instead of reading all of them again', () => {
  const db = openDatabase(':memory:', { migrate: true })
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${pageQuery}`).all() as unknown as {
    detail: string
  }[]
  const steps = plan.map(({ detail }) => detail).join('\n')
  expect(steps).toContain('(at,ord)>(?,?)')
  expect(steps).not.toContain('TEMP B-TREE')
  db.close()
})

it('what was changed after a report is sought by when it was changed, instead of reading the whole room again', () => {
  const db = openDatabase(':memory:', { migrate: true })
  const where = changedWhere('?1', { askedAt: '?2', at: '?3', ord: '?4', from: '?5' })
  const plan = db
    .prepare(`EXPLAIN QUERY PLAN SELECT at FROM messages WHERE ${where} ORDER BY at, ord LIMIT 3`)
    .all() as unknown as { detail: string }[]
  expect(plan.map(({ detail }) => detail).join('\n')).toContain('messages_changed')
  db.close()
})

it('messages are found by their keys, instead of comparing all of the room with them', () => {
  const db = openDatabase(':memory:', { migrate: true })
  const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT * ${fromKeys}`).all() as unknown as {
    detail: string
  }[]
  expect(plan[0]?.detail).toContain('(room_id=? AND key=?)')
  db.close()
})

it('what reports have read of a room is sought among its own, instead of among those of all rooms', () => {
  const db = openDatabase(':memory:', { migrate: true })
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${shownRooms}`).all() as unknown as {
    detail: string
  }[]
  const ofReports = plan.filter(({ detail }) => /SEARCH reports/.test(detail))
  expect(ofReports.length).toBe(2)
  for (const { detail } of ofReports) expect(detail).toContain('(room_oid=?)')
  db.close()
})
