import { z } from 'zod'

const word = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+"
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?'

/**
 * One bare mail address, of any script on both sides of the `@` (RFC 6531), its domain with a dot and
 * written as people read it or as it travels (`xn--`). No name, no quotes, no list.
 */
export const MailAddress = z.email({
  pattern: new RegExp(
    `^(?=.{3,254}$)(?=.{1,64}@)${word}(?:\\.${word})*@(?:${label}\\.)+(?!\\d+$)${label}$`,
    'u',
  ),
})
