import { describe, expect, it } from 'vitest'
import { MailAddress } from './mail-address.ts'

describe('a mail address', () => {
  it.each([
    'ann@example.org',
    "o'neil+tag.x@sub.example-site.co.uk",
    'ann@münchen.example',
    'a@xn--e1afmkfd.xn--p1ai',
    'a@пример.рф',
    'jürgen@example.org',
    '用户@例子.广告',
    'राम@उदाहरण.भारत',
    'x@1and1.com',
  ])('is %s', (address) => {
    expect(MailAddress.safeParse(address).success).toBe(true)
  })

  it.each([
    'nobody',
    'a@localhost',
    'a@b@c.de',
    'Name <a@b.de>',
    'a@b.de, c@d.ef',
    'a@b.de\r\nBcc: c@d.ef',
    ' a@b.de',
    'a..b@c.de',
    '.a@c.de',
    'a@-b.de',
    'a@b-.de',
    'a@192.0.2.1',
    '"a b"@c.de',
    `${'a'.repeat(65)}@b.de`,
    `a@${'b'.repeat(64)}.de`,
    'a@b\u202e.de',
  ])('is not %j', (address) => {
    expect(MailAddress.safeParse(address).success).toBe(false)
  })
})
