/** Shorter words are grammar in most languages. */
const shortest = 4
const stemLength = 6

const common = new Set(
  `that this with have from they what when where will would could should there their them then than just
  like about been were your some more very only also into over know think really well good okay yeah right
  here because does doing done need make take going want much still sure maybe please thanks today tomorrow
  aber auch dass dann denn doch eine einen einer haben hast hier ich's immer kann konnen machen mehr mein
  mich muss nach nicht noch nur oder schon sein sind uber wenn werden wird wir's habe gibt jetzt ganz alle
  aussi avec avoir bien c'est cette comme dans deja donc elle elles encore etre fait faire juste leur mais
  meme nous pour plus quand sans sont suis tout tous tres vous oui ahora algo alguien antes aqui bien como
  cuando desde donde ella ellos entonces esta este esto hacer hasta hace mas menos mucho nada otro para pero
  poco porque puede pues quien sobre solo tambien tengo tiene todo todos agora ainda alguem aqui assim como
  depois ele ela entao essa esse esta este estou fazer foi isso isto mais mesmo muito nada nao nessa onde
  para pela pelo pode porque quando quem sem tambem tem temos tenho todos tudo voce`
    .split(/\s+/)
    .map((word) => word.slice(0, stemLength)),
)

const letterFirst = /^\p{L}/u

/** FNV-1a of the beginning of a word. */
function stemHash(token: string): number {
  let mixed = 0x811c9dc5
  for (let at = 0; at < Math.min(token.length, stemLength); at++) {
    mixed = Math.imul(mixed ^ token.charCodeAt(at), 0x01000193)
  }
  return mixed
}
const commonHashes = new Set([...common].map(stemHash))

/** Hashes of the beginnings of the words that carry a subject, each once. */
export function subjectWords(tokens: readonly string[]): number[] {
  const words: number[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (token.length < shortest || !letterFirst.test(token)) continue
    const hash = stemHash(token)
    if (!commonHashes.has(hash) && !words.includes(hash)) words.push(hash)
  }
  // The copy has no spare room, which an array that has grown keeps as long as it lives.
  return words.slice()
}

interface WithSubject {
  subject: readonly number[]
}

export function commonWords(
  { subject: one }: WithSubject,
  { subject: other }: WithSubject,
): number {
  if (other.length === 0) return 0
  let count = 0
  for (let at = 0; at < one.length; at++) if (other.includes(one[at] ?? 0)) count++
  return count
}
