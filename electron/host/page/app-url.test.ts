import { expect, it } from 'vitest'
import { isAppUrl } from './app-url.ts'

it('knows the addresses of its own page', () => {
  expect(isAppUrl('app://rapporteur/')).toBe(true)
  expect(isAppUrl('app://rapporteur/assets/x.js?y#z')).toBe(true)
})

it.each([
  'app://elsewhere/',
  'app://rapporteur.example.org/',
  'app://user@rapporteur:80/',
  'https://rapporteur/',
  'application://rapporteur/',
  'data:text/html,app://rapporteur/',
  'about:blank',
  'null',
  '',
])('takes %s for a stranger', (address) => {
  expect(isAppUrl(address)).toBe(false)
})
