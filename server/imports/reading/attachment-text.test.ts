import { expect, test } from 'vitest'
import { attachmentText, labelled } from './attachment-text.ts'

test.each([
  [{ title: 'Host', value: 'db-7' }, 'Host: db-7'],
  [{ title: 'Host:', value: 'db-7' }, 'Host: db-7'],
  [{ title: 'Hosts', value: ['db-7', 'db-8'] }, 'Hosts: db-7, db-8'],
  [{ title: 'Tries', value: 0 }, 'Tries: 0'],
  [{ title: 'Done', value: false }, 'Done: false'],
  [{ title: 'Note:', value: '' }, 'Note:'],
  [{ title: '', value: 'loose' }, 'loose'],
])('a field %j says %j', (field, expected) => {
  expect(attachmentText({ fields: [field] })).toBe(expected)
})

test('a title that ends in a colon gets no second one, one within stays', () => {
  expect(labelled('Job a:b :', 'red')).toBe('Job a:b: red')
})
