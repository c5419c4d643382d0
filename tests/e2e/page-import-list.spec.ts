import { writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures/electron.ts'
import { look, speakGerman } from './fixtures/look.ts'
import { importPaths } from './fixtures/imports.ts'

const talk = (name: string) =>
  Array.from({ length: 6 }, (_, n) => `[10:0${n}:00] <ann> ${name} has berth ${n}\n`).join('')

test('imports tell what they look at, what was tried, and ask whether a folder is one room', async ({
  app,
  tmp,
}, info) => {
  test.setTimeout(180_000)
  const { page } = app
  const item = (name: string) => page.locator('[data-import-oid]').filter({ hasText: name })

  // A folder that holds no chat says how far the looking is, and ends with a sentence.
  const modules = join(tmp, 'modules')
  await mkdir(modules)
  for (let n = 0; n < 20_000; n++) writeFileSync(join(modules, `part-${n}.js`), `export ${n}\n`)
  await importPaths(app, [modules])
  await expect(item('modules')).toContainText(
    // A quick disk is through before the first look at it.
    /[\d,]+ files (found|looked at, 0 chats found)|\(20000 files\)/,
  )
  await expect(item('modules')).toHaveAttribute('data-import-state', 'failed', { timeout: 60_000 })
  await expect(item('modules')).toContainText('Tried were the formats of Slack')

  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Imports/ })
    .click()
  const again = item('modules').getByRole('button', { name: 'Try again to import modules' })
  await again.focus()
  await page.keyboard.press('Enter')
  await expect(item('modules')).toHaveAttribute('data-import-state', /queued|reading/)
  await item('modules').getByRole('button', { name: 'Cancel the import of modules' }).click()
  await expect(item('modules')).toHaveAttribute('data-import-state', 'cancelled')
  await item('modules').getByRole('button', { name: 'Remove the import of modules' }).click()
  await expect(item('modules')).toHaveCount(0)

  // A file that is a chat only in part is read when a person says so.
  const book = join(tmp, 'book.txt')
  const prose = Array.from({ length: 60 }, (_, n) => `Chapter ${n} tells how the harbour was built`)
  await writeFile(book, `${prose.join('\n')}\n${talk('the book')}${prose.join('\n')}`)
  await importPaths(app, [book])
  await expect(item('book.txt')).toContainText('book.txt comes nearest to IRC')
  await look(app, info, 'nearest format')
  await item('book.txt').getByRole('button', { name: 'Read as IRC anyway' }).click()
  await expect(item('book.txt')).toHaveAttribute('data-import-state', 'finished')

  // Many files that only their names tell apart.
  const dev = join(tmp, 'dev')
  await mkdir(dev)
  for (let n = 1; n < 8; n++)
    await writeFile(join(dev, `2005-02-0${n}.train-a.raw.txt`), talk(`${n}`))
  await importPaths(app, [dev])
  await expect(item('dev')).toContainText('7 files of dev are told apart by their names alone')
  await expect(item('dev')).toContainText('7 rooms')
  await look(app, info, 'rooms of a folder')
  await item('dev').getByText('One room per folder', { exact: true }).click()
  await expect(item('dev')).toContainText(/^(?!.*7 rooms).*1 room/s)
  await expect(item('dev').getByRole('radio', { name: 'One room per folder' })).toBeChecked()

  // What ends together is told together, also with what was told a moment ago and still stands.
  const files = ['pier', 'quay', 'reef'].map((name) => join(tmp, `${name}.txt`))
  for (const file of files) await writeFile(file, talk(file))
  await importPaths(app, files)
  const told = page.getByRole('alert').filter({ hasText: /(?:pier|quay|reef)\.txt/ })
  await expect(told).toHaveText([
    /Imported [3-5] exports: [3-5] rooms.*pier\.txt, quay\.txt, reef\.txt/,
  ])

  await speakGerman(app)
  await look(app, info, 'Importe')
})
