import { expect, it } from 'vitest'
import { fileNameExample } from './file-name-example.ts'
import { sourceName } from './names.ts'

it('names the flag or the variable that fixes a value', () => {
  expect(sourceName('summaryBaseUrl', 'flag')).toBe('--summary-base-url')
  expect(sourceName('smtpHost', 'environment')).toBe('RAPPORTEUR_SMTP_HOST')
  expect(sourceName('smtpHost', 'file')).toBeNull()
  expect(sourceName('smtpHost', undefined)).toBeNull()
})

it('shows what a pattern makes of a file name', () => {
  expect(fileNameExample('{room} {from} to {to} {id}')).toBe(
    'general 2026-03-01 to 2026-03-31 7f3a91c2.xlsx',
  )
  expect(fileNameExample('{room} {from} to {to} {id}', 'bis')).toBe(
    'general 2026-03-01 bis 2026-03-31 7f3a91c2.xlsx',
  )
  expect(fileNameExample('{from} to {to} {id}', 'bis')).toContain(' to ')
})

it('adds the id where it is missing, and leaves unknown words in braces alone', () => {
  expect(fileNameExample('Report of {room} by {me}')).toBe(
    'Report of general by {me} 7f3a91c2.xlsx',
  )
})

it('leaves out what no file system takes', () => {
  expect(fileNameExample('../{room}:{id}?')).toBe('.. general 7f3a91c2.xlsx')
})
