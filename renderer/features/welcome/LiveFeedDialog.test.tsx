// @vitest-environment jsdom
import { act } from 'react'
import { expect, it } from 'vitest'
import { draw } from '../../../tests/support/draw.tsx'
import { createStore } from '../../app/store.ts'
import type { Services } from '../../api/services.ts'
import { LiveFeedDialog } from './LiveFeedDialog.tsx'

async function open(accessToken: string | null) {
  const url = 'https://reports.example.org'
  await draw(<LiveFeedDialog onClose={() => undefined} url={url} accessToken={accessToken} />, {
    store: createStore({} as Services),
    mantine: { env: 'test' },
  })
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]')!
  return { dialog, command: () => dialog.querySelector('pre')!.textContent }
}
const button = (dialog: HTMLElement, label: string) =>
  [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === label)

it('shows the token of this computer when it is asked to', async () => {
  const { dialog, command } = await open('secret-of-the-launch')
  expect(command()).not.toContain('secret-of-the-launch')
  await act(async () => button(dialog, 'Show token')!.click())
  expect(command()).toContain('Authorization: Bearer secret-of-the-launch')
})

it('asks for a token of its own where the server is elsewhere', async () => {
  const { dialog, command } = await open(null)
  expect(command()).toContain('https://reports.example.org/api/rooms/')
  expect(command()).toContain('Authorization: Bearer TOKEN')
  expect(dialog.textContent).toContain('Put a token of the server in place of TOKEN')
  expect(button(dialog, 'Show token')).toBeUndefined()
})
