import { expect, it, vi } from 'vitest'
import { onEveryEngine } from './engines.ts'

const document = {
  values: { smtpHost: 'post.example', concurrency: 3, recipients: ['zoë@example.org'] },
  secrets: { smtpPassword: 'AbC/==' },
}

onEveryEngine('the settings', (fresh) => {
  it('are an empty document at first', async () => {
    const kept = await fresh().engine.settings.read()
    expect(kept).toMatchObject({ values: {}, secrets: {}, problems: [] })
    expect(kept.place).not.toBe('')
  })

  it('are read as they were written, by every thread and after a restart', async () => {
    const { settings } = fresh().engine
    const { revision } = await settings.read()
    expect(await settings.write(document, revision)).not.toBeNull()
    expect(await (await fresh().another()).settings.read()).toMatchObject(document)
    await fresh().restart()
    expect(await fresh().engine.settings.read()).toMatchObject(document)
  })

  it('are replaced as a whole: what is no longer in the document is gone', async () => {
    const { settings } = fresh().engine
    const first = await settings.write(document, (await settings.read()).revision)
    await settings.write({ values: { smtpPort: 25 }, secrets: {} }, first!)
    const { values, secrets } = await settings.read()
    expect({ values, secrets }).toEqual({ values: { smtpPort: 25 }, secrets: {} })
  })

  it('are not written over a change that somebody else has made meanwhile', async () => {
    const { settings } = fresh().engine
    const other = (await fresh().another()).settings
    const { revision } = await settings.read()
    const theirs = await other.write({ values: { smtpPort: 25 }, secrets: {} }, revision)
    expect(await settings.write(document, revision)).toBeNull()
    const kept = await settings.read()
    expect(kept).toMatchObject({ values: { smtpPort: 25 }, revision: theirs })
    expect(await settings.write(document, kept.revision)).not.toBeNull()
  })

  it('of two that change them at once, one is told to read again', async () => {
    const { settings } = fresh().engine
    const other = (await fresh().another()).settings
    const { revision } = await settings.read()
    const written = await Promise.all([
      settings.write({ values: { smtpPort: 25 }, secrets: {} }, revision),
      other.write({ values: { smtpPort: 26 }, secrets: {} }, revision),
    ])
    expect(written.filter((each) => each === null)).toHaveLength(1)
  })

  it('can be followed: a change by somebody else is heard, one of our own is not', async () => {
    const { settings } = fresh().engine
    const other = (await fresh().another()).settings
    const heard: string[] = []
    await settings.follow(() => heard.push('one'))
    const stop = await settings.follow(() => heard.push('stopped'))
    stop()
    await other.follow(() => heard.push('other'))
    const { revision } = await settings.read()
    const mine = await settings.write(document, revision)
    await vi.waitFor(() => expect(heard).toEqual(['other']))
    await other.write({ values: {}, secrets: {} }, mine!)
    await vi.waitFor(() => expect(heard).toEqual(['other', 'one']))
  })
})
