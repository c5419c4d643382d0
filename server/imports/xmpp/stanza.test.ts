import { xml } from '@xmpp/client'
import { describe, expect, it } from 'vitest'
import { archiveIdOf, spokenOf } from './stanza.ts'

const room = 'dev@rooms.example.org'
const at = 1_767_600_000_000
type Part = ReturnType<typeof xml>
const message = (...parts: Part[]): Part =>
  xml('message', { from: `${room}/Ana`, type: 'groupchat', id: 'm1' }, ...parts)
const body = (text: string): Part => xml('body', {}, text)
const read = (stanza: Part) => spokenOf(stanza, { id: 'a1', at })
const said = (stanza: Part) => {
  const spoken = read(stanza)
  return spoken?.type === 'said' ? spoken.message : null
}

describe('a stanza of a room', () => {
  it('is a message by its name there, with the id of the archive', () => {
    expect(read(message(body('Hello')))).toEqual({
      type: 'said',
      origin: 'm1',
      by: 'Ana',
      deletedAt: null,
      message: {
        sourceId: 'a1',
        when: { at, timeSource: 'explicit' },
        author: 'Ana',
        authorKey: 'Ana',
        kind: 'message',
        text: 'Hello',
        replyTo: null,
      },
    })
    const occupant = xml('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id: 'o7' })
    expect(said(message(body('Hello'), occupant))).toMatchObject({ author: 'Ana', authorKey: 'o7' })
  })

  it('without words is none: a subject, a marker, a notice of the room', () => {
    expect(read(message(xml('subject', {}, 'New')))).toBeNull()
    expect(
      read(message(xml('displayed', { xmlns: 'urn:xmpp:chat-markers:0', id: 'm0' }))),
    ).toBeNull()
    expect(read(xml('message', { from: room, type: 'groupchat' }, body('Welcome')))).toBeNull()
  })

  it('that is encrypted says so in place of what its program tells others', () => {
    const encrypted = xml('encrypted', { xmlns: 'eu.siacs.conversations.axolotl' })
    expect(said(message(body('Your client cannot read this'), encrypted))?.text).toBe(
      'Encrypted message',
    )
    expect(said(message(xml('encryption', { xmlns: 'urn:xmpp:eme:0' })))?.text).toBe(
      'Encrypted message',
    )
  })

  it('that answers names what it answers, without quoting it', () => {
    const reply = xml('reply', { xmlns: 'urn:xmpp:reply:0', id: 'a0', to: `${room}/Bob` })
    const range = xml('body', { start: '0', end: '7' })
    const fallback = xml(
      'fallback',
      { xmlns: 'urn:xmpp:fallback:0', for: 'urn:xmpp:reply:0' },
      range,
    )
    expect(said(message(body('> 😀 Hi\nYes'), reply, fallback))).toMatchObject({
      text: 'Yes',
      replyTo: 'a0',
    })
  })

  it('with a file names it', () => {
    const url = 'https://files.example.org/x/Pl%C3%A4ne%20A.pdf'
    const file = xml('x', { xmlns: 'jabber:x:oob' }, xml('url', {}, url))
    expect(said(message(body(url), file))?.attachments).toEqual([{ name: 'Pläne A.pdf' }])
  })

  it('that changes another names it, and who wants it: its author, or a moderator in the name of the room', () => {
    const replace = xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: 'm0' })
    expect(read(message(body('Hello!'), replace))).toEqual({
      type: 'changed',
      change: { target: 'm0', names: 'origin', by: 'Ana', at, text: 'Hello!' },
    })
    const retract = xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id: 'a0' })
    const change = { target: 'a0', names: 'archive', at, text: null }
    expect(read(message(retract, body('taken back')))).toEqual({
      type: 'changed',
      change: { ...change, by: 'Ana' },
    })
    const moderated = xml('message', { from: room, type: 'groupchat' }, retract)
    expect(read(moderated)).toEqual({ type: 'changed', change: { ...change, by: null } })
    const fastened = xml(
      'apply-to',
      { xmlns: 'urn:xmpp:fasten:0', id: 'a0' },
      xml('retract', { xmlns: 'urn:xmpp:message-retract:0' }),
    )
    expect(read(message(fastened))).toMatchObject({ change: { target: 'a0', by: 'Ana' } })
  })

  it('has the id that its room gave it, and none that another has', () => {
    const id = (by: string, value: string) =>
      xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by, id: value })
    expect(archiveIdOf(message(id('ana@example.org', 'x'), id(room, 'a1')), room)).toBe('a1')
    expect(archiveIdOf(message(id('ana@example.org', 'x')), room)).toBeNull()
  })
})
