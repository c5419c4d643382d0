import { expect, it } from 'vitest'
import { sentence, verbatim, type Sentence } from '../contract/sentences.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { phrases } from './report/phrases.ts'
import { inEnglish, say } from './say.ts'

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)/gu)].map(([, name]) => name ?? '').toSorted()

it('fills in the same things in every language', () => {
  for (const [key, text] of Object.entries(phrases.en)) {
    const german = phrases.de[key as keyof typeof phrases.de]
    expect(placeholders(german), key).toEqual(placeholders(text))
  }
  for (const [key, text] of Object.entries(en)) {
    expect(placeholders(de[key as keyof typeof de]), key).toEqual(placeholders(text))
  }
})

it('is translated, but for sentences that are nothing but somebody else’s words', () => {
  const same = Object.entries(en).filter(([key, text]) => de[key as keyof typeof de] === text)
  expect(
    same.every(([, text]) =>
      /^\{\{\w+\}\}(?:[;:] \{\{\w+\}\}| \(\{\{\w+\}\}\))?\.?(?: \{\{\w+\}\})?$/.test(text),
    ),
  ).toBe(true)
})

/** Signs, names and words that are the same in both languages. */
const sameInBoth =
  /^(?:(?:\{\{\w+\}\}|[\s():|,%]|Links?|Median|Logo|Name|Person|System|Team|Transcript)*|format_.*|#|.*\+ .*)$/

it('is translated, in reports too, but for signs and words that both languages have', () => {
  const same = Object.entries(phrases.en).filter(
    ([key, text]) => phrases.de[key as keyof typeof phrases.de] === text,
  )
  expect(same.filter(([, text]) => !sameInBoth.test(text))).toEqual([])
})

const examples: [Sentence, string, string][] = [
  [
    sentence('mail_sent', { count: 1 }),
    'Workbook ready, sent to 1 recipient',
    'Arbeitsmappe fertig, an 1 Empfänger gesendet',
  ],
  [
    sentence('mail_sent', { count: 3 }),
    'Workbook ready, sent to 3 recipients',
    'Arbeitsmappe fertig, an 3 Empfänger gesendet',
  ],
  [
    sentence('trying_again', {
      seconds: 4,
      reason: sentence('storage_unwritable', { context: 'read_only' }),
    }),
    'Trying again in 4 s: The data folder is read-only. Make it writable, then retry.',
    'Neuer Versuch in 4 s: Der Datenordner ist schreibgeschützt. Machen Sie ihn beschreibbar und versuchen Sie es erneut.',
  ],
  [
    sentence('summary_noted', {
      reason: sentence('summary_noted', {
        reason: sentence('summary_by_model', { model: 'tiny', host: 'localhost' }),
        note: sentence('cut_for_length', { parts: 40 }),
      }),
      note: sentence('orders_in_messages', { count: 2 }),
    }),
    'Written by tiny at localhost; cut down to its most telling conversations, because it is longer than 40 parts; 2 messages look like instructions to an AI',
    'Geschrieben von tiny auf localhost; auf die aussagekräftigsten Gespräche gekürzt, weil der Raum länger ist als 40 Teile; 2 Nachrichten sehen aus wie Anweisungen an eine KI',
  ],
  [
    sentence('stage_stalled', { context: 'late', count: 2 }),
    'It was not done after 2 minutes. Retry, or choose a shorter period.',
    'Nach 2 Minuten war es nicht fertig. Versuchen Sie es erneut oder wählen Sie einen kürzeren Zeitraum.',
  ],
]
it.each(examples)('says %o in both languages', (said, english, german) => {
  expect(inEnglish(said)).toBe(english)
  expect(say('de', said)).toBe(german)
})

it.each([
  '$t(cancelled)',
  '{{text}}',
  '{{count, number}}',
  '<b>&amp;</b>',
  '$t(failed, {"reason": 1})',
])('says the words %s of another program as they stand', (text) => {
  expect(inEnglish(verbatim(text))).toBe(text)
  const reason = verbatim(text)
  expect(say('de', sentence('mail_failed', { reason }))).toBe(
    `Arbeitsmappe fertig, aber die Mail wurde nicht gesendet: ${text}`,
  )
})

it('says a code of a later version by the fallback', () => {
  expect(say('de', { code: 'teleporting', params: {} }, 'Teleporting')).toBe('Teleporting')
})
