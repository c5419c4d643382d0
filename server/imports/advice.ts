import type { Sample } from './reading/reader.ts'

/** Files of chat applications that hold a chat in a form that is not read, and what to do instead. */
const ADVICE: readonly {
  fits: (sample: Pick<Sample, 'name' | 'text'>) => boolean
  advice: string
}[] = [
  {
    fits: ({ text }) => /class="page_wrap|class="message default clearfix/.test(text),
    advice: 'It is a Telegram export as pages; export the chat again as machine-readable JSON.',
  },
  {
    fits: ({ text }) => /class=["']?chatlog|DiscordChatExporter/.test(text) && /<html/i.test(text),
    advice: 'It is a Discord export as a page; export the channel again as JSON.',
  },
  {
    fits: ({ text }) => text.startsWith('SQLite format 3'),
    advice:
      'It is a database; for slackdump run "slackdump convert -f export", for WhatsApp use "Export chat" on the phone.',
  },
  {
    fits: ({ name }) => /\.crypt\d+$/i.test(name),
    advice: 'It is an encrypted backup; use "Export chat" in WhatsApp on the phone.',
  },
  {
    fits: ({ name }) => /\.bson$/i.test(name),
    advice: 'It is a dump in BSON; write it with mongoexport, which makes JSON.',
  },
  {
    fits: ({ name }) => /\.pst$/i.test(name),
    advice: 'It is an Outlook archive; export the messages of Teams with Graph or PowerShell.',
  },
  {
    fits: ({ name, text }) =>
      /\.(?:7z|rar|xz|bz2|zst)$/i.test(name) || /^(?:7z\u00bc\u00af|Rar!|BZh\d)/.test(text),
    advice: 'It is an archive of a kind that is not opened; unpack it and import the folder.',
  },
]

/** What a person can do about a file that no reader knows; undefined where we have no idea. */
export const adviceFor = (sample: Pick<Sample, 'name' | 'text'>): string | undefined =>
  ADVICE.find(({ fits }) => fits(sample))?.advice
