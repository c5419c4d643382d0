import type { StoredMessage } from '../../server/ports/message.ts'
import { message } from './support.ts'

/** Texts that have broken spreadsheets, each with what a reader must find in the cell. */
const texts: [given: string, read: string][] = [
  '=1+1',
  "=cmd|'/C calc'!A0",
  '=HYPERLINK("http://evil.example","click")',
  '+49 30 1234',
  '-1',
  '@SUM(A1:A9)',
  '\t=1+1',
  '＝1+1',
  'javascript:alert(1)',
  'https://example.com/?a=1&b=2',
  '\\\\host\\share\\file',
  '<f>1+1</f>',
  ']]> <![CDATA[x]]>',
  '&amp; &#x41; "quoted" \'single\'',
  '_x0041_',
  '_x005F_x0041_',
  '_x0041_x0042_',
  '_x0041\u0007',
  '__x000D__',
  '  two before, two after  ',
  '   ',
  '\n\nblank lines around\n\n',
  'inner   blanks \t and tabs',
  'line one\nline two',
  '\u007F delete and \u0085 next line and \u2028 separator',
  'bell \u0007, escape \u001B[31m, vertical \u000B, form \u000C, unit \u001F',
  'mIRC \u000304red\u0003 \u0002bold\u0002',
  '\uFFFE and \uFFFF',
  'family 👨‍👩‍👧‍👦, flag 🇩🇪, astral 𝒳, combining é',
  'שלום עולם and مرحبا بالعالم',
  '日本語のメッセージ',
  '\u202Egnp.exe\u202C',
  `${'a line\n'.repeat(400)}end`,
  'x'.repeat(32_767),
  '00123',
  '1e5',
  '2026-01-01',
  'TRUE',
  '#REF!',
  "'already quoted",
].map((text): [string, string] => [text, text])

texts.push(
  ['carriage\r\nreturn and \r alone', 'carriage\nreturn and \n alone'],
  ['half \uD83D of a pair', 'half \uFFFD of a pair'],
  ['other \uDE00 half', 'other \uFFFD half'],
)

const hostileName = '=Eve & "Bob" <b>\u0001\u202E_x0041_'

/** One message for each text, and every other field as hostile. */
export const hostileRoom: { messages: StoredMessage[]; expected: string[] } = {
  messages: texts.map(([text], index) =>
    message({
      number: index + 1,
      id: `90071992547409931234${index}`,
      sourceId: `90071992547409931234${index}`,
      author: index % 3 === 0 ? hostileName : `Author ${index % 5}`,
      text,
      replyTo: index % 4 === 1 ? `90071992547409931234${index - 1}` : null,
      attachments: index % 5 === 0 ? [{ name: '=evil().png' }, { name: '../../etc/passwd' }] : [],
      kind: index % 7 === 6 ? 'system' : 'message',
    }),
  ),
  expected: texts.map(([, read]) => read),
}
