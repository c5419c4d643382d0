import type { LineBatch } from '../reading/lines.ts'
import { isMark, withoutMarks } from './marks.ts'

/** The head of a WhatsApp message, taken apart; the order of the date is not known yet. */
export interface WhatsAppHead {
  first: number
  second: number
  third: number
  /** Milliseconds since midnight. */
  timeOfDay: number
  /**
   * Brackets, separators, digits of the year, seconds: what all heads of one phone share. A number
   * of one or two digits may be a day, so those two are not told apart.
   */
  layout: string
  /** `AM` in capitals, as a United States phone writes it. */
  upperMeridiem: boolean
  /** What follows the head, as it stands in the file. */
  rest: string
}

/** Day periods of the languages WhatsApp speaks (CLDR), without dots and spaces. */
const AM =
  'vm ጥዋት ص am dop πμ قظ ap rn de fh 午前 тң priešpiet priekšp претпл үө pg နံနက် पूर्वाह्न पेव pd fm öö дп to sa 上午 凌晨 早上 清晨 오전 முற்பகல் ম.পূ పూ ಪೂರ್ವಾಹ್ನ লেনা לפנהצ лп ก่อนเที่ยง'
const PM =
  'nm ከሰዓት م pm odp μμ بظ ip in du eh 午後 тк popiet pēcp попл үх ptg ညနေ अपराह्न pop md em ös пп tk ch 下午 晚上 中午 傍晚 半夜 오후 பிற்பகல் ಅಪರಾಹ್ನ אחהצ หลังเที่ยง'
const wordsOf = (list: string): string[] =>
  list.split(' ').sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
const patternOf = (list: string): string =>
  wordsOf(list)
    .map((word) => [...word].join(String.raw`[.״"]?\s?`))
    .join('|')
const PERIOD = String.raw`(?:${patternOf(AM)}|${patternOf(PM)})\.?`
const IS_PM = new RegExp(String.raw`^(?:${patternOf(PM)})\.?$`, 'isu')

const HEAD = new RegExp(
  String.raw`^(\[?)(\d{1,4})([-/.]) ?(\d{1,2})[-/.] ?(\d{1,4})(\.?[,،]?) +(?:(${PERIOD}) ?|[^\d\s\]]{1,8} )?` +
    String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?(${PERIOD})(?![\p{L}\p{M}]))?(\]?)(?: [-–—]|:)? (.*)$`,
  'isu',
)

/** The shape without its words; trying those of 40 languages on every line of another log is slow. */
const MAY_BE_HEAD =
  /^\[?\d{1,4}[-/.] ?\d{1,2}[-/.] ?\d{1,4}\.?[,،]? +[^\d\t]{0,24}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[^\d\t]{0,24}? /

/** The layouts of most phones, which need no folding; several times faster than `HEAD`. */
const USUAL =
  /^(\[?)(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(,?) (\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[ \u00a0\u202f]?([AaPp][Mm]))?(\]?)( -)? /

/** First characters of the blocks of decimal digits that phones use, besides ASCII. */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0,
]
const foldDigit = (digit: string): string => {
  const code = digit.charCodeAt(0)
  const zero = ZEROS.find((first) => code >= first && code < first + 10)
  return zero === undefined ? digit : String(code - zero)
}
/** Longest head, in characters; digits behind it are part of the message. */
const MAX_HEAD = 48
const foldHead = (line: string): string =>
  line.slice(0, MAX_HEAD).replace(/[^\P{Nd}0-9]/gu, foldDigit) + line.slice(MAX_HEAD)

/** Reads the head of a line; null for a line that goes on a message. */
export function parseHead(line: string): WhatsAppHead | null {
  const start = line.charCodeAt(0)
  const mayBegin = start === 0x5b || (start >= 0x30 && start <= 0x39) || start > 0x7f
  if (!mayBegin) return null
  const raw = start === 0x200e || start === 0xfeff ? line.slice(1) : line
  const usual = USUAL.exec(raw)
  if (usual) {
    const [whole, open, a, separator, b, c, comma, hour, minute, second, period, close, dash] =
      usual
    const isBracketed = open === '[' && close === ']'
    if (isBracketed || (open === '' && close === '' && dash !== undefined)) {
      const date = { open, a, separator, b, c, comma }
      return headOf(date, { hour, minute, second, period }, raw.slice(whole.length))
    }
  }
  return parseUnusual(line, start)
}

const known = new WeakMap<LineBatch, (WhatsAppHead | null)[]>()

/** The heads of the lines of a batch, by index; of a batch that is kept they are found only once. */
export function headsOf(batch: LineBatch): readonly (WhatsAppHead | null)[] {
  let heads = known.get(batch)
  if (!heads) {
    heads = batch.lines.map(parseHead)
    known.set(batch, heads)
  }
  return heads
}

function parseUnusual(line: string, start: number): WhatsAppHead | null {
  const clean = withoutMarks(line)
  const folded = start > 0x7f || clean.charCodeAt(1) > 0x7f ? foldHead(clean) : clean
  const match = MAY_BE_HEAD.test(folded) ? HEAD.exec(folded) : null
  if (!match) return null
  const [, open, a, separator, b, c, comma, before, ...time] = match
  const [hour, minute, second, after, close = '', rest = ''] = time
  if ((open === '[') !== (close === ']')) return null
  return headOf(
    { open, a, separator, b, c, comma },
    { hour, minute, second, period: before ?? after },
    clean.length === line.length
      ? line.slice(line.length - rest.length)
      : rawRest(line, clean.length - rest.length),
  )
}

type Parts<Keys extends string> = { [key in Keys]: string | undefined }

function headOf(
  date: Parts<'open' | 'a' | 'separator' | 'b' | 'c' | 'comma'>,
  time: Parts<'hour' | 'minute' | 'second' | 'period'>,
  rest: string,
): WhatsAppHead | null {
  const { open = '', a = '', separator = '', b, c = '', comma = '' } = date
  const { minute, second, period } = time
  let hours = Number(time.hour)
  if (period !== undefined) hours = (hours % 12) + (isAfternoon(period) ? 12 : 0)
  const minutes = Number(minute)
  if (hours > 24 || minutes > 59) return null
  return {
    first: Number(a),
    second: Number(b),
    third: Number(c),
    timeOfDay: ((hours * 60 + minutes) * 60 + Number(second ?? 0)) * 1_000,
    layout: `${open}${a.length > 2 ? 'y' : `${separator}${c.length > 2 ? 4 : 2}`}${comma}${second ? 's' : ''}${period === undefined ? '' : 'm'}`,
    upperMeridiem: period === 'AM' || period === 'PM',
    rest,
  }
}

function isAfternoon(period: string): boolean {
  const first = period.charCodeAt(0) | 0x20
  if (period.length === 2 && (period.charCodeAt(1) | 0x20) === 0x6d) return first === 0x70
  return IS_PM.test(period)
}

/** What stands behind `length` characters of the line without marks, marks included. */
function rawRest(line: string, length: number): string {
  let kept = 0
  for (let at = 0; at < line.length; at++) {
    if (kept === length) return line.slice(at)
    if (!isMark(line.charAt(at))) kept++
  }
  return ''
}
