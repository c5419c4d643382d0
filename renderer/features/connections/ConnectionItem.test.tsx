// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import type { Connection, ConnectionChange } from '../../../server/contract/connections.ts'
import type { Services } from '../../api/services.ts'
import { createStore } from '../../app/store.ts'
import { ConnectionItem } from './ConnectionItem.tsx'

const connection: Connection = {
  connectionOid: 'c1',
  service: 'slack',
  name: 'Harbour',
  address: 'https://slack.com',
  account: 'rapporteur',
  state: 'live',
  isFollowing: true,
  nextRequestAt: null,
  secret: 'encrypted',
  since: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  answersRequests: false,
  rooms: [],
}
const nothing = (): void => undefined
let changes: ConnectionChange[] = []
beforeEach(() => (changes = []))

async function show(shown: Connection) {
  const changeConnection = (_: string, change: ConnectionChange) => {
    changes.push(change)
    return Promise.resolve({ ...shown, ...change })
  }
  const store = createStore({ rest: { changeConnection } } as unknown as Services)
  await draw(<ConnectionItem connection={shown} onRooms={nothing} onToken={nothing} />, {
    store,
    mantine: { env: 'test' },
  })
}
const answers = () => document.querySelector<HTMLInputElement>('input[role="switch"]')

it('lets people ask for reports in the rooms of a connection once that is switched on', async () => {
  await show(connection)
  expect(answers()?.checked).toBe(false)
  await act(async () => answers()!.click())
  expect(changes).toEqual([{ answersRequests: true }])
})

it('offers no answers where its service cannot give any', async () => {
  await show({ ...connection, answersRequests: null })
  expect(answers()).toBeNull()
})
