// @vitest-environment jsdom
import { Button, MantineProvider, Menu } from '@mantine/core'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { stubWindow } from '../../tests/support/page.ts'
import { Choice } from '../ui/Choice.tsx'
import { DropMenu } from '../ui/DropMenu.tsx'
import { settle, unsettle } from './settled.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let page: HTMLElement
const choose = vi.fn()
const find = (selector: string) => document.querySelector<HTMLElement>(selector)
const press = (selector: string) => act(async () => find(selector)?.click())

beforeEach(async () => {
  choose.mockClear()
  stubWindow()
  unsettle(() => undefined)
  page = document.body.appendChild(document.createElement('div'))
  root = createRoot(page)
  await act(() =>
    root.render(
      <MantineProvider env="test">
        <DropMenu target={<Button id="more">More</Button>}>
          <Menu.Dropdown>
            <Menu.Item id="item">Folder</Menu.Item>
          </Menu.Dropdown>
        </DropMenu>
        <Choice
          label="State"
          placeholder="Any state"
          data={[{ value: 'failed', label: 'Failed' }]}
          value="failed"
          onChange={choose}
          width={148}
        />
      </MantineProvider>,
    ),
  )
})

afterEach(async () => {
  await act(async () => settle())
  await act(() => root.unmount())
  page.remove()
  vi.unstubAllGlobals()
})

it('a menu is its button while the window starts, and opens with a click all the same', async () => {
  expect(find('#more')?.getAttribute('aria-haspopup')).toBe('menu')
  expect(find('[role="menu"]')).toBeNull()
  await press('#more')
  expect(find('#item')?.textContent).toBe('Folder')
  await act(async () => settle())
  expect(find('#item')?.textContent).toBe('Folder')
})

it('a list to choose from says what is chosen while the window starts, and opens with a click', async () => {
  expect(find('[aria-label="State"]')).toHaveProperty('value', 'Failed')
  expect(find('[role="option"]')).toBeNull()
  await press('[aria-label="State"]')
  await press('[role="option"]')
  expect(choose).toHaveBeenCalledOnce()
})

it('what has the focus keeps it when the window rests', async () => {
  await act(async () => find('#more')?.focus())
  await act(async () => settle())
  expect(document.activeElement?.textContent).toBe('More')
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false')
})
