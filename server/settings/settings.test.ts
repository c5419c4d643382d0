import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSettings, SettingsRefused } from './settings.ts'
import { schemaOf, settingDocs, SettingsError } from './table.ts'
import type { SecretVault } from './vault.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-settings-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const open = (options: Partial<Parameters<typeof createSettings>[0]> = {}) =>
  createSettings({ dataDir, env: {}, ...options })
const fileOf = (name = 'settings.json'): string => readFileSync(join(dataDir, name), 'utf8')
const writeByHand = (text: string): void => writeFileSync(join(dataDir, 'settings.json'), text)

/** Encrypts for real, with a key of its own in place of the system's keychain. */
function vaultWith(key: number): SecretVault {
  const bytes = Buffer.alloc(32, key)
  const iv = Buffer.alloc(16, 1)
  return {
    canEncrypt: () => true,
    encrypt(secret) {
      const cipher = createCipheriv('aes-256-gcm', bytes, iv)
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([cipher.getAuthTag(), body]).toString('base64')
    },
    decrypt(encrypted) {
      const raw = Buffer.from(encrypted, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', bytes, iv)
      decipher.setAuthTag(raw.subarray(0, 16))
      return Buffer.concat([decipher.update(raw.subarray(16)), decipher.final()]).toString('utf8')
    },
  }
}

describe('settings', () => {
  it('take what the host says for a default, which may change, and never over a choice', () => {
    let reportLanguage: 'en' | 'de' = 'de'
    const settings = open({ defaults: () => ({ reportLanguage, timeZone: 'Asia/Tokyo' }) })
    expect(settings.effective().values).toMatchObject({
      reportLanguage: 'de',
      timeZone: 'Asia/Tokyo',
    })
    expect(settings.view().sources).toMatchObject({ timeZone: 'default' })
    reportLanguage = 'en'
    expect(settings.effective().values.reportLanguage).toBe('en')
    settings.change({ values: { timeZone: 'UTC', reportLanguage: 'de' } })
    expect(settings.effective().values).toMatchObject({ reportLanguage: 'de', timeZone: 'UTC' })
    settings.change({ reset: ['timeZone'] })
    expect(settings.effective().values.timeZone).toBe('Asia/Tokyo')
    expect(open().effective().values).toMatchObject({ reportLanguage: 'de', timeZone: 'UTC' })
  })

  it('come from the flag, then the environment, then the file, then the default', () => {
    writeByHand('{"concurrency": 3, "smtpPort": 2525, "smtpHost": "file.example"}')
    const settings = open({
      flags: { concurrency: '9' },
      env: { RAPPORTEUR_CONCURRENCY: '7', RAPPORTEUR_SMTP_PORT: '26' },
    })
    const { values, sources } = settings.view()
    expect(values).toMatchObject({
      concurrency: 9,
      smtpPort: 26,
      smtpHost: 'file.example',
      timeZone: 'UTC',
    })
    expect(sources).toMatchObject({
      concurrency: 'flag',
      smtpPort: 'environment',
      smtpHost: 'file',
      timeZone: 'default',
    })
  })

  it('outlive the process, and a key that is reset has its default again', () => {
    open().change({ values: { concurrency: 12, timeZone: 'Europe/Berlin' } })
    expect(open().view().values).toMatchObject({ concurrency: 12, timeZone: 'Europe/Berlin' })
    open().change({ reset: ['concurrency'] })
    expect(open().view().values).toMatchObject({ concurrency: 4, timeZone: 'Europe/Berlin' })
  })

  it('are all or nothing: one refused value is named and changes none of them', () => {
    const settings = open()
    const change = { values: { concurrency: 5, smtpPort: 70_000, colour: 'red' } }
    expect(() => settings.change(change)).toThrow(SettingsRefused)
    const issues = (() => {
      try {
        settings.change(change)
      } catch (error) {
        return (error as SettingsRefused).issues
      }
      return []
    })()
    expect(issues.map(({ path }) => path)).toEqual(['values.smtpPort', 'values.colour'])
    expect(settings.view().values.concurrency).toBe(4)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('refuse a model engine without its server, whichever of the two comes first', () => {
    const settings = open()
    expect(() => settings.change({ values: { summaryEngine: 'openai' } })).toThrow(/summaryBaseUrl/)
    const complete = {
      summaryEngine: 'openai',
      summaryBaseUrl: 'http://127.0.0.1:1/v1',
      summaryModel: 'm',
    }
    expect(settings.change({ values: complete }).values.summaryEngine).toBe('openai')
    expect(() => settings.change({ values: { summaryModel: null } })).toThrow(/summaryModel/)
  })

  it('tell their listeners what is in force after a change', () => {
    const settings = open({ flags: { concurrency: 2 } })
    const heard: number[] = []
    settings.onChange(({ values }) => heard.push(values.concurrency, values.smtpPort))
    settings.change({ values: { concurrency: 40, smtpPort: 25 } })
    expect(heard, 'a flag is stronger than the file').toEqual([2, 25])
  })

  it('can be tried out without being changed', () => {
    const settings = open()
    const { values } = settings.preview({ values: { smtpHost: 'mail.example' } })
    expect(values.smtpHost).toBe('mail.example')
    expect(settings.view().values.smtpHost).toBeNull()
  })

  it('say which of them wait for a restart', () => {
    const settings = open()
    expect(settings.change({ values: { threads: 2, concurrency: 2 } }).needsRestart).toEqual([
      'threads',
    ])
    expect(open().view().needsRestart).toEqual([])
  })
})

describe('a damaged settings file', () => {
  it('gives way to its last good copy, and the damage is told', () => {
    open().change({ values: { smtpHost: 'mail.example' } })
    writeByHand('{"smtpHost": "mail.exa')
    const { values, problems } = open().view()
    expect(values.smtpHost).toBe('mail.example')
    expect(problems[0]).toMatch(/settings\.json is not a JSON object/)
    expect(problems[1]).toMatch(/last good copy/)
  })

  it('leaves the defaults where there is no copy, and is mended by the next change', () => {
    writeByHand('[]')
    const settings = open()
    expect(settings.view().problems).not.toEqual([])
    expect(settings.change({ values: { concurrency: 6 } }).problems).toEqual([])
    expect(JSON.parse(fileOf())).toEqual({ concurrency: 6 })
  })

  it('loses only the value that cannot be used', () => {
    writeByHand('{"concurrency": 1000, "smtpPort": 25}')
    const { values, problems } = open().view()
    expect(values).toMatchObject({ concurrency: 4, smtpPort: 25 })
    expect(problems).toEqual([expect.stringMatching(/^settings\.json: concurrency cannot be used/)])
  })

  it('starts with quotes where its model engine has no server', () => {
    writeByHand('{"summaryEngine": "ollama"}')
    const { values, problems } = open().view()
    expect(values.summaryEngine).toBe('extractive')
    expect(problems[0]).toMatch(/ollama needs the address/)
  })

  it('is never half written: a change that cannot be stored leaves the old file', () => {
    open().change({ values: { concurrency: 6 } })
    const before = fileOf()
    const settings = createSettings({ dataDir: join(dataDir, 'gone'), env: {} })
    expect(() => settings.change({ values: { concurrency: 7 } })).toThrow(/ENOENT/)
    expect(settings.view().values.concurrency).toBe(4)
    expect(fileOf()).toBe(before)
  })
})

describe('flags and environment', () => {
  it.each([
    [{ concurrency: 'many' }, {}, /concurrency \(--concurrency, RAPPORTEUR_CONCURRENCY\)/],
    [{}, { RAPPORTEUR_SMTP_SECURE: 'yes' }, /smtpSecure/],
    [{}, { RAPPORTEUR_RECIPIENTS: 'a@example.com, nobody' }, /recipients/],
    [{ timeZone: 'Europe/Atlantis' }, {}, /timeZone/],
    [{ summaryEngine: 'openai' }, {}, /summaryBaseUrl/],
  ])('%j %j that cannot be used stop the start and name the setting', (flags, env, expected) => {
    expect(() => open({ flags, env })).toThrow(SettingsError)
    expect(() => open({ flags, env })).toThrow(expected)
  })

  it('read every kind of value', () => {
    const { values } = open({
      flags: {
        recipients: 'a@example.com,b@example.com',
        workbookSheets: 'Highlights, Transcript',
      },
      env: { RAPPORTEUR_SMTP_SECURE: 'true', RAPPORTEUR_SUMMARY_INPUT_PRICE: '0.15' },
    }).view()
    expect(values).toMatchObject({
      recipients: ['a@example.com', 'b@example.com'],
      workbookSheets: ['Highlights', 'Transcript'],
      smtpSecure: true,
      summaryInputPrice: 0.15,
    })
  })

  it('exist for every setting and secret of the contract', () => {
    const keys = settingDocs.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    const { values, secrets } = open().view()
    expect(keys.toSorted()).toEqual([...Object.keys(values), ...Object.keys(secrets)].toSorted())
    for (const { key } of settingDocs) expect(schemaOf(key)).toBeDefined()
  })
})

describe('secrets', () => {
  it('are encrypted in the file, and read only by the same keychain', () => {
    open({ vault: vaultWith(1) }).change({ secrets: { smtpPassword: 'correct horse' } })
    for (const name of readdirSync(dataDir)) expect(fileOf(name)).not.toContain('correct horse')
    const again = open({ vault: vaultWith(1) })
    expect(again.effective().secrets.smtpPassword).toBe('correct horse')
    expect(again.view().secrets.smtpPassword).toBe('encrypted')
    const stranger = open({ vault: vaultWith(2) })
    expect(stranger.effective().secrets.smtpPassword).toBeNull()
    expect(stranger.view().secrets.smtpPassword).toBe('none')
  })

  it('last until the process ends where the system cannot encrypt, and never reach the disk', () => {
    const settings = open()
    const view = settings.change({ secrets: { summaryApiKey: 'sk-123' }, values: { smtpPort: 25 } })
    expect(view).toMatchObject({ canKeepSecrets: false, secrets: { summaryApiKey: 'session' } })
    expect(settings.effective().secrets.summaryApiKey).toBe('sk-123')
    for (const name of readdirSync(dataDir)) expect(fileOf(name)).not.toContain('sk-123')
    expect(open().effective().secrets.summaryApiKey).toBeNull()
  })

  it('are never part of what is shown', () => {
    const settings = open({ vault: vaultWith(1), env: { RAPPORTEUR_SUMMARY_API_KEY: 'sk-env' } })
    settings.change({ secrets: { smtpPassword: 'correct horse' } })
    expect(JSON.stringify(settings.view())).not.toMatch(/sk-env|correct horse/)
    expect(settings.view().secrets.summaryApiKey).toBe('environment')
  })

  it('typed into the address of the model server are used, hidden, and kept when they come back hidden', () => {
    const settings = open()
    const shown = settings.change({
      values: { summaryBaseUrl: 'https://me:hunter2@models.example/v1' },
    })
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(JSON.stringify(open().view())).not.toContain('hunter2')
    const hidden = 'https://me:********@models.example/v1'
    expect(shown.values.summaryBaseUrl).toBe(hidden)
    settings.change({ values: { summaryBaseUrl: hidden.replace('/v1', '/v2') } })
    expect(settings.effective().values.summaryBaseUrl).toBe('https://me:hunter2@models.example/v2')
  })

  it('hidden in an address never go to another server', () => {
    const settings = open()
    settings.change({ values: { summaryBaseUrl: 'https://token@models.example/v1' } })
    expect(settings.view().values.summaryBaseUrl).toBe('https://********@models.example/v1')
    const elsewhere = 'https://********@other.example/v1'
    expect(() => settings.preview({ values: { summaryBaseUrl: elsewhere } })).toThrow(
      SettingsRefused,
    )
    expect(settings.effective().values.summaryBaseUrl).toBe('https://token@models.example/v1')
  })

  it('written into the file by hand are used, and encrypted as soon as the system can', () => {
    writeByHand('{"smtpPassword": "by hand"}')
    expect(open().view().secrets.smtpPassword).toBe('file')
    expect(open().effective().secrets.smtpPassword).toBe('by hand')
    const settings = open({ vault: vaultWith(1) })
    expect(settings.view().secrets.smtpPassword).toBe('encrypted')
    for (const name of readdirSync(dataDir)) expect(fileOf(name)).not.toContain('by hand')
    expect(settings.effective().secrets.smtpPassword).toBe('by hand')
  })

  it('can be forgotten', () => {
    const settings = open({ vault: vaultWith(1) })
    settings.change({ secrets: { smtpPassword: 'x' } })
    expect(settings.change({ secrets: { smtpPassword: null } }).secrets.smtpPassword).toBe('none')
    expect(settings.effective().secrets.smtpPassword).toBeNull()
  })

  it.skipIf(process.platform === 'win32')('lie in a file that only its owner may read', () => {
    open({ vault: vaultWith(1) }).change({ secrets: { smtpPassword: 'x' } })
    expect(statSync(join(dataDir, 'settings.json')).mode & 0o777).toBe(0o600)
  })
})
