import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { listIdOf, mailMessage, type MailAround } from './record.ts'

const at = Date.parse('2026-01-05T10:00:00Z')
const read = async (lines: readonly string[], more: Partial<MailAround> = {}) =>
  mailMessage(await PostalMime.parse(lines.join('\r\n')), {
    receivedAt: at,
    attachments: [],
    ...more,
  })
const head = ['From: Ana Example <Ana@Example.org>', 'Message-ID: <1@example.org>']

describe('a mail', () => {
  it('that begins a thread is its subject and its words, and one that answers its words', async () => {
    const first = [...head, 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=', '', 'Hello']
    expect(await read(first)).toEqual({
      sourceId: '1@example.org',
      when: { at, timeSource: 'explicit' },
      author: 'Ana Example',
      authorKey: 'ana@example.org',
      kind: 'message',
      text: 'Grüße\n\nHello',
      replyTo: null,
    })
    const more = ['In-Reply-To: <0@example.org>', 'References: <a@x.org> <b@x.org>']
    expect(await read([...head, 'Subject: Re: Hi', ...more, '', '> Hi\nYes'])).toMatchObject({
      text: 'Yes',
      replyTo: '0@example.org',
    })
    expect(await read([...head, more[1]!, '', 'Yes'])).toMatchObject({ replyTo: 'b@x.org' })
    expect((await read([...head, 'Subject: only this', '', ''])).text).toBe('only this')
  })

  it('of words in HTML alone is read without the marks', async () => {
    const html = ['Content-Type: text/html; charset=utf-8', '', '<p>One</p><p>Two &amp; three</p>']
    expect((await read([...head, ...html])).text).toBe('One\nTwo & three')
  })

  it('that is encrypted says so', async () => {
    const text = (await read([...head, 'Subject: Secret', '', 'x'], { isEncrypted: true })).text
    expect(text).toBe('Secret\n\nEncrypted mail')
  })

  it('without a Message-ID has the same id each time, and another mail another one', async () => {
    const mail = (subject: string) => read([head[0]!, `Subject: ${subject}`, '', 'x'])
    expect((await mail('a')).sourceId).toBe((await mail('a')).sourceId)
    expect((await mail('a')).sourceId).not.toBe((await mail('b')).sourceId)
  })

  it('has the time of its author, unless servers on the way show that clock to be wrong', async () => {
    const when = async (...lines: string[]) => (await read([...head, ...lines, '', 'x'])).when.at
    const received = `Received: from a by b; ${new Date(at).toUTCString()}`
    expect(await when('Date: Mon, 5 Jan 2026 09:00:00 +0000')).toBe(at - 3_600_000)
    expect(await when('Date: Fri, 1 Jan 2038 00:00:00 +0000')).toBe(at)
    expect(await when('Date: Thu, 1 Jan 1970 00:00:00 +0000', received)).toBe(at)
    expect(await when('Date: nonsense')).toBe(at)
    // A mailbox that was moved to another server got all its mails on one day.
    expect(await when('Date: Mon, 5 Jan 2015 10:00:00 +0000')).toBe(Date.parse('2015-01-05T10:00Z'))
  })

  it('that a list passes on in its own name is said by its author', async () => {
    const lines = [
      'From: "Ana Example via Dev" <dev@lists.example.org>',
      'Reply-To: Ana <ana@example.org>, dev@lists.example.org',
      'List-Id: <dev.lists.example.org>',
    ]
    expect(await read([...lines, '', 'x'])).toMatchObject({
      author: 'Ana Example',
      authorKey: 'ana@example.org',
    })
  })

  it('of a program is marked as such', async () => {
    expect((await read([...head, 'Auto-Submitted: auto-generated', '', 'x'])).isBot).toBe(true)
    expect((await read([...head, 'Auto-Submitted: no', '', 'x'])).isBot).toBeUndefined()
  })
})

it('the id of a list is what stands in angle brackets, or all of it', () => {
  expect(listIdOf('Developers <Dev.lists.example.org>')).toBe('dev.lists.example.org')
  expect(listIdOf('dev.lists.example.org')).toBe('dev.lists.example.org')
  expect(listIdOf('no id at all')).toBe('')
})
