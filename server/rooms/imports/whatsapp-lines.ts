/** The head of a WhatsApp message, taken apart; the order of the date is not known yet. */
export interface WhatsAppHead {
  first: number
  second: number
  third: number
  /** Milliseconds since midnight. */
  timeOfDay: number
  /** Brackets, separators, digits of the year, seconds: what all heads of one phone share. */
  layout: string
  /** `AM` in capitals, as a United States phone writes it. */
  upperMeridiem: boolean
  /** What follows the head, as it stands in the file. */
  rest: string
}

/** Marks that phones put in for the direction of writing, and the byte order mark. */
const MARKS = /[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const SPACES = /[\u00a0\u202f\u2009]/g
const ANY_OF_THEM = /[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\u00a0\u202f\u2009]/

export const withoutMarks = (text: string): string =>
  ANY_OF_THEM.test(text) ? text.replace(MARKS, '').replace(SPACES, ' ') : text

const AM = String.raw`a\.? ?m\.?|上午|凌晨|早上|오전|午前|π\.?μ\.?|ص|öö|sa|पूर्वाह्न`
const PM = String.raw`p\.? ?m\.?|下午|晚上|中午|오후|午後|μ\.?μ\.?|م|ös|ch|अपराह्न`
const HEAD = new RegExp(
  String.raw`^(\[?)(\d{1,4})([-/.]) ?(\d{1,2})[-/.] ?(\d{1,4})([,.،]?) +(?:at |klo |um |à |alle |kl\. |(${AM}|${PM}) ?)?` +
    String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?(${AM}|${PM})(?![a-z]))?(\]?)(?: [-–—]|:)? (.*)$`,
  'is',
)
const IS_PM = new RegExp(`^(?:${PM})$`, 'i')

/** Digits of other scripts stand for the same numbers. */
const FOREIGN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]/g
const foldDigit = (digit: string): string =>
  String((digit.charCodeAt(0) - (digit < '\u0700' ? 0 : 6)) & 15)

/** Reads the head of a line; null for a line that goes on a message. */
export function parseHead(line: string): WhatsAppHead | null {
  const start = line.charCodeAt(0)
  const mayBegin = start === 0x5b || (start >= 0x30 && start <= 0x39) || start > 0x7f
  if (!mayBegin) return null
  const clean = withoutMarks(line)
  const folded = start > 0x7f || clean.charCodeAt(1) > 0x7f ? foldHead(clean) : clean
  const match = HEAD.exec(folded)
  if (!match) return null
  const [, open = '', a = '', separator = '', b = '', c = '', comma = '', before, ...time] = match
  const [hour = '', minute = '', second, after, close = '', rest = ''] = time
  if ((open === '[') !== (close === ']')) return null
  const meridiem = before ?? after
  let hours = Number(hour)
  if (meridiem) hours = (hours % 12) + (IS_PM.test(meridiem) ? 12 : 0)
  if (hours > 24 || Number(minute) > 59) return null
  return {
    first: Number(a),
    second: Number(b),
    third: Number(c),
    timeOfDay: ((hours * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1_000,
    layout: `${open}${a.length > 2 ? 'y' : separator}${c.length}${comma}${second ? 's' : ''}${meridiem ? 'm' : ''}`,
    upperMeridiem: meridiem !== undefined && /^[AP]M$/.test(meridiem),
    rest:
      clean.length === line.length
        ? line.slice(line.length - rest.length)
        : rawRest(line, clean.length - rest.length),
  }
}

const foldHead = (line: string): string =>
  line.slice(0, 40).replace(FOREIGN_DIGITS, foldDigit) + line.slice(40)

/** What stands behind `length` characters of the line without marks, marks included. */
function rawRest(line: string, length: number): string {
  let kept = 0
  for (let at = 0; at < line.length; at++) {
    if (kept === length) return line.slice(at)
    if (!/[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(line.charAt(at))) kept++
  }
  return ''
}

/** Phrases of the app itself, in languages that are common; others are told by their mark. */
const SYSTEM = [
  /end-to-end encrypted|Ende-zu-Ende-verschlüsselt|cifrados? de extremo a extremo|chiffrés? de bout en bout|crittografat|secured with end-to-end|criptografia de ponta/i,
  /^(?:.{1,80} )?(?:created (?:this )?group|added you|was added|joined using|joined from|changed (?:the|this) group|changed the subject|left$|removed |changed their phone number|changed to \+|security code .*changed|pinned a message|turned (?:on|off) disappearing|started a (?:call|video call)|is a contact$)/i,
  /^(?:Missed (?:voice|video|group) ?(?:voice |video )?call|(?:Voice|Video) call[,.]|Verpasster|Llamada (?:de voz )?perdida|Appel (?:vocal|vidéo) manqué)/i,
  /^(?:.{1,80} )?(?:hat die Gruppe|hat .{1,80} hinzugefügt|hat das Gruppenbild|hat den Betreff|creó (?:el|este) grupo|añadió a|cambió el|a créé (?:le|ce) groupe|a ajouté|a changé|criou (?:o|este) grupo|adicionou|ha creato|ha aggiunto)/i,
]
export const isSystemText = (text: string): boolean => SYSTEM.some((pattern) => pattern.test(text))

/** What a message with the phone's mark in front may be besides a system line. */
const MARKED_MESSAGE =
  /^(?:<|.{0,40}\bomitted\b|.{0,40}(?:weggelassen|omitid[oa]|omess[oa]|absente?)|(?:Location|Standort|Ubicación|Localização|Position)\b|(?:POLL|ENCUESTA|UMFRAGE|SONDAGE|ENQUETE):|This message was deleted|You deleted this message|.*\.[a-z0-9]{2,5} )/i
export const isMarkedMessage = (text: string): boolean => MARKED_MESSAGE.test(text)

const ATTACHED = [
  /<[^<>:\n]{3,24}: ([^<>\n]+\.[A-Za-z0-9]{2,5})>/,
  /^((?:IMG|VID|AUD|PTT|DOC|STK)-\d{8}-WA\d+\.[A-Za-z0-9]{2,5}) \([^()\n]+\)/,
  /^([^\n]+\.[A-Za-z0-9]{2,5}) \((?:file attached|Datei angehängt|archivo adjunto|fichier joint|arquivo anexado|file allegato|ファイル添付|文件附件)\)/,
  /^([^\n]+\.[A-Za-z0-9]{2,5}) <attached>/,
]

/** The file that a message carries. */
export function attachedFile(text: string): string | null {
  if (!text.includes('<') && !text.includes('(')) return null
  const clean = withoutMarks(text)
  for (const pattern of ATTACHED) {
    const name = pattern.exec(clean)?.[1]
    if (name) return name.trim()
  }
  return null
}
