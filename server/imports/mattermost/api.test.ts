import { expect, it } from 'vitest'
import { mattermostApiMessage, mattermostName } from './api.ts'

const names = new Map([['u1', 'Ann Lee']])
const post = (more: object) => ({
  id: 'p1',
  create_at: 1_700_000_000_123,
  update_at: 1_700_000_000_123,
  edit_at: 0,
  delete_at: 0,
  user_id: 'u1',
  channel_id: 'c1',
  root_id: '',
  message: 'hello',
  type: '',
  props: {},
  ...more,
})
const read = (more: object) => mattermostApiMessage(post(more), names)

it('reads a post with its author, time, answer, files and edit', () => {
  const files = [
    { name: 'plan.pdf', size: 5 },
    { name: 'odd', size: -1 },
  ]
  expect(read({ root_id: 'p0', edit_at: 1_700_000_001_000, metadata: { files } })).toEqual({
    editedAt: 1_700_000_001_000,
    deletedAt: null,
    message: {
      sourceId: 'p1',
      when: { at: 1_700_000_000_123, timeSource: 'explicit' },
      author: 'Ann Lee',
      authorKey: 'u1',
      isBot: false,
      kind: 'message',
      text: 'hello',
      replyTo: 'p0',
      attachments: [{ name: 'plan.pdf', bytes: 5 }, { name: 'odd' }],
    },
  })
})

it('knows programs, lines of the system and what was deleted, and takes nothing for a post that is none', () => {
  const program = read({ props: { from_webhook: 'true', override_username: 'CI' } })
  expect(program?.message).toMatchObject({ author: 'CI', isBot: true })
  expect(read({ props: { from_bot: 'true' } })?.message.isBot).toBe(true)
  expect(read({ type: 'system_join_channel' })?.message.kind).toBe('system')
  expect(read({ delete_at: 1_700_000_002_000 })?.deletedAt).toBe(1_700_000_002_000)
  expect(read({ user_id: 'u9' })?.message.author).toBe('u9')
  for (const broken of [null, 'text', [], { id: '' }]) {
    expect(mattermostApiMessage(broken, names)).toBeNull()
  }
})

it('calls people by nickname, else by both names, else by the name of their account', () => {
  const user = { nickname: 'Annie', first_name: 'Ann', last_name: 'Lee', username: 'ann' }
  expect(mattermostName(user)).toBe('Annie')
  expect(mattermostName({ ...user, nickname: '' })).toBe('Ann Lee')
  expect(mattermostName({ username: 'ann' })).toBe('ann')
})
