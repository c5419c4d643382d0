import { expect, it } from 'vitest'
import { openDatabase } from './database.ts'
import { pageQuery } from './message-pages.ts'

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
