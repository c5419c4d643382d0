import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it } from 'vitest'
import { DamagedDatabase } from '../../../server/engines/sqlite/damage.ts'
import { FolderInUse } from '../../../server/engines/sqlite/folder-lock.ts'
import { migrate } from '../../../server/engines/sqlite/migrations.ts'
import { failurePage } from './failure-page.ts'

const system = 'Rapporteur 0.1.0, linux x64'

it('shows texts as texts', () => {
  const html = failurePage({
    error: new Error('<script>alert("1")</script>'),
    dataDir: "/tmp/<img src=x onerror='x'>",
    nonce: 'n"n',
    language: 'en',
    system: '<script>',
  })
  expect(html).not.toMatch(/<script(?! type="module" src="\/failure\.js">)/)
  expect(html).not.toContain('<img')
  expect(html).toContain('nonce="n&quot;n"')
})

it('says what to do about a folder that cannot be written', () => {
  const error = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'en', system })
  expect(html).toContain('Give your account the right to write there.')
  expect(html).toContain('<code>/data</code>')
})

it('finds the reason in the sentence of an error that has no code of its own', () => {
  const error = new Error("settings.json cannot be read: ENOTDIR: not a directory, open 'x'")
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'en', system })
  expect(html).toContain('A file stands where the data folder should be.')
})

it('says what the server says where it knows no better', () => {
  const error = new Error('The setting concurrency cannot be used: too big')
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'en', system })
  expect(html).toMatch(/role="alert">The setting concurrency cannot be used: too big/)
})

it('speaks the language of the app', () => {
  const error = Object.assign(new Error('EROFS: read-only'), { code: 'EROFS' })
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'de', system })
  expect(html).toContain('<html lang="de">')
  expect(html).toContain('Der Datenordner ist nicht beschreibbar.')
  expect(html).not.toMatch(/could not start|Try again|Copy details|Copied|Data folder/)
})

function refusalOfNewer(): unknown {
  const db = new DatabaseSync(':memory:')
  db.exec('PRAGMA user_version = 9999')
  try {
    migrate(db)
  } catch (error) {
    return error
  }
  throw new Error('A database of a newer version was taken')
}

it.each([
  ['in use', new FolderInUse('The data folder /data is in use'), 'von einem anderen Rapporteur'],
  ['damaged', new DamagedDatabase('/data/rapporteur.db', []), 'Die Datenbank ist beschädigt.'],
  ['of a newer version', refusalOfNewer(), 'von einer neueren Version'],
])('says in German that the data are %s, and leaves the rest to the details', (_, error, said) => {
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'de', system })
  expect(html).toContain(said)
  expect(html.split('<pre id="details">')[1]).toContain(
    String((error as Error).message).slice(0, 20),
  )
})
