import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { curlCommand } from './curl-command.ts'

it('reads back from a shell as the words it was made of, quotes included', () => {
  const message = { at: '2026-11-23T12:00:00.000Z', author: "O'Hara", text: 'it\'s $HOME `x` "y"' }
  const command = curlCommand({
    url: 'http://127.0.0.1:4000',
    token: 'secret',
    roomOid: 'my-room',
    roomName: "Ada's room",
    message,
  })
  const script = `curl() { printf '%s\\0' "$@"; }; ${command}`
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
  expect(words).toContain("http://127.0.0.1:4000/api/rooms/my-room/messages?name=Ada's%20room")
  expect(words).toContain('Authorization: Bearer secret')
  expect(JSON.parse(words.at(-2)!)).toEqual(message)
})
