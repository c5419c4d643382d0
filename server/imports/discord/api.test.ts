import { describe, expect, it } from 'vitest'
import { discordApiMessage, isWithheld } from './api.ts'

const author = { id: '2', username: 'ann', global_name: 'Ann Lee' }
const record = (more: object) => ({
  id: '10',
  type: 0,
  timestamp: '2026-01-02T03:04:05.678000+00:00',
  edited_timestamp: null,
  author,
  content: 'hello',
  ...more,
})
const names: Record<string, string> = { '7': 'general', '8': 'admins' }
const nameOf = (id: string): string => names[id] ?? ''
const read = (more: object, thread: string | null = null) =>
  discordApiMessage(record(more), nameOf, thread)
const textOf = (content: string, more: object = {}) => read({ content, ...more })?.message.text

describe('a message of Discord’s API', () => {
  it('is what an export makes of it: id, author by the name shown everywhere, time, edit', () => {
    expect(read({ edited_timestamp: '2026-01-02T04:00:00+00:00' })).toMatchObject({
      editedAt: Date.UTC(2026, 0, 2, 4),
      message: {
        sourceId: '10',
        author: 'Ann Lee',
        authorKey: '2',
        isBot: false,
        kind: 'message',
        text: 'hello',
        when: { at: Date.UTC(2026, 0, 2, 3, 4, 5, 678) },
      },
    })
    expect(read({ author: { ...author, global_name: null } })?.message.author).toBe('ann')
  })

  it('names people, roles, channels, emoji and moments, and leaves what it does not know', () => {
    expect(
      textOf('<@2> <@!2> <@&8> <#7> <#9> <a:wave:1> <t:1700000000:R>', { mentions: [author] }),
    ).toBe('@Ann Lee @Ann Lee @admins #general <#9> :wave: 2023-11-14 22:13 UTC')
    expect(textOf('<t:9999999999999> 1 < 2 <@x>')).toBe('<t:9999999999999> 1 < 2 <@x>')
  })

  it('answers what it replies to, and in a thread the message that it began with', () => {
    const reply = { type: 19, message_reference: { type: 0, channel_id: '7', message_id: '9' } }
    expect(read(reply)?.message.replyTo).toBe('9')
    expect(read(reply, '5')?.message.replyTo).toBe('9')
    expect(read({}, '5')?.message.replyTo).toBe('5')
    expect(read({ id: '5' }, '5')?.message.replyTo).toBeNull()
    expect(read({ type: 21, content: '' }, '5')).toBeNull()
  })

  it('holds files, stickers, polls, cards of programs, and what was forwarded', () => {
    const poll = { question: { text: 'Lunch?' }, answers: [{ poll_media: { text: 'Soup' } }] }
    expect(textOf('', { poll })).toBe('Lunch?\n- Soup')
    expect(
      read({
        content: '',
        attachments: [{ filename: 'a.png', size: 5 }],
        sticker_items: [{ id: '1', name: 'wow' }],
      })?.message.attachments,
    ).toEqual([{ name: 'a.png', bytes: 5 }, { name: 'wow' }])
    const message = { content: 'from <#7>', attachments: [{ filename: 'b.png', size: 6 }] }
    const forward = read({ content: '', message_snapshots: [{ message }] })
    expect(forward?.message.text).toBe('Forwarded:\nfrom #general')
    expect(forward?.message.attachments).toEqual([{ name: 'b.png', bytes: 6 }])
  })

  it('is a line of the system where nobody said it', () => {
    expect(read({ type: 7, content: '' })?.message).toMatchObject({
      kind: 'system',
      text: 'Joined the server.',
    })
    expect(read({ type: 18, content: 'Plans' })?.message).toMatchObject({
      kind: 'system',
      text: 'Plans',
    })
    expect(read({ type: 20, content: 'pong' })?.message.kind).toBe('message')
  })

  it('is none where its words are withheld, or where it is no message', () => {
    expect(isWithheld(record({ content: '' }))).toBe(true)
    expect(isWithheld(record({ content: '', type: 7 }))).toBe(false)
    expect(isWithheld(record({ content: '', sticker_items: [{}] }))).toBe(false)
    expect(read({ content: '' })).toBeNull()
    for (const broken of [null, 5, [], { id: '1' }, record({ author: null }), record({ id: '' })]) {
      expect(discordApiMessage(broken, nameOf)).toBeNull()
    }
  })
})
