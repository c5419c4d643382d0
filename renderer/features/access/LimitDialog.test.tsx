// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, it } from 'vitest'
import type { Role, RoomLimit, RoomLimitChange } from '../../../server/contract/access.ts'
import { draw } from '../../../tests/support/draw.tsx'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import {
  accessSlice,
  LimitLine,
  LimitMark,
  LimitPart,
  loadAccess,
  selectLimitUndo,
  takeBackLimits,
} from './index.ts'

let role: Role
let provider: boolean
let tokens: { groups: string[] }[]
let limits: RoomLimit[]
let asked: RoomLimitChange[]
let isDown: boolean
/** Requests that have changed something. */
let turns: number
let store: AppStore
let page: HTMLElement

const answer = <T,>(value: T): Promise<T> =>
  isDown ? Promise.reject(new Error('down')) : Promise.resolve(value)
const access = {
  me: () => answer({ role }),
  signInOffer: () => answer({ provider }),
  tokens: () => answer(tokens),
  accounts: () => answer([{ groups: [], claimGroups: ['board'] }]),
  limits: () => answer(limits),
  changeLimits: async (changes: readonly RoomLimitChange[]) => {
    asked.push(...changes)
    turns++
    for (const change of changes) {
      const others = limits.filter(({ kind, oid }) => kind !== change.kind || oid !== change.oid)
      const { people } = change
      limits = people === null ? others : [...others, { ...change, people }]
    }
    return answer(limits)
  },
}

async function open(): Promise<void> {
  const rest = {
    access: () => Promise.resolve(access),
    roomChoices: () => Promise.resolve({ groups: [{ groupOid: 'g', name: 'Boards' }] }),
  }
  store = createStore({ rest } as unknown as Services)
  await act(() => store.dispatch(loadAccess()))
  page = await draw(
    <>
      <LimitLine kind="room" oid="room" name="Harbour" />
      <LimitPart />
    </>,
    { store, mantine: { env: 'test' } },
  )
}
const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]')
const words = () => dialog()?.textContent ?? ''
const press = (label: string, within: ParentNode | null = dialog()) =>
  act(async () =>
    [...(within?.querySelectorAll('button') ?? [])]
      .find(({ textContent }) => textContent === label)!
      .click(),
  )
const choose = (label: string) =>
  act(async () =>
    [...dialog()!.querySelectorAll('label')]
      .find(({ textContent }) => textContent === label)!
      .click(),
  )
const typeName = async (name: string) => {
  const field = dialog()!.querySelector<HTMLInputElement>('input:not([type="radio"])')!
  await act(async () => {
    field.focus()
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, name)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  // What is typed counts once the field is left, too.
  await act(async () => field.blur())
}
const ask = async () => {
  await press('Change…', page)
  await act(() => import('./LimitDialog.tsx'))
}

beforeEach(() => {
  role = 'admin'
  provider = true
  tokens = [{ groups: ['law'] }]
  limits = []
  asked = []
  isDown = false
  turns = 0
})

it.each([
  ['an operator', () => (role = 'operator')],
  ['a viewer', () => (role = 'viewer')],
  ['the owner of a server that lets nobody else in', () => ((provider = false), (tokens = []))],
])('offers nothing to %s', async (_, become) => {
  become()
  await open()
  expect(page.querySelector('p, button')).toBeNull()
})

it('is offered where programs have tokens, though nobody signs in by a provider', async () => {
  provider = false
  await open()
  expect(page.querySelector('button')).not.toBeNull()
})

it('limits a room to groups that are typed, warns of one that nobody belongs to, and takes it back', async () => {
  await open()
  expect(page.textContent).toContain('Everybody who may sign in')
  await ask()
  await choose('Some groups of people, and admins')
  await press('Save')
  expect(words()).toContain('Name a group of people')
  expect(asked).toEqual([])
  await typeName('board')
  expect(words()).not.toContain('Check how your organisation writes it')
  await typeName('Board, of all')
  expect(words()).toContain('belongs to: Board, of all. Check how your organisation writes it')
  await press('Save')
  expect(asked).toEqual([{ kind: 'room', oid: 'room', people: ['board', 'Board, of all'] }])
  expect(dialog()).toBeNull()
  expect(page.textContent).toContain('Only board, Board, of all, and admins')
  const undo = selectLimitUndo(store.getState())!
  await act(() => store.dispatch(takeBackLimits(undo)))
  expect(asked.at(-1)).toEqual({ kind: 'room', oid: 'room', people: null })
  expect(page.textContent).toContain('Everybody who may sign in')
  expect(selectLimitUndo(store.getState())).toBeNull()
})

it('begins with the present limit, and sends nothing where it stays', async () => {
  limits = [{ kind: 'room', oid: 'room', people: [] }]
  await open()
  expect(page.textContent).toContain('Admins alone')
  // Somebody else has said otherwise meanwhile.
  limits = [{ kind: 'room', oid: 'room', people: ['law'] }]
  await ask()
  expect(dialog()!.querySelector<HTMLInputElement>('input:checked')!.value).toBe('some')
  expect(words()).toContain('law')
  await press('Save')
  expect(asked).toEqual([])
  expect(dialog()).toBeNull()
})

it('tells of the limits of its groups, and lifts that of a room that was merged into it', async () => {
  limits = [
    { kind: 'group', oid: 'g', people: ['board'] },
    { kind: 'room', oid: 'old', people: ['law'], mergedInto: 'room' },
  ]
  await open()
  expect(page.textContent).toContain('Group Boards: Only board, and admins')
  await ask()
  expect(words()).toContain('merged into it: Only law, and admins')
  await press('Lift')
  expect(asked).toEqual([{ kind: 'room', oid: 'old', people: null }])
  expect(words()).not.toContain('merged into it')
  expect(words()).toContain('Group Boards')
})

it('shows no form where the limits cannot be read, and reads again', async () => {
  await open()
  isDown = true
  await ask()
  expect(words()).toContain('could not be read')
  expect(dialog()!.querySelector('form')).toBeNull()
  isDown = false
  await press('Try again')
  expect(dialog()!.querySelector('form')).not.toBeNull()
})

it('stays open and says why where the server refuses', async () => {
  await open()
  await ask()
  await choose('Admins alone')
  isDown = true
  await press('Save')
  expect(dialog()!.querySelector('[role="alert"]')?.textContent).toContain('down')
  expect(page.textContent).toContain('Everybody who may sign in')
})

const askOf = (...oids: string[]) =>
  act(async () => {
    const targets = oids.map((oid) => ({ kind: 'room' as const, oid, name: oid }))
    store.dispatch(accessSlice.actions.limitAsked(targets))
    await import('./LimitDialog.tsx')
  })

it('limits several rooms at once, which stay as they are until something is chosen, and takes it back in one step', async () => {
  limits = [{ kind: 'room', oid: 'a', people: ['law'] }]
  await open()
  await askOf('a', 'b', 'c')
  expect(words()).toContain('Who may see 3 rooms?')
  expect(words()).toContain('They differ now')
  expect(dialog()!.querySelector('input:checked')).toBeNull()
  await press('Save')
  expect([dialog(), turns]).toEqual([null, 0])
  await askOf('a', 'b', 'c')
  await choose('Admins alone')
  await press('Save')
  expect(turns).toBe(1)
  expect(limits.map(({ oid, people }) => [oid, people])).toEqual([
    ['a', []],
    ['b', []],
    ['c', []],
  ])
  await act(() => store.dispatch(takeBackLimits(selectLimitUndo(store.getState())!)))
  expect(turns).toBe(2)
  expect(limits).toEqual([{ kind: 'room', oid: 'a', people: ['law'] }])
})

it('begins with what is said of all rooms where it is the same', async () => {
  limits = ['a', 'b'].map((oid) => ({ kind: 'room', oid, people: ['law'] }))
  await open()
  await askOf('a', 'b')
  expect(words()).not.toContain('They differ now')
  expect(dialog()!.querySelector<HTMLInputElement>('input:checked')!.value).toBe('some')
  await press('Save')
  expect(turns).toBe(0)
})

it('marks rooms that are limited by themselves, by a group, or by one that was merged into them', async () => {
  limits = [
    { kind: 'room', oid: 'own', people: ['board'] },
    { kind: 'room', oid: 'old', people: [], mergedInto: 'merged' },
    { kind: 'group', oid: 'g', people: ['law'], roomOids: ['own', 'grouped'] },
  ]
  await open()
  const marks = await draw(
    <>
      {['own', 'merged', 'grouped', 'old', 'open'].map((oid) => (
        <p key={oid}>
          <LimitMark roomOid={oid} />
        </p>
      ))}
    </>,
    { store, mantine: { env: 'test' } },
  )
  const labels = [...marks.querySelectorAll('p')].map((each) =>
    each.querySelector('[role="img"]')?.getAttribute('aria-label'),
  )
  expect(labels).toEqual([
    'Only board, and admins · Only law, and admins',
    'Admins alone',
    'Only law, and admins',
    undefined,
    undefined,
  ])
})
