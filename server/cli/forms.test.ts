import { describe, expect, it } from 'vitest'
import { parseForms } from './forms.ts'

describe('the forms of a report', () => {
  it.each([
    ['xlsx', ['xlsx']],
    ['md, CSV ,md', ['csv', 'md']],
    ['csv,html,xlsx,md', ['xlsx', 'csv', 'md', 'html']],
  ])('are read from %j', (text, forms) => {
    expect(parseForms(text)).toEqual(forms)
  })

  it.each(['', 'pdf', 'xlsx,pdf', 'xlsx,'])('are not read from %j', (text) => {
    expect(() => parseForms(text)).toThrow('Name some of xlsx, csv, md, html')
  })
})
