import type { ImportAdvice } from '../contract/import-sentences.ts'
import type { Sample } from './reading/reader.ts'

/** Files of chat applications that hold a chat in a form that is not read, and what to do instead. */
const ADVICE: readonly {
  fits: (sample: Pick<Sample, 'name' | 'text'>) => boolean
  advice: ImportAdvice
}[] = [
  {
    fits: ({ text }) => /class="page_wrap|class="message default clearfix/.test(text),
    advice: 'advice_telegram_page',
  },
  {
    fits: ({ text }) => /class=["']?chatlog|DiscordChatExporter/.test(text) && /<html/i.test(text),
    advice: 'advice_discord_page',
  },
  {
    fits: ({ text }) => text.startsWith('SQLite format 3'),
    advice: 'advice_database',
  },
  {
    fits: ({ name }) => /\.crypt\d+$/i.test(name),
    advice: 'advice_encrypted_backup',
  },
  {
    fits: ({ name }) => /\.bson$/i.test(name),
    advice: 'advice_bson',
  },
  {
    fits: ({ name }) => /\.pst$/i.test(name),
    advice: 'advice_outlook',
  },
  {
    fits: ({ name, text }) =>
      /\.(?:7z|rar|xz|bz2|zst)$/i.test(name) || /^(?:7z\u00bc\u00af|Rar!|BZh\d)/.test(text),
    advice: 'advice_archive',
  },
]

/** What a person can do about a file that no reader knows; undefined where we have no idea. */
export const adviceFor = (sample: Pick<Sample, 'name' | 'text'>): ImportAdvice | undefined =>
  ADVICE.find(({ fits }) => fits(sample))?.advice
