import { expect, it } from 'vitest'
import { shownFileName } from './file-name.ts'

const oid = '0f8fad5b-d9cb-469f-a165-70867728950e'

it.each([
  ['general 2026-01-05 to 2026-02-02 7728950e.xlsx', 'general 2026-01-05 to 2026-02-02.xlsx'],
  ['7728950e general.xlsx', 'general.xlsx'],
  ['general_7728950e_2026.xlsx', 'general_2026.xlsx'],
  ['7728950e.xlsx', '7728950e.xlsx'],
  ['general.xlsx', 'general.xlsx'],
])('%s is shown as %s', (fileName, shown) => {
  expect(shownFileName(fileName, oid)).toBe(shown)
})
