import type { MessageStructureObject } from 'imapflow'
import { describe, expect, it } from 'vitest'
import { partsOf, singleMail } from './mails.ts'

const plain = { part: '1', type: 'text/plain' }
const html = { part: '2', type: 'text/html' }
const file = {
  part: '3',
  type: 'application/pdf',
  size: 1_000,
  disposition: 'attachment',
  dispositionParameters: { filename: 'plan.pdf' },
}
const multipart = (kind: string, childNodes: MessageStructureObject[]): MessageStructureObject => ({
  type: `multipart/${kind}`,
  childNodes,
})

describe('of the parts of a mail', () => {
  it('the plain text is read where there is a choice, files are named, and neither is fetched', () => {
    const mail = multipart('mixed', [multipart('alternative', [plain, html]), file])
    expect(partsOf(mail)).toEqual({
      texts: [plain],
      attachments: [{ name: 'plan.pdf', mimeType: 'application/pdf', bytes: 1_000 }],
      isEncrypted: false,
    })
    expect(partsOf(multipart('alternative', [html])).texts).toEqual([html])
  })

  it('a text that is a file is no words, and texts are few', () => {
    const log = { ...plain, disposition: 'attachment', parameters: { name: 'server.log' } }
    expect(partsOf(multipart('mixed', [log, plain])).texts).toEqual([plain])
    expect(
      partsOf(
        multipart(
          'mixed',
          Array.from({ length: 1_000 }, () => plain),
        ),
      ).texts,
    ).toHaveLength(4)
    expect(partsOf(undefined)).toEqual({ texts: [], attachments: [], isEncrypted: false })
  })

  it('those that are encrypted are told, and those that are only signed are read', () => {
    const pgp = multipart('encrypted', [{ part: '1', type: 'application/pgp-encrypted' }])
    expect(partsOf(pgp).isEncrypted).toBe(true)
    expect(partsOf({ type: 'application/pkcs7-mime' }).isEncrypted).toBe(true)
    const signed = multipart('signed', [plain, { part: '2', type: 'application/pgp-signature' }])
    expect(partsOf(signed)).toEqual({ texts: [plain], attachments: [], isEncrypted: false })
  })
})

describe('a text of a mail', () => {
  const head = Buffer.from(
    'From: Ana <ana@example.org>\r\nContent-Type: multipart/mixed;\r\n boundary="b"\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n\r\n',
  )
  const read = async (body: Buffer, part: Partial<MessageStructureObject> = {}) =>
    (await singleMail(head, { ...plain, ...part }, body)).text

  it('is read by what its server says of it, not by the head of the whole mail', async () => {
    const parameters = { charset: 'utf-8' }
    const body = Buffer.from('Gr=C3=BC=C3=9Fe')
    const mail = await singleMail(
      head,
      { ...plain, parameters, encoding: 'quoted-printable' },
      body,
    )
    expect(mail).toMatchObject({ subject: 'Hi', text: 'Grüße\n', from: { name: 'Ana' } })
  })

  it('without a character set is UTF-8 where it can be, and Latin where it cannot', async () => {
    expect(await read(Buffer.from('Grüße'))).toBe('Grüße\n')
    expect(await read(Buffer.from('Grüße', 'latin1'))).toBe('Grüße\n')
  })

  it('that was cut ends with its last whole line', async () => {
    const body = Buffer.from(`${'ü'.repeat(40)}\r\n`.repeat(3_000)).subarray(0, 128 * 1_024)
    expect(await read(body)).not.toContain('\uFFFD')
  })

  it('cannot give the mail headers of its own', async () => {
    const mail = await singleMail(
      head,
      { ...plain, encoding: '7bit\r\nX-Evil: 1', parameters: { charset: 'utf-8"\r\nX-Evil: 1' } },
      Buffer.from('x'),
    )
    expect(mail.headers.map(({ key }) => key)).not.toContain('x-evil')
  })
})
