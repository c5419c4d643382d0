import { cueClasses } from '../acts/cue-phrases.ts'
import type { ReadLine } from '../acts/lines.ts'

/**
 * Lines that say in so many words that something is decided, or that their author will do it on a
 * named day. They need no answer of others around them, so they are found even in a room of a few
 * lines, where what was learned from long talks has little to go by. English, German, French,
 * Spanish, Portuguese; words as `folded` leaves them.
 */
export type PlainForm = 'decisions' | 'actions'

/** What may stand before the form at the beginning of a sentence. */
const opening =
  `(?:(?:ok|okay|so|and|then|well|right|alright|great|good|perfect|also|yes|yesterday|today|
  gut|ja|dann|und|heute|gestern|alors|donc|bon|oui|et|hier|aujourd'hui|vale|bueno|pues|si|y|hoy|ayer|
  entao|bom|sim|e|hoje|ontem|<name>|<mention>|,|:|!|>) )*`.replace(/\s*\n\s*/g, '')

const decided = new RegExp(
  `^${opening}(?:${[
    "(?:we(?:'ve| have)?|the (?:team|board|group|committee)(?: has)?) (?:now |all |just |both )?(?:decided|agreed|resolved|voted) (?:to|on|that|not|against|for) ",
    '(?:it was|it has been|it is) (?:decided|agreed|resolved) (?:to|that|not) ',
    '(?:decision|decided|agreed|resolved|beschluss|beschlossen|entscheidung|entschieden|vereinbart|decide|acte|acuerdo|acordado|decidido|decisao) : ',
    'wir haben (?:uns )?(?:\\S+ ){0,8}?(?:beschlossen|entschieden|vereinbart|geeinigt)\\b',
    'haben wir (?:uns )?(?:\\S+ ){0,8}?(?:beschlossen|entschieden|vereinbart|geeinigt)\\b',
    'es (?:wurde|ist) (?:\\S+ ){0,8}?(?:beschlossen|entschieden|vereinbart)\\b',
    "(?:on|nous) (?:a|avons|s'est|nous sommes) (?:donc |tous )?(?:decide|convenu|mis d'accord)\\b",
    'il (?:a ete|est) (?:decide|convenu)\\b',
    '(?:hemos|se ha|ha sido) (?:decidido|acordado|aprobado)\\b',
    '(?:decidimos|acordamos|se decidio|se acordo|foi decidido|ficou decidido|ficou acordado) ',
  ].join('|')})`,
)

/** Told of another time, as a story: no decision of this talk. */
const longAgo = /\b(?:ago|years?|back then|used to|damals|jahre?n?|ans|anos?|annees?) /

const willDo = new RegExp(
  `^${opening}(?:${[
    "(?:i'll|i will|i shall|i'm going to|i am going to|i'm gonna) ",
    '(?:\\S+ )?(?:ich werde|werde ich) ',
    '(?:moi )?je vais ',
    '(?:yo )?(?:voy a|me encargo) ',
    '(?:eu )?(?:vou|trato) ',
  ].join('|')})(?:also |then |just |gleich |noch )?(\\S+)`,
)

const namedDay =
  /(?:^| )(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|this week|this (?:morning|afternoon|evening)|heute|morgen|ubermorgen|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|nachste woche|aujourd'hui|demain|ce soir|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hoy|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoje|amanha|segunda|terca|quarta|quinta|sexta) /

/** Where somebody will be, and what somebody will see or think, is no task. */
const noTask = new Set(
  `be have see need miss sleep go stay never not probably maybe try log leave know regret eat die get
  sein haben sehen gehen nie nicht vielleicht schlafen etre avoir voir aller dormir ser estar tener ver ir
  dormir ter nunca no nao`.split(/\s+/),
)

const hedge = cueClasses.indexOf('hedge')

/** The list in which a line belongs by its plain words alone, or null. */
export function plainFormOf({ signs, isBot }: ReadLine): PlainForm | null {
  if (isBot || signs.laughs) return null
  const { all, starts } = signs.tokens
  for (const [index, start] of starts.entries()) {
    const words = all.slice(start, starts[index + 1] ?? all.length)
    if (words.includes('?')) continue
    const sentence = `${words.join(' ')} `
    if (decided.test(sentence) && words.length >= 5 && !longAgo.test(sentence)) return 'decisions'
    const task = willDo.exec(sentence)?.[1]
    if (task === undefined || noTask.has(task) || (signs.cues[hedge] ?? -1) >= 0) continue
    if (words.length >= 6 && namedDay.test(sentence.replace(/ [.,!;] /g, ' '))) return 'actions'
  }
  return null
}
