// @vitest-environment jsdom
import { act } from 'react'
import { expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { connectionServices, type ConnectionRequest } from '../../../server/contract/connections.ts'
import type { Services } from '../../api/services.ts'
import { createStore } from '../../app/store.ts'
import { connections as de } from '../../app/catalogue/de-connections.ts'
import { ConnectDialog } from './ConnectDialog.tsx'

async function open(language: 'en' | 'de' = 'en') {
  const asked: ConnectionRequest[] = []
  const makeConnection = (request: ConnectionRequest) => {
    asked.push(request)
    return Promise.reject(new Error('no'))
  }
  const store = createStore({ rest: { makeConnection } } as unknown as Services)
  await draw(<ConnectDialog onClose={() => undefined} />, {
    store,
    language,
    mantine: { env: 'test' },
  })
  return asked
}
const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]')!
const named = (label: string) =>
  [...dialog().querySelectorAll('label')].find(({ textContent }) => textContent === label)!
const choose = (service: string) => act(async () => named(service).click())
const field = (label: string) => document.getElementById(named(label).htmlFor) as HTMLInputElement
const type = (label: string, text: string) =>
  act(async () => {
    const input = field(label)
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
const buttons = () => [...dialog().querySelectorAll('button')].map(({ textContent }) => textContent)
const press = (label: string) =>
  act(async () =>
    [...dialog().querySelectorAll('button')]
      .find(({ textContent }) => textContent === label)!
      .click(),
  )

it('leads to the token of each service by numbered steps, in both languages', async () => {
  await open('de')
  for (const service of connectionServices) {
    await choose(de.services[service])
    const steps = [...dialog().querySelectorAll('ol li')].map(({ textContent }) => textContent)
    expect(steps).toEqual(Object.values(de.steps[service]))
  }
})

it('makes the invite link of a Discord bot once its token is there', async () => {
  const asked = await open()
  await choose('Discord')
  expect(buttons()).not.toContain('Copy the invite link')
  const token = `${btoa('100000000000000001')}.Gabcde.secret`
  await type('Bot token', token)
  expect(buttons()).toContain('Copy the invite link')
  await press('Test')
  expect(asked).toEqual([{ service: 'discord', secrets: { token } }])
})

it('sends a token to no other service than the one it was pasted for', async () => {
  const asked = await open()
  await type('Access token', 'of matrix')
  await choose('Mattermost')
  expect(field('Access token').value).toBe('')
  await type('Address of the server', 'https://chat.example.org')
  await press('Test')
  expect(asked).toEqual([
    { service: 'mattermost', address: 'https://chat.example.org', secrets: {} },
  ])
})
