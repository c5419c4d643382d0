// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import type { OwnChoices } from '../../../server/contract/groups.ts'
import type { ReportRequest } from '../../../server/contract/report-options.ts'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { MailQuestion } from './MailQuestion.tsx'
import { reportsSlice } from './reports-slice.ts'
import { useGenerate } from './use-generate.ts'

let store: AppStore
let started: ReportRequest[]
/** Of the settings. */
let recipients: string[]
/** Of rooms that have chosen something themselves. */
let own: OwnChoices[]

const group = { groupOid: 'g', delivery: 'digest' as const }

const Buttons = () => {
  const generate = useGenerate()
  return (
    <>
      <button type="button" data-start="rooms" onClick={() => generate(['a', 'b'])} />
      <button type="button" data-start="group" onClick={() => generate(['a', 'b'], group)} />
      <button
        type="button"
        data-start="mailed"
        onClick={() =>
          generate(['a', 'b'], { ...group, options: { recipients: ['lead@b.example'] } })
        }
      />
      <MailQuestion />
    </>
  )
}

const press = (button: Element | null | undefined) =>
  act(async () => (button as HTMLElement).click())
const start = (what: string) => press(document.querySelector(`[data-start="${what}"]`))
const answers = () =>
  [...document.querySelectorAll('[role="dialog"] button')].filter(
    ({ textContent }) => textContent !== '',
  )

beforeEach(async () => {
  started = []
  recipients = []
  own = []
  const rest = {
    ownChoices: () => Promise.resolve(own),
    settings: () => Promise.resolve({ values: { recipients, smtpHost: 'mail.example' } }),
    trigger: (request: ReportRequest) => {
      started.push(request)
      return Promise.resolve({ reports: [], rejected: [] })
    },
  }
  store = createStore({ rest, live: { follow: () => undefined } } as unknown as Services)
  store.dispatch(reportsSlice.actions.periodChanged({ kind: 'sinceLast', from: '', to: '' }))
  await draw(<Buttons />, { store })
})

it('starts rooms over the period of the window', async () => {
  await start('rooms')
  const options = { period: { sinceLast: true } }
  expect(started).toEqual([{ roomOids: ['a', 'b'], options }])
})

it('leaves to a group what it has chosen, its period too', async () => {
  await start('group')
  expect(started).toEqual([{ roomOids: ['a', 'b'], options: {}, groupOid: 'g' }])
})

it('asks before a group sends mail, though the settings name nobody', async () => {
  await start('mailed')
  expect(started).toEqual([])
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('lead@b.example')
  // One mail with all, as the group has it: a mail for each is not offered.
  expect(answers().map(({ textContent }) => textContent)).toEqual([
    'Make the reports without mail',
    'Send 1 mail',
  ])
  await press(answers().at(-1))
  expect(started).toEqual([{ roomOids: ['a', 'b'], options: {}, groupOid: 'g' }])
})

it('sends nothing where the person says so, to nobody of a group either', async () => {
  await start('mailed')
  await press(answers()[0])
  expect(started).toEqual([{ roomOids: ['a', 'b'], options: { recipients: [] }, groupOid: 'g' }])
})

it('asks before a room sends mail to people of its own, though the settings name nobody', async () => {
  own = [{ roomOid: 'b', options: { recipients: ['own@b.example'] } }]
  await start('rooms')
  expect(started).toEqual([])
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('own@b.example')
  expect(answers().at(-1)?.textContent).toBe('Send 1 mail')
})

it('starts rooms over the messages that the toolbar asks for', async () => {
  store.dispatch(
    reportsSlice.actions.filterChanged({ people: ['Ada'], keyword: ' crane ', thread: '' }),
  )
  await start('rooms')
  const filter = { people: ['Ada'], keyword: 'crane' }
  expect(started).toEqual([
    { roomOids: ['a', 'b'], options: { period: { sinceLast: true }, filter } },
  ])
  await start('group')
  expect(started.at(-1)).toEqual({ roomOids: ['a', 'b'], options: {}, groupOid: 'g' })
})

it('starts nothing that the server would refuse', async () => {
  const keyword = 'x'.repeat(201)
  store.dispatch(reportsSlice.actions.filterChanged({ people: [], keyword, thread: '' }))
  await start('rooms')
  expect(started).toEqual([])
})
