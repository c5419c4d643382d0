import type { TFunction } from 'i18next'
import type { ImportCounts } from '../../server/contract/imports.ts'
import { shorten } from '../ui/plain-text.ts'
import { sayFailure, type Told } from '../ui/sentences.ts'
import type { Notice } from './notices.ts'

type Words = ReturnType<Notice['say']>

export interface Imported extends Pick<ImportCounts, 'rooms' | 'messages'> {
  name: string
}

export interface FailedImport {
  name: string
  reason: Told
}

/** A title is for reading, not for filling the screen. */
const namesOf = (all: readonly { name: string }[]): string =>
  shorten(all.map(({ name }) => name).join(', '), 200)

/** One import by its name, several by their number with all that they have brought. */
export const importedWords = (t: TFunction, all: readonly Imported[]): Words => {
  const sum = (what: 'rooms' | 'messages') => all.reduce((total, each) => total + each[what], 0)
  const brought = {
    rooms: t('imports.rooms', { count: sum('rooms') }),
    messages: t('imports.messages', { count: sum('messages') }),
  }
  const [only] = all
  return all.length === 1 && only
    ? { title: t('imports.done', { name: only.name, ...brought }) }
    : { title: t('imports.doneTogether', { count: all.length, ...brought }), text: namesOf(all) }
}

export const failedWords = (t: TFunction, all: readonly FailedImport[]): Words => {
  const [only] = all
  return all.length === 1 && only
    ? { title: t('imports.failedToast', { name: only.name }), text: sayFailure(t, only.reason) }
    : { title: t('imports.failedToasts', { count: all.length }), text: namesOf(all) }
}
