import type { en } from './en.ts'

type Words<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Words<T[Key]> }

/** What a catalogue holds: exactly the keys of the English one. A missing or extra one does not compile. */
export type Catalogue = Words<typeof en>
