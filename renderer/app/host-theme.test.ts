// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { hostTheme, themeOf } from './host-theme.ts'

const pageWith = (head: string): Document =>
  new DOMParser().parseFromString(`<head>${head}</head>`, 'text/html')

it('takes the theme out of the page, and nothing that it does not know', () => {
  expect(themeOf(pageWith('<meta name="app-theme" content="dark">'))).toBe('dark')
  expect(themeOf(pageWith('<meta name="app-theme" content="__APP_THEME__">'))).toBe(null)
  expect(themeOf(pageWith(''))).toBe(null)
})

it('begins with the theme of the host, and tells it of another one', () => {
  const told: string[] = []
  const manager = hostTheme('dark', (theme) => told.push(theme))
  expect(manager.get('auto')).toBe('dark')
  manager.set('light')
  expect(manager.get('auto')).toBe('light')
  expect(told).toEqual(['light'])
  expect(hostTheme(null, () => {}).get('auto')).toBe('auto')
})
