import { expect, it } from 'vitest'
import { attachmentName } from './attachment-name.ts'

it('reads the name of a file as the server gives it', () => {
  expect(attachmentName(`attachment; filename="pier.xlsx"`)).toBe('pier.xlsx')
  const both = `attachment; filename="a?.xlsx"; filename*=UTF-8''%E6%B8%AF%20%C3%A4.xlsx`
  expect(attachmentName(both)).toBe('港 ä.xlsx')
})

it('leads nowhere else', () => {
  expect(attachmentName(`attachment; filename="../../.bashrc"`)).toBe('.bashrc')
  expect(attachmentName(`attachment; filename="C:\\\\Windows\\\\evil.xlsx"`)).toBe('evil.xlsx')
  expect(attachmentName(`attachment; filename*=UTF-8''..%2F..%2Fx%0A.xlsx`)).toBe('x_.xlsx')
  for (const none of [null, 'inline', 'attachment; filename=".."', "filename*=UTF-8''%E0%A4"]) {
    expect(attachmentName(none)).toBeNull()
  }
})
