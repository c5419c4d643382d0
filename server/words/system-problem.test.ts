import { expect, it } from 'vitest'
import { explain } from './spoken-error.ts'
import { folderProblem } from './system-problem.ts'

const refusal = (code: string, message = `${code}: refused, open '/data/logs/a'`): Error =>
  Object.assign(new Error(message), { code, path: '/data/logs/a' })

it.each([
  ['EACCES', 'In „/data“ lässt sich nicht schreiben'],
  ['EROFS', 'In „/data“ lässt sich nicht schreiben'],
  ['ENOSPC', 'Der Datenträger ist voll'],
  ['EEXIST', 'Wo der Ordner /data sein soll, liegt eine Datei'],
])('says %s of a folder in the language of whoever reads it', (code, german) => {
  const error = folderProblem(refusal(code), '/data')
  expect(explain('de', error)).toContain(german)
  expect(explain('en', error)).not.toContain(code)
  expect((error as Error).cause).toMatchObject({ code })
})

it('finds the code of the system in the sentence of an error that has another one, or none', () => {
  for (const code of ['ERR_SQLITE_ERROR', '']) {
    const error = refusal(code, "settings.json cannot be read: ENOTDIR: not a directory, open 'x'")
    expect(explain('en', folderProblem(error, '/data'))).toContain('the folder /data should be')
  }
})

it('names the path of the error where no folder is said', () => {
  expect(explain('en', folderProblem(refusal('EACCES')))).toContain('"/data/logs/a" cannot be')
})

it('leaves alone what it does not know, and what is a sentence already', () => {
  const other = refusal('ECONNREFUSED')
  expect(folderProblem(other, '/data')).toBe(other)
  const said = folderProblem(refusal('EACCES'), '/data')
  expect(folderProblem(said, '/elsewhere')).toBe(said)
  expect(folderProblem('thrown', '/data')).toBe('thrown')
})
