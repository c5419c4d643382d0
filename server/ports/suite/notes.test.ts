import { expect, it } from 'vitest'
import { onEveryEngine } from './engines.ts'

onEveryEngine('notes', (fresh) => {
  it('are read as they were written last, by every thread and after a restart', async () => {
    const { notes } = fresh().engine
    await notes.write('stage-times', { old: 1 })
    await notes.write('stage-times', { 'extractive writing': 12.5, ü: [null] })
    const note = { 'extractive writing': 12.5, ü: [null] }
    expect(await (await fresh().another()).notes.read('stage-times')).toEqual(note)
    await fresh().restart()
    expect(await fresh().engine.notes.read('stage-times')).toEqual(note)
  })

  it('are null where nothing was written', async () => {
    expect(await fresh().engine.notes.read('stage-times')).toBeNull()
  })
})
