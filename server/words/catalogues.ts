import { de } from './de.ts'
import { en, type Words } from './en.ts'

/** What is said by code, in every language. */
export const catalogues = { en, de } as const satisfies Record<string, Words>
export type Language = keyof typeof catalogues
