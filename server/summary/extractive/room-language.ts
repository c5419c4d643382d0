/**
 * Scripts of which one letter in two tells the language, or comes near enough to it to be named. Letters
 * of their own tell those apart that share a script; the first that fits counts.
 */
const scripts: readonly [
  script: RegExp,
  languages: readonly [letters: RegExp | null, tag: string][],
][] = [
  [/[\u3040-\u30ff]/gu, [[null, 'ja']]],
  [/[\uac00-\ud7a3]/gu, [[null, 'ko']]],
  [/\p{Script=Han}/gu, [[null, 'zh']]],
  [
    /\p{Script=Cyrillic}/gu,
    [
      [/[їєґ]/iu, 'uk'],
      [/[ыэё]/iu, 'ru'],
      [/[ђћљњ]/iu, 'sr'],
      [null, 'bg'],
    ],
  ],
  [
    /\p{Script=Arabic}/gu,
    [
      [/[ٹڈے]/u, 'ur'],
      [/[پچگ]/u, 'fa'],
      [null, 'ar'],
    ],
  ],
  [/\p{Script=Hebrew}/gu, [[null, 'he']]],
  [/\p{Script=Greek}/gu, [[null, 'el']]],
  [/\p{Script=Devanagari}/gu, [[null, 'hi']]],
  [/\p{Script=Bengali}/gu, [[null, 'bn']]],
  [/\p{Script=Tamil}/gu, [[null, 'ta']]],
  [/\p{Script=Telugu}/gu, [[null, 'te']]],
  [/\p{Script=Thai}/gu, [[null, 'th']]],
  [/\p{Script=Georgian}/gu, [[null, 'ka']]],
  [/\p{Script=Armenian}/gu, [[null, 'hy']]],
]

/** The little words that every chat is full of; those of the languages whose acts are known come first. */
const known: Readonly<Record<string, string>> = {
  en: 'the a and is are was to of in it you that for on not have what with this do can be just but so if yes my we they',
  de: 'der die das und ist nicht ich du wir es ein eine zu mit auf für auch aber noch ja mal wie was hat haben schon dann bin',
  fr: 'le la les et est pas je tu on il un une de des du que qui pour dans avec mais oui ça au ce sur moi c est j ai',
  es: 'el la los las y es no yo tú un una de del que por para con pero sí en lo se me te está hay muy al como si',
  pt: 'o a os as e é não eu você um uma de do da que por para com mas sim em no na se me está vou aí já muito',
}
const others: Readonly<Record<string, string>> = {
  pl: 'nie się i w na z jest to że co jak ale mam tak do czy ja już tylko też są będzie jutro dzięki ktoś',
  nl: 'de het een en is niet ik je we dat van voor met maar ook nog wel naar zijn heb ja even wat op kan',
  it: 'il lo gli di che non è un una per con ma anche sono ho hai io sì del della nel come cosa ci alle',
  sv: 'och är inte jag du det en ett att som på för med men har vi kan ja nu om till också vad ska',
  da: 'og er ikke jeg du det en et at som på for med men har vi kan ja nu om til også hvad skal',
  nb: 'og er ikke jeg du det en et å som på for med men har vi kan ja nå om til også hva skal',
  fi: 'ja on ei se että mutta niin kun oli minä sinä mitä tämä joo voi olen ovat myös vielä nyt kuin',
  cs: 'a je to se na v že ne co jak ale jsem už tak by do jo máme bude jsou ještě taky zítra díky',
  sk: 'a je to sa na v že nie čo ako ale som už tak by do hej máme bude sú ešte tiež zajtra ďakujem',
  hu: 'a az és nem hogy van egy de is meg csak ez már mi én te igen lesz vagy kell holnap szia köszi',
  ro: 'și nu este un o de la cu pe că dar sunt mai am da în ce pentru din să ai mâine mulțumesc',
  tr: 've bir bu da de ne mi çok için ben sen var yok ama evet değil olarak daha gibi yarın tamam',
  hr: 'je i u na se da ne što to kako ali sam već su li ima za sutra hvala nije ću ovo još samo',
  ca: 'el la els i és no jo un una de del que per amb però sí en ho em demà gràcies està hi molt',
  id: 'yang dan di ini itu tidak ada aku kamu saya untuk dengan tapi juga sudah bisa ke dari ya besok',
  vi: 'là và của không có cho này đi được rồi thì mà anh em tôi ở với cũng nhé ngày mai',
}

/** Letters below which a script tells nothing, and share of a script from which it is the room's. */
const leastLetters = 120
const scriptShare = 0.5
/** Little words below which nothing is told, and how many times those of the known languages they must be. */
const leastHits = 25
const timesAsMany = 2
/** Words that are read of every message, and of one in so many thereafter. */
const sampleWords = 4_000
const oneIn = 16

const lists = [...Object.entries(known), ...Object.entries(others)].map(
  ([tag, words]) => [tag, new Set(words.split(' '))] as const,
)

/**
 * Tells a room in a language whose decisions and tasks nobody has learned from one in the five that are
 * known. In doubt it is one of these: then a room that mixes languages, or says little, loses nothing.
 */
export class RoomLanguage {
  #letters = 0
  #words = 0
  #messages = 0
  readonly #hits = new Map<string, number>()
  readonly #script = new Map<RegExp, number>()
  readonly #telling = new Set<RegExp>()

  add(text: string): void {
    this.#messages++
    if (this.#words >= sampleWords && this.#messages % oneIn !== 0) return
    const sample = text.slice(0, 1_000)
    for (const word of sample.toLowerCase().match(/\p{L}+/gu) ?? []) {
      this.#words++
      this.#letters += word.length
      for (const [tag, words] of lists) {
        if (words.has(word)) this.#hits.set(tag, (this.#hits.get(tag) ?? 0) + 1)
      }
    }
    // Letters beyond Latin are the exception, and a look at them costs as much as all the rest.
    if (/[^\u0000-\u024f]/u.test(sample)) this.#look(sample)
  }

  /** BCP 47 tag of the language, or null where it is one of the known, or cannot be told. */
  other(): string | null {
    // Written Japanese is half Han; a tenth of Kana is enough to know it.
    for (const [script, languages] of scripts) {
      const share = (this.#script.get(script) ?? 0) / this.#letters
      if (this.#letters < leastLetters) break
      if (share < (script.source.startsWith('[\\u3040') ? 0.1 : scriptShare)) continue
      const told = languages.find(([letters]) => letters === null || this.#telling.has(letters))
      return told?.[1] ?? null
    }
    const most = (tags: Readonly<Record<string, string>>): [string, number] =>
      Object.keys(tags)
        .map((tag): [string, number] => [tag, this.#hits.get(tag) ?? 0])
        .reduce((best, one) => (one[1] > best[1] ? one : best))
    const [tag, hits] = most(others)
    return hits >= leastHits && hits >= timesAsMany * most(known)[1] ? tag : null
  }

  #look(sample: string): void {
    for (const [script, languages] of scripts) {
      const found = sample.match(script)?.length ?? 0
      if (found === 0) continue
      this.#script.set(script, (this.#script.get(script) ?? 0) + found)
      for (const [letters] of languages) {
        if (letters?.test(sample) === true) this.#telling.add(letters)
      }
    }
  }
}
