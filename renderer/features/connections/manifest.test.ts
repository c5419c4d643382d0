import { expect, it } from 'vitest'
import { discordInvite } from './manifest.ts'

it('makes the link that invites a Discord bot from its token, with the rights to read and no more', () => {
  const token = `${btoa('100000000000000001').replaceAll('=', '')}.Gabcde.secret`
  expect(discordInvite(` ${token} `)).toBe(
    'https://discord.com/oauth2/authorize?client_id=100000000000000001&scope=bot&permissions=66560',
  )
  for (const other of ['', 'hello', 'xoxb-1-2', `${btoa('<script>alert(1)</script>')}.a.b`]) {
    expect(discordInvite(other)).toBeNull()
  }
})
