import { expect, it } from 'vitest'
import { readers } from '../../server/imports/registry.ts'
import { formatName, sourceName } from './source-names.ts'

const t = ((key: string) => key) as unknown as Parameters<typeof sourceName>[0]

it('every chat application that is read has a name for people', () => {
  for (const { source } of readers) {
    expect(sourceName(t, source), source).toMatch(/\p{Lu}|^slackdump$/u)
  }
  expect(sourceName(t, 'live')).toBe('source_live')
})

it('a dialect stands behind the name of its application', () => {
  expect(formatName(t, 'irc-weechat')).toBe('IRC (WeeChat)')
  expect(formatName(t, 'whatsapp-txt')).toBe('WhatsApp (TXT)')
  expect(formatName(t, 'slack-export')).toBe('Slack (export)')
  expect(formatName(t, 'csv')).toBe('CSV')
})

it('an unknown one is said as it is, on one line', () => {
  expect(sourceName(t, 'new\u202e\nchat')).toBe('new␊chat')
})
