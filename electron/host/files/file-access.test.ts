import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkedWorkbook } from './file-access.ts'

let dataDir: string
const inReports = (name: string): string => join(dataDir, 'reports', name)
const check = (path: string | null) => checkedWorkbook({ path, dataDir })

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-file-access-'))
  mkdirSync(join(dataDir, 'reports'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('gives the path of a workbook in the reports folder', async () => {
  writeFileSync(inReports('General.xlsx'), 'x')
  await expect(check(inReports('General.xlsx'))).resolves.toMatch(/reports.General\.xlsx$/)
})

it('names a workbook that has vanished', async () => {
  await expect(check(inReports('Gone.xlsx'))).rejects.toMatchObject({
    code: 'workbook_missing',
    params: { file: 'Gone.xlsx' },
  })
  await expect(check(null)).rejects.toMatchObject({ code: 'workbook_missing' })
})

it('takes nothing outside the folder, nothing but .xlsx, no folder and no link that leads out', async () => {
  writeFileSync(join(dataDir, 'outside.xlsx'), 'x')
  writeFileSync(inReports('program.exe'), 'x')
  mkdirSync(inReports('folder.xlsx'))
  symlinkSync(join(dataDir, 'outside.xlsx'), inReports('link.xlsx'))
  for (const path of [
    join(dataDir, 'outside.xlsx'),
    join(dataDir, 'reports', '..', 'outside.xlsx'),
    inReports('program.exe'),
    inReports('folder.xlsx'),
    inReports('link.xlsx'),
  ]) {
    await expect(check(path), path).rejects.toMatchObject({ code: 'workbook_missing' })
  }
})
