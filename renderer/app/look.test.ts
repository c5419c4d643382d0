// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { hostTheme, lookOf } from './look.ts'

const pageWith = (head: string): Document =>
  new DOMParser().parseFromString(`<head>${head}</head>`, 'text/html')

it('takes language and theme out of the page, and nothing that it does not know', () => {
  const page = pageWith(
    '<meta name="app-language" content="de"><meta name="app-theme" content="dark">',
  )
  expect(lookOf(page)).toEqual({ language: 'de', theme: 'dark' })
  expect(lookOf(pageWith('<meta name="app-theme" content="__APP_THEME__">'))).toEqual({
    language: null,
    theme: null,
  })
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
