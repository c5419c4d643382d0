import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openOthers } from '../engines/sqlite/others.ts'
import { sqliteSettings } from '../engines/sqlite/settings.ts'
import { createSettings, SettingsRefused } from './settings.ts'
import { schemaOf, settingDocs, SettingsError } from './table.ts'
import { inEnglish, say } from '../words/say.ts'
import type { SecretVault } from './vault.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-settings-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const keptIn = (folder: string) => sqliteSettings(folder, openOthers(folder, 'settings'))
const open = (options: Partial<Parameters<typeof createSettings>[0]> = {}) =>
  createSettings({ kept: keptIn(dataDir), env: {}, ...options })
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
  it.each([
    ['concurrency', 0, 'setting_at_least', 'Mindestens 1.'],
    ['smtpPort', 70_000, 'setting_at_most', 'Höchstens 65535.'],
    ['concurrency', 'many', 'setting_kind', 'Hier wird eine Zahl erwartet.'],
    ['smtpHost', '', 'setting_empty', 'Darf nicht leer sein.'],
    ['smtpUser', 'x'.repeat(400), 'setting_too_long', 'Höchstens 320 Zeichen oder Einträge.'],
    ['reportLanguage', 'xx', 'setting_one_of', 'Eines von en, de.'],
    ['timeZone', 'Mars', 'setting_form', /^Nennen Sie eine IANA-Zeitzone/],
    ['workbookThemeColor', 'red', 'setting_form', /^Sechs hexadezimale Ziffern/],
    ['summaryBaseUrl', 'nowhere', 'setting_form', /^Hier wird eine Adresse wie/],
    ['recipients', ['nobody'], 'setting_form', /^Hier wird eine Mailadresse/],
    ['colour', 'red', 'setting_unknown', 'Es gibt keine Einstellung colour.'],
  ])('refuse %s = %j by a code that can be said in German', async (key, value, code, german) => {
    const settings = await open()
    const refused: unknown = await settings
      .change({ values: { [key]: value } })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SettingsRefused)
    const { issues } = refused as SettingsRefused
    expect(issues.map((issue) => issue.code)).toEqual([code])
    const [issue] = issues
    expect(issue?.detail).toBe(inEnglish(issue!))
    expect(say('de', issue!)).toMatch(german)
  })

  it('take what the host says for a default, which may change, and never over a choice', async () => {
    let reportLanguage: 'en' | 'de' = 'de'
    const settings = await open({ defaults: () => ({ reportLanguage, timeZone: 'Asia/Tokyo' }) })
    expect(settings.effective().values).toMatchObject({
      reportLanguage: 'de',
      timeZone: 'Asia/Tokyo',
    })
    expect((await settings.view()).sources).toMatchObject({ timeZone: 'default' })
    reportLanguage = 'en'
    expect(settings.effective().values.reportLanguage).toBe('en')
    await settings.change({ values: { timeZone: 'UTC', reportLanguage: 'de' } })
    expect(settings.effective().values).toMatchObject({ reportLanguage: 'de', timeZone: 'UTC' })
    await settings.change({ reset: ['timeZone'] })
    expect(settings.effective().values.timeZone).toBe('Asia/Tokyo')
    const again = await open()
    expect(again.effective().values).toMatchObject({ reportLanguage: 'de', timeZone: 'UTC' })
  })

  it('come from the flag, then the environment, then the file, then the default', async () => {
    writeByHand('{"concurrency": 3, "smtpPort": 2525, "smtpHost": "file.example"}')
    const settings = await open({
      flags: { concurrency: '9' },
      env: { RAPPORTEUR_CONCURRENCY: '7', RAPPORTEUR_SMTP_PORT: '26' },
    })
    const { values, sources } = await settings.view()
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

  it('outlive the process, and a key that is reset has its default again', async () => {
    await (await open()).change({ values: { concurrency: 12, timeZone: 'Europe/Berlin' } })
    expect((await (await open()).view()).values).toMatchObject({
      concurrency: 12,
      timeZone: 'Europe/Berlin',
    })
    await (await open()).change({ reset: ['concurrency'] })
    expect((await (await open()).view()).values).toMatchObject({
      concurrency: 4,
      timeZone: 'Europe/Berlin',
    })
  })

  it('are all or nothing: one refused value is named and changes none of them', async () => {
    const settings = await open()
    const change = { values: { concurrency: 5, smtpPort: 70_000, colour: 'red' } }
    await expect(settings.change(change)).rejects.toThrow(SettingsRefused)
    const { issues } = (await settings
      .change(change)
      .catch((error: unknown) => error)) as SettingsRefused
    expect(issues.map(({ path }) => path)).toEqual(['values.smtpPort', 'values.colour'])
    expect((await settings.view()).values.concurrency).toBe(4)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('refuse a model engine without its server, whichever of the two comes first', async () => {
    const settings = await open()
    await expect(settings.change({ values: { summaryEngine: 'openai' } })).rejects.toThrow(
      /summaryBaseUrl/,
    )
    const complete = {
      summaryEngine: 'openai',
      summaryBaseUrl: 'http://127.0.0.1:1/v1',
      summaryModel: 'm',
    }
    expect((await settings.change({ values: complete })).values.summaryEngine).toBe('openai')
    await expect(settings.change({ values: { summaryModel: null } })).rejects.toThrow(
      /summaryModel/,
    )
  })

  it('tell their listeners what is in force after a change', async () => {
    const settings = await open({ flags: { concurrency: 2 } })
    const heard: number[] = []
    settings.onChange(({ values }) => heard.push(values.concurrency, values.smtpPort))
    await settings.change({ values: { concurrency: 40, smtpPort: 25 } })
    expect(heard, 'a flag is stronger than the file').toEqual([2, 25])
  })

  it('keep what somebody else has changed meanwhile, and tell of it', async () => {
    const settings = await open()
    const other = await open()
    const heard: unknown[] = []
    settings.onChange(({ values }) => heard.push([values.smtpPort, values.concurrency]))
    await other.change({ values: { smtpPort: 25 } })
    await vi.waitFor(() => expect(heard).toEqual([[25, 4]]))
    writeByHand('{"smtpPort": 26}')
    expect((await settings.change({ values: { concurrency: 5 } })).values).toMatchObject({
      smtpPort: 26,
      concurrency: 5,
    })
    expect(JSON.parse(fileOf())).toEqual({ smtpPort: 26, concurrency: 5 })
  })

  it('are all kept where several changes come at once', async () => {
    const [settings, other] = [await open(), await open()]
    await Promise.all([
      settings.change({ values: { smtpPort: 25 } }),
      other.change({ values: { concurrency: 5 } }),
      settings.change({ values: { smtpHost: 'post.example' }, secrets: { smtpPassword: 'x' } }),
      settings.change({ secrets: { summaryApiKey: 'y' } }),
    ])
    expect(JSON.parse(fileOf())).toEqual({ smtpPort: 25, concurrency: 5, smtpHost: 'post.example' })
    const { secrets } = settings.effective()
    expect(secrets).toMatchObject({ smtpPassword: 'x', summaryApiKey: 'y' })
  })

  it('can be tried out without being changed', async () => {
    const settings = await open()
    const { values } = settings.preview({ values: { smtpHost: 'mail.example' } })
    expect(values.smtpHost).toBe('mail.example')
    expect((await settings.view()).values.smtpHost).toBeNull()
  })

  it('say which of them wait for a restart', async () => {
    const settings = await open()
    expect(
      (await settings.change({ values: { threads: 2, concurrency: 2 } })).needsRestart,
    ).toEqual(['threads'])
    expect((await (await open()).view()).needsRestart).toEqual([])
  })
})

describe('a damaged settings file', () => {
  it('gives way to its last good copy, and the damage is told', async () => {
    await (await open()).change({ values: { smtpHost: 'mail.example' } })
    writeByHand('{"smtpHost": "mail.exa')
    const { values, problems } = await (await open()).view()
    expect(values.smtpHost).toBe('mail.example')
    expect(problems[0]).toMatch(/settings\.json is not a JSON object/)
    expect(problems[1]).toMatch(/last good copy/)
  })

  it('leaves the defaults where there is no copy, and is mended by the next change', async () => {
    writeByHand('[]')
    const settings = await open()
    expect((await settings.view()).problems).not.toEqual([])
    expect((await settings.change({ values: { concurrency: 6 } })).problems).toEqual([])
    expect(JSON.parse(fileOf())).toEqual({ concurrency: 6 })
  })

  it('loses only the value that cannot be used', async () => {
    writeByHand('{"concurrency": 1000, "smtpPort": 25}')
    const { values, problems } = await (await open()).view()
    expect(values).toMatchObject({ concurrency: 4, smtpPort: 25 })
    expect(problems).toEqual([expect.stringMatching(/^settings\.json: concurrency cannot be used/)])
  })

  it('is told by codes, which say the same in German', async () => {
    writeByHand('{"concurrency": 1000, "summaryEngine": "ollama"}')
    const { problems, problemSentences } = await (await open()).view()
    expect(problemSentences.map(({ message }) => message)).toEqual(problems)
    expect(problemSentences.map((said) => say('de', said))).toEqual([
      'settings.json: concurrency ist nicht verwendbar. Höchstens 64.',
      expect.stringMatching(
        /^ollama braucht .* Bis dahin bestehen Zusammenfassungen aus Zitaten\.$/u,
      ),
    ])
    writeByHand('[]')
    const damaged = (await (await open()).view()).problemSentences
    expect(damaged.map(({ code }) => code)).toEqual([
      'settings_no_object',
      'settings_defaults_used',
    ])
  })

  it('needs a file and no address for a model on this computer', async () => {
    const settings = await open()
    await expect(settings.change({ values: { summaryEngine: 'local' } })).rejects.toThrow(
      /needs the name/,
    )
    const values = { summaryEngine: 'local', summaryModel: '/models/small.gguf' }
    expect((await settings.change({ values })).values).toMatchObject(values)
  })

  it('starts with quotes where its model engine has no server', async () => {
    writeByHand('{"summaryEngine": "ollama"}')
    const { values, problems } = await (await open()).view()
    expect(values.summaryEngine).toBe('extractive')
    expect(problems[0]).toMatch(/ollama needs the address/)
  })

  it('is never half written: a change that cannot be stored leaves the old file', async () => {
    await (await open()).change({ values: { concurrency: 6 } })
    const before = fileOf()
    const settings = await open({ kept: keptIn(join(dataDir, 'gone')) })
    await expect(settings.change({ values: { concurrency: 7 } })).rejects.toThrow(/ENOENT/)
    expect((await settings.view()).values.concurrency).toBe(4)
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
  ])(
    '%j %j that cannot be used stop the start and name the setting',
    async (flags, env, expected) => {
      await expect(open({ flags, env })).rejects.toThrow(SettingsError)
      await expect(open({ flags, env })).rejects.toThrow(expected)
    },
  )

  it('read every kind of value', async () => {
    const { values } = await (
      await open({
        flags: {
          recipients: 'a@example.com,b@example.com',
          workbookSheets: 'Highlights, Transcript',
        },
        env: { RAPPORTEUR_SMTP_SECURE: 'true', RAPPORTEUR_SUMMARY_INPUT_PRICE: '0.15' },
      })
    ).view()
    expect(values).toMatchObject({
      recipients: ['a@example.com', 'b@example.com'],
      workbookSheets: ['Highlights', 'Transcript'],
      smtpSecure: true,
      summaryInputPrice: 0.15,
    })
  })

  it('exist for every setting and secret of the contract', async () => {
    const keys = settingDocs.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    const { values, secrets } = await (await open()).view()
    expect(keys.toSorted()).toEqual([...Object.keys(values), ...Object.keys(secrets)].toSorted())
    for (const { key } of settingDocs) expect(schemaOf(key)).toBeDefined()
  })
})

describe('secrets', () => {
  it('are encrypted in the file, and read only by the same keychain', async () => {
    await (
      await open({ vault: vaultWith(1) })
    ).change({ secrets: { smtpPassword: 'correct horse' } })
    for (const name of readdirSync(dataDir)) expect(fileOf(name)).not.toContain('correct horse')
    const again = await open({ vault: vaultWith(1) })
    expect(again.effective().secrets.smtpPassword).toBe('correct horse')
    expect((await again.view()).secrets.smtpPassword).toBe('encrypted')
    const stranger = await open({ vault: vaultWith(2) })
    expect(stranger.effective().secrets.smtpPassword).toBeNull()
    expect((await stranger.view()).secrets.smtpPassword).toBe('none')
  })

  it('last until the process ends where the system cannot encrypt, and never reach the disk', async () => {
    const settings = await open()
    const view = await settings.change({
      secrets: { summaryApiKey: 'sk-123' },
      values: { smtpPort: 25 },
    })
    expect(view).toMatchObject({ canKeepSecrets: false, secrets: { summaryApiKey: 'session' } })
    expect(settings.effective().secrets.summaryApiKey).toBe('sk-123')
    for (const name of readdirSync(dataDir)) expect(fileOf(name)).not.toContain('sk-123')
    expect((await open()).effective().secrets.summaryApiKey).toBeNull()
  })

  it('are never part of what is shown', async () => {
    const settings = await open({
      vault: vaultWith(1),
      env: { RAPPORTEUR_SUMMARY_API_KEY: 'sk-env' },
    })
    await settings.change({ secrets: { smtpPassword: 'correct horse' } })
    expect(JSON.stringify(await settings.view())).not.toMatch(/sk-env|correct horse/)
    expect((await settings.view()).secrets.summaryApiKey).toBe('environment')
  })

  it('typed into the address of the model server are used, hidden, and kept when they come back hidden', async () => {
    const settings = await open()
    const shown = await settings.change({
      values: { summaryBaseUrl: 'https://me:hunter2@models.example/v1' },
    })
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(JSON.stringify(await (await open()).view())).not.toContain('hunter2')
    const hidden = 'https://me:********@models.example/v1'
    expect(shown.values.summaryBaseUrl).toBe(hidden)
    await settings.change({ values: { summaryBaseUrl: hidden.replace('/v1', '/v2') } })
    expect(settings.effective().values.summaryBaseUrl).toBe('https://me:hunter2@models.example/v2')
  })

  it('hidden in an address never go to another server', async () => {
    const settings = await open()
    await settings.change({ values: { summaryBaseUrl: 'https://token@models.example/v1' } })
    expect((await settings.view()).values.summaryBaseUrl).toBe('https://********@models.example/v1')
    const elsewhere = 'https://********@other.example/v1'
    expect(() => settings.preview({ values: { summaryBaseUrl: elsewhere } })).toThrow(
      SettingsRefused,
    )
    expect(settings.effective().values.summaryBaseUrl).toBe('https://token@models.example/v1')
  })

  it('written into the file by hand are used, and encrypted as soon as the system can', async () => {
    writeByHand('{"smtpPassword": "by hand"}')
    expect((await (await open()).view()).secrets.smtpPassword).toBe('file')
    expect((await open()).effective().secrets.smtpPassword).toBe('by hand')
    const settings = await open({ vault: vaultWith(1) })
    expect((await settings.view()).secrets.smtpPassword).toBe('encrypted')
    for (const name of readdirSync(dataDir)) expect(fileOf(name)).not.toContain('by hand')
    expect(settings.effective().secrets.smtpPassword).toBe('by hand')
  })

  it('can be forgotten', async () => {
    const settings = await open({ vault: vaultWith(1) })
    await settings.change({ secrets: { smtpPassword: 'x' } })
    expect((await settings.change({ secrets: { smtpPassword: null } })).secrets.smtpPassword).toBe(
      'none',
    )
    expect(settings.effective().secrets.smtpPassword).toBeNull()
  })

  it.skipIf(process.platform === 'win32')(
    'lie in a file that only its owner may read',
    async () => {
      await (await open({ vault: vaultWith(1) })).change({ secrets: { smtpPassword: 'x' } })
      expect(statSync(join(dataDir, 'settings.json')).mode & 0o777).toBe(0o600)
    },
  )
})
