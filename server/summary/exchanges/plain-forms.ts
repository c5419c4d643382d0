import { cueClasses } from '../acts/cue-phrases.ts'
import type { ReadLine } from '../acts/lines.ts'
import { commitmentIn } from './said-forms.ts'

/**
 * Lines that say in so many words that something is decided, or that their author will do it on a
 * named day. They need no answer of others around them, so they are found even in a room of a few
 * lines, where what was learned from long talks has little to go by. `shared` is a task with a
 * deadline for all of them. English, German, French, Spanish, Portuguese; words as `folded` leaves them.
 */
export type PlainForm = 'decisions' | 'actions' | 'shared'

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

const namedDay =
  /(?:^| )(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|this week|this (?:morning|afternoon|evening)|heute|morgen|ubermorgen|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|nachste woche|aujourd'hui|demain|ce soir|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hoy|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoje|amanha|segunda|terca|quarta|quinta|sexta) /

/** "Let's try to settle it by next week": what all shall do, and until when. */
const allShall =
  /^(?:.* )?(?:let's|lets|let us|we (?:must|should|have to|need to)|wir (?:mussen|sollten)|lasst uns|lass uns|(?:il )?faut qu'on|on doit|tenemos que|hay que|temos de|temos que) (?:\S+ ){2,14}?(?:by|before|until|till|bis|vor|avant|d'ici|antes de|antes del|para|hasta|ate|antes da|antes do)(?: the| end of| the end of| zum| zur| la| le| el| o| a)? (?:next |nachste[rn]? |kommende[rn]? )?(?:week|month|year|<number>|<time>|tomorrow|tonight|\S+day|woche|monat|morgen|\S+tag|mittwoch|semaine|demain|lundi|mardi|mercredi|jeudi|vendredi|semana|manana|lunes|martes|miercoles|jueves|viernes|amanha|segunda|terca|quarta|quinta|sexta) /

/** Words of a message that is a report or a speech: what it tells was decided before. */
const speech = 45

const hedge = cueClasses.indexOf('hedge')

/** The list in which a line belongs by its plain words alone, or null. */
export function plainFormOf({ signs, isBot }: ReadLine): PlainForm | null {
  if (isBot || signs.laughs || signs.words > speech) return null
  const { all, starts } = signs.tokens
  for (const [index, start] of starts.entries()) {
    const words = all.slice(start, starts[index + 1] ?? all.length)
    if (words.includes('?')) continue
    const sentence = `${words.join(' ')} `
    if (decided.test(sentence) && words.length >= 5 && !longAgo.test(sentence)) return 'decisions'
    if (allShall.test(sentence) && words.length >= 6) return 'shared'
    if (words.length < 6 || (signs.cues[hedge] ?? -1) >= 0) continue
    if (!namedDay.test(sentence.replace(/ [.,!;] /g, ' '))) continue
    if (commitmentIn(sentence) === 'task') return 'actions'
  }
  return null
}
