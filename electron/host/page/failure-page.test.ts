import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it } from 'vitest'
import { sentence } from '../../../server/contract/sentences.ts'
import { damagedDatabase } from '../../../server/engines/sqlite/damage.ts'
import { migrate } from '../../../server/engines/sqlite/migrations.ts'
import { SettingsError } from '../../../server/settings/table.ts'
import { SentenceError } from '../../../server/words/sentence-error.ts'
import { folderProblem } from '../../../server/words/system-problem.ts'
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

const refused = (code: string): unknown =>
  folderProblem(Object.assign(new Error(`${code}: no, open '/data/logs'`), { code }), '/data')

it('says what to do about a folder that cannot be written, and what the system said', () => {
  const error = refused('EACCES')
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'en', system })
  expect(html).toContain('give your account the right to write there.')
  expect(html).toContain('<code>/data</code>')
  expect(html.split('<pre id="details">')[1]).toContain('EACCES: no, open')
})

it('says what the server says where it knows no better', () => {
  const error = new Error('The setting concurrency cannot be used: too big')
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'en', system })
  expect(html).toMatch(/role="alert">The setting concurrency cannot be used: too big/)
})

it('speaks the language of the app', () => {
  const error = refused('EROFS')
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'de', system })
  expect(html).toContain('<html lang="de">')
  expect(html).toMatch(/role="alert">In „\/data“ lässt sich nicht schreiben/)
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
  [
    'in use',
    new SentenceError(sentence('data_folder_in_use', { folder: '/data' })),
    'Der Datenordner /data wird von einem anderen Rapporteur benutzt',
  ],
  ['damaged', damagedDatabase('/data/rapporteur.db', []), '/data/rapporteur.db ist beschädigt.'],
  ['of a newer version', refusalOfNewer(), 'von einer neueren Version'],
  ['not to be had', new SettingsError(sentence('setting_unknown', { setting: 'x' })), 'keine'],
])('says in German that the data are %s, and no word of English', (_, error, said) => {
  const html = failurePage({ error, dataDir: '/data', nonce: 'n', language: 'de', system })
  expect(html).toContain(said)
  expect(html).not.toContain((error as Error).message)
})
