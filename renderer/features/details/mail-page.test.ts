import { expect, it } from 'vitest'
import { mailPage } from './mail-page.ts'

it('a mail keeps its look without a style at an element, and its text stays text', () => {
  const text = '&lt;b style=&quot;color:red&quot;&gt; $&amp;'
  const mail = `<html><head><title>x</title></head><body style="margin:0"><p style="margin:0">${text}</p><p style="color:red">y</p></body></html>`
  const page = mailPage(mail, 'n1')
  expect(page).not.toContain('style="')
  expect(page).toContain('<style nonce="n1">.s0{margin:0}\n.s1{color:red}</style></head>')
  expect(page).toContain(`<body class="s0"><p class="s0">${text}</p><p class="s1">y</p>`)
})
