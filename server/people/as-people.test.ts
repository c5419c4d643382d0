import { expect, it } from 'vitest'
import type { StoredMessage } from '../ports/message.ts'
import type { Messages } from '../ports/messages.ts'
import { asPeople } from './as-people.ts'

const message = (author: string, authorKey = author): StoredMessage => ({
  number: 1,
  id: author,
  sourceId: null,
  at: 0,
  timeSource: 'explicit',
  author,
  authorKey,
  kind: 'message',
  text: '',
  replyTo: null,
  attachments: [],
})
const stored: Pick<Messages, 'page' | 'pageBackwards' | 'times'> = {
  page: async () => ({ items: [message('ann_', 'a2'), message('bob')], next: null }),
  pageBackwards: async () => ({ items: [message('ann_', 'a2')], next: null }),
  times: async () => ({ items: [{ at: 0, authorKey: 'a2' }], next: null }),
}
const page = { after: null, limit: 10 }

it('gives messages the name, the key and the role of the person, and keeps the name of the source', async () => {
  const known = [{ authorKey: 'a2', personOid: 'p1', name: 'Ann Lee', role: 'team' as const }]
  const messages = asPeople(stored, known)
  expect((await messages.page({ roomId: 1 }, page)).items).toEqual([
    {
      ...message('Ann Lee', 'p1'),
      id: 'ann_',
      sourceName: 'ann_',
      role: 'team',
    },
    message('bob'),
  ])
  const backwards = await messages.pageBackwards({ roomId: 1 }, { ...page, last: 1 })
  expect(backwards.items[0]).toMatchObject({ author: 'Ann Lee', sourceName: 'ann_' })
  expect((await messages.times({ roomId: 1 }, page)).items).toEqual([{ at: 0, authorKey: 'p1' }])
})

it('leaves the name alone where only a role was said', async () => {
  const known = [{ authorKey: 'a2', personOid: 'p1', name: null, role: 'bot' as const }]
  const [first] = (await asPeople(stored, known).page({ roomId: 1 }, page)).items
  expect([first?.author, first?.role, first?.sourceName]).toEqual(['ann_', 'bot', undefined])
})

it('costs nothing where nothing was said', () => {
  expect(asPeople(stored, [])).toBe(stored)
})
