import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Spoken } from '../../imports/xmpp/stanza.ts'
import { pageOf, placeOf, placeText, walkOf, type Entry } from './pages.ts'

const said = (id: string, at: number, by = 'Ana', text = `text of ${id}`): Entry => ({
  id,
  at,
  spoken: {
    type: 'said',
    origin: `o-${id}`,
    by,
    deletedAt: null,
    message: {
      sourceId: id,
      when: { at, timeSource: 'explicit' },
      author: by,
      kind: 'message',
      text,
    },
  },
})
const edit = (
  id: string,
  at: number,
  target: string,
  text: string,
  by: string | null = 'Ana',
): Entry => ({
  id,
  at,
  spoken: { type: 'changed', change: { target: `o-${target}`, names: 'origin', by, at, text } },
})
const retract = (id: string, at: number, target: string, by: string | null = 'Ana'): Entry => ({
  id,
  at,
  spoken: { type: 'changed', change: { target, names: 'archive', by, at, text: null } },
})

interface Known {
  text: string
  isDeleted: boolean
  at: number
}

/** Reads an archive back to a place, page by page, into what is known; a message that is known is only changed. */
function readBack(
  archive: readonly Entry[],
  size: number,
  until: string | null,
  known: Map<string, Known>,
) {
  let from: string | null = null
  let newest: string | null = null
  let pages = 0
  do {
    const walk = walkOf(from)
    const end = walk === null ? archive.length : archive.findIndex(({ id }) => id === walk.id)
    const start = Math.max(0, end - size)
    const page = pageOf(archive.slice(start, end), start === 0, { walk, until: placeOf(until) })
    for (const { message, editedAt, deletedAt } of page.said) {
      const before = known.get(message.sourceId)
      const isDeleted = deletedAt != null || (before?.isDeleted ?? false)
      const text = before === undefined || editedAt != null ? message.text : before.text
      known.set(message.sourceId, { text, isDeleted, at: before?.at ?? message.when.at ?? 0 })
    }
    newest ??= page.newest
    from = page.next
    pages += 1
  } while (from !== null)
  return { newest, pages }
}

/** What stands in the room for a client that was there from the first entry to the last. */
function heard(archive: readonly Entry[]): Map<string, { text: string; isDeleted: boolean }> {
  const known = new Map<string, { text: string; isDeleted: boolean; by: string }>()
  for (const { spoken } of archive) {
    if (spoken?.type === 'said') {
      const { message, by } = spoken
      known.set(message.sourceId, { text: message.text, isDeleted: false, by })
    } else if (spoken !== null) {
      const { target, by, text } = spoken.change
      const one = known.get(target.replace(/^o-/, ''))
      if (one === undefined || (by !== null && by !== one.by)) continue
      if (text === null) one.isDeleted = true
      else one.text = text
    }
  }
  return new Map([...known].map(([id, { text, isDeleted }]) => [id, { text, isDeleted }]))
}
const plain = (known: ReadonlyMap<string, Known>) =>
  new Map([...known].map(([id, { text, isDeleted }]) => [id, { text, isDeleted }]))

const start = 1_767_600_000_000
/** What is said, and which of the last five messages is changed by whom. */
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('say', 'say', 'say', 'edit', 'retract'),
    back: fc.nat(4),
    by: fc.constantFrom('Ana', 'Bob'),
    wait: fc.nat(2),
  }),
  { minLength: 1, maxLength: 80 },
)
function archiveOf(
  made: readonly { kind: string; back: number; by: string; wait: number }[],
): Entry[] {
  const entries: Entry[] = []
  let at = start
  for (const [index, { kind, back, by, wait }] of made.entries()) {
    at += wait * 1_000
    const messages = entries.filter(({ spoken }) => spoken?.type === 'said')
    const target = messages.at(-1 - back)
    const id = `a${index}`
    if (kind === 'say' || target === undefined) entries.push(said(id, at, by))
    else if (kind === 'edit') entries.push(edit(id, at, target.id, `edit ${index}`, by))
    else entries.push(retract(id, at, target.id, by))
  }
  return entries
}

describe('an archive that is read backwards', () => {
  it('gives what those know who heard it, whatever is changed and however long its pages are', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 30 }), (made, size) => {
        const archive = archiveOf(made)
        const known = new Map<string, Known>()
        readBack(archive, size, null, known)
        expect(plain(known)).toEqual(heard(archive))
      }),
    )
  })

  it('gives the same where it is read up to a place and later from there on', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 10, max: 30 }), fc.nat(80), (made, size, cut) => {
        const archive = archiveOf(made)
        const known = new Map<string, Known>()
        const { newest } = readBack(archive.slice(0, cut), size, null, known)
        readBack(archive, size, newest, known)
        expect(plain(known)).toEqual(heard(archive))
      }),
    )
  })

  it('keeps the order of what was said within one second, over the edges of pages, too', () => {
    const archive = Array.from({ length: 40 }, (_, n) => said(`a${n}`, start))
    const known = new Map<string, Known>()
    readBack(archive, 7, null, known)
    const inOrder = [...known].toSorted(([, a], [, b]) => a.at - b.at).map(([id]) => id)
    expect(inOrder).toEqual(archive.map(({ id }) => id))
    expect([...known.values()].every(({ at }) => at >= start && at < start + 1_000)).toBe(true)
  })

  it('tells the whole second of the place until which it was read, with the changes that came later', () => {
    const archive = Array.from({ length: 5 }, (_, n) => said(`a${n}`, start + 1_000))
    const first = pageOf([said('b', start), ...archive.slice(0, 3)], true, {
      walk: null,
      until: null,
    })
    const later = [said('b', start), ...archive, edit('e', start + 1_000, 'a1', 'edited')]
    const page = pageOf(later, true, { walk: null, until: placeOf(first.newest) })
    expect(page.said.map(({ message, editedAt }) => [message.sourceId, editedAt])).toEqual([
      ['a4', null],
      ['a3', null],
      ['a2', null],
      ['a1', start + 1_000],
      ['a0', null],
    ])
    const times = page.said.map(({ message }) => message.when.at ?? 0)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(new Set(times).size).toBe(5)
    // What was changed before is known.
    const last = pageOf(later, false, { walk: null, until: placeOf(page.newest) })
    expect(last.said.every(({ editedAt }) => editedAt === null)).toBe(true)
    expect(last.next).toBeNull()
  })

  it('stops at the time of a place that the archive has dropped', () => {
    const archive = Array.from({ length: 40 }, (_, n) => said(`a${n}`, start + n * 1_000))
    const known = new Map<string, Known>()
    readBack(archive, 10, placeText({ id: 'dropped', at: start + 34_000 }), known)
    expect([...known.keys()].toSorted()).toEqual(['a34', 'a35', 'a36', 'a37', 'a38', 'a39'])
  })

  it('tells at once what a moderator takes back, however far back it stands', () => {
    const page = pageOf([retract('r', start, 'a1', null)], true, { walk: null, until: null })
    expect(page.amendments).toEqual([{ key: 'a1', deletedAt: start }])
    expect(
      pageOf([retract('r', start, 'a1')], true, { walk: null, until: null }).amendments,
    ).toEqual([])
  })

  it('looks but a few pages further for the message of a change', () => {
    const archive = [
      ...Array.from({ length: 500 }, (_, n) => said(`a${n}`, start + n * 1_000)),
      edit('e', start + 600_000, 'nowhere', 'x'),
    ]
    const place = placeText({ id: 'a499', at: start + 499_000 })
    expect(readBack(archive, 10, place, new Map()).pages).toBeLessThan(13)
  })
})

it('places and walks that are none begin at the newest message', () => {
  for (const wrong of [null, '', '{}', '[1]', 'x']) expect(walkOf(wrong)).toBeNull()
  for (const wrong of [null, '', 'x', ':a']) expect(placeOf(wrong)).toBeNull()
  expect(placeOf(placeText({ id: 'a:b', at: 5 }))).toEqual({ id: 'a:b', at: 5 })
  const nothing: Spoken | null = null
  expect(
    pageOf([{ id: 'a', at: 1, spoken: nothing }], true, { walk: null, until: null }),
  ).toMatchObject({
    said: [],
    newest: '1:a',
    next: null,
  })
})
