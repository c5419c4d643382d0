import * as de from 'chrono-node/de'
import * as en from 'chrono-node/en'
import * as es from 'chrono-node/es'
import * as fr from 'chrono-node/fr'
import * as pt from 'chrono-node/pt'

/** Days from the day it was said, or the next such day of a week (0 is Sunday), month, or year. */
export type Meant =
  | { days: number }
  | { weekday: number }
  | { dayOfMonth: number }
  | { dayOfMonth: number; month: number }

/** How people of one language name a time. All patterns know letters without their accents. */
export interface TimeLanguage {
  parse: typeof en.parse
  /** Words that name times in this language. */
  times: RegExp
  /** Words that most sentences of this language have. */
  common: RegExp
  /** Times that name no day: ranges and what is only about so. */
  vague: RegExp
  /** Times that have passed. */
  past: RegExp
  /** What chrono does not know, or takes for something else. */
  own: readonly (readonly [RegExp, (groups: readonly string[]) => Meant | null])[]
}

const all = (pattern: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu')

const numbers: Readonly<Record<string, number>> = {
  um: 1,
  uma: 1,
  dois: 2,
  duas: 2,
  tres: 3,
  quatro: 4,
  cinco: 5,
  seis: 6,
  sete: 7,
}
const dayOfMonth = ([day]: readonly string[]): Meant | null => {
  const number = Number(day)
  return number >= 1 && number <= 31 ? { dayOfMonth: number } : null
}
const dayAndMonth = ([day, month]: readonly string[]): Meant | null => {
  const [number, of] = [Number(day), Number(month)]
  return number >= 1 && number <= 31 && of >= 1 && of <= 12
    ? { dayOfMonth: number, month: of }
    : null
}
const inDays =
  (each: number) =>
  ([count]: readonly string[]): Meant | null => {
    const number = numbers[count ?? ''] ?? Number(count)
    return Number.isInteger(number) && number <= 400 ? { days: number * each } : null
  }
const germanDays = ['sonn', 'mon', 'diens', 'mittwoch', 'donners', 'frei', 'sams']

export const english: TimeLanguage = {
  parse: en.parse,
  times: all(
    '(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|tmrw|noon|midnight|morning|afternoon|evening|night|week(?:end)?s?|months?|days?|hours?|minutes?|january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.? \\d{1,2}',
  ),
  common: all("the|a|an|i|i'll|it|we|you|to|of|in|is|by|on|for|at|and|will|can"),
  vague: all(
    '(?:(?:in|over|during|within|by|for|at|on|end of|sometime|some time) )?(?:the )?(?:next|coming|following|this|end of the)(?: (?:few|couple of|two or three))? (?:days|weeks?|weekend|months?|years?)|(?:in|over|at|on|for) the weekend|(?:in|within) (?:about|around|roughly) [\\p{L}\\d]+ [\\p{L}]+|in (?:a few|a couple of|some) (?:days|weeks|months|hours|minutes)|(?:days|weeks)(?= from now)',
  ),
  past: all(
    '(?:this |the |in the )?(?:past|last|previous) (?:(?:few|couple of|\\d+) )?\\p{L}+|yesterday|(?:an?|one|two|three|few|\\d+) \\p{L}+ ago|(?:days|weeks|months|years) ago|earlier (?:today|this week)|since \\p{L}+',
  ),
  own: [[all('(?:on |by |until |before |till )the (\\d{1,2})(?:st|nd|rd|th)'), dayOfMonth]],
}

export const german: TimeLanguage = {
  parse: de.parse,
  times: all(
    '(?:heute|morgen|ubermorgen|gestern)(?: (?:fruh|mittag|nachmittag|abend|nacht))?|(?:mon|diens|donners|frei|sams|sonn)tag\\p{L}*|mittwoch\\p{L}*|wochen?|wochenende|tage?n?|stunden?|uhr|januar|februar|marz|mai|juni|juli|oktober|dezember|mittag|abend',
  ),
  common: all(
    'ich|der|die|das|den|dem|und|bis|am|um|zum|mit|fur|auf|nicht|ist|im|wir|mach|dann|noch|es|schick\\p{L}*',
  ),
  vague: all(
    '(?:in den |die )?(?:nachsten|kommenden|folgenden)(?: paar)? (?:tagen?|wochen|monaten?)|(?:diese|nachste|kommende|folgende)[rn]? (?:woche|jahr)|(?:diesen|nachsten|kommenden) monat|(?:am |ubers |nachstes |kommendes )?wochenende|ende (?:der|dieser|nachster) woche|ende (?:des )?monats?|in (?:etwa|ungefahr|ca\\.?|ein paar|einigen) [\\p{L}\\d]+(?: (?:tagen|wochen|stunden|minuten))?',
  ),
  past: all(
    '(?:letzte|vorige|vergangene)[nrsm]? \\p{L}+|gestern|vorgestern|vor (?:\\d+|einem|einer|zwei|drei|paar|ein paar) \\p{L}+|seit \\p{L}+',
  ),
  own: [
    [
      all(
        '(?:am |bis |ab |vor )?(sonn|mon|diens|mittwoch|donners|frei|sams)(?:tag)?(?:morgen|fruh|vormittag|mittag|nachmittag|abend|nacht)s?',
      ),
      ([day]) => ({ weekday: germanDays.indexOf((day ?? '').toLowerCase()) }),
    ],
    [new RegExp('(?<![\\p{L}\\p{N}.])(\\d{1,2})\\.(\\d{1,2})\\.(?!\\d)', 'giu'), dayAndMonth],
    [
      new RegExp(
        '(?<![\\p{L}])(?:am|bis|zum|vom|vor dem|ab dem) (\\d{1,2})\\.(?! ?[\\d\\p{Lu}])',
        'gu',
      ),
      dayOfMonth,
    ],
  ],
}

export const french: TimeLanguage = {
  parse: fr.parse,
  times: all(
    "aujourd'hui|demain|apres-demain|ce soir|ce matin|cet apres-midi|midi|soir|matin|semaines?|jours?|heures?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre",
  ),
  common: all(
    "le|la|les|de|des|du|je|j'\\p{L}+|a|pour|avant|est|et|un|une|dans|on|nous|vous|c'est|au",
  ),
  vague: all(
    '(?:dans |pendant )?(?:les |ces )?(?:\\p{L}+ )?prochaine?s (?:jours|semaines|mois)|(?:la )?semaine prochaine|(?:le )?mois prochain|cette semaine|ce mois(?:-ci)?|ce week-?end|le week-?end|(?:en )?fin de (?:semaine|mois)|dans (?:environ|quelques|une dizaine de) \\p{L}+(?: \\p{L}+)?',
  ),
  past: all(
    "hier|avant-hier|(?:la |le |l')?(?:semaine|mois|annee|an|fois|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-?end) (?:derniere?|passee?)|(?:ces |les )?derniere?s \\p{L}+|il y a \\p{L}+ \\p{L}+|depuis \\p{L}+",
  ),
  own: [
    [all('apres-demain'), () => ({ days: 2 })],
    [all("ce soir|ce matin|cet apres-midi|cette nuit|tout a l'heure"), () => ({ days: 0 })],
    [all('(?:le|avant le|pour le) (\\d{1,2})(?= ?(?:[.,;!?)]|$))'), dayOfMonth],
  ],
}

export const spanish: TimeLanguage = {
  parse: es.parse,
  times: all(
    'hoy|manana|pasado manana|tarde|noche|semanas?|dias?|horas?|lunes|martes|miercoles|jueves|viernes|sabado|domingo|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|mediodia',
  ),
  common: all('el|la|los|las|lo|de|del|en|que|por|para|antes|yo|y|un|una|es|al|con|te|se|me|voy'),
  vague: all(
    '(?:en |durante )?(?:los|las) (?:proximos|proximas|siguientes)(?: \\p{L}+)? (?:dias|semanas|meses)|(?:la |el )?(?:proxima semana|proximo mes|semana que viene|mes que viene)|esta semana|este mes|(?:el |este |a )?fin(?:al)? de (?:semana|mes)|finales de (?:semana|mes)|en (?:unos|unas|un par de|algunos) \\p{L}+',
  ),
  past: all(
    'ayer|anteayer|(?:la |el )?(?:semana|mes|ano|vez|lunes|martes|miercoles|jueves|viernes|sabado|domingo) pasad[oa]|hace \\p{L}+ \\p{L}+|desde \\p{L}+',
  ),
  own: [
    [all('pasado manana'), () => ({ days: 2 })],
    [all('esta (?:tarde|noche|manana|misma tarde)'), () => ({ days: 0 })],
    [all('(?:el|el dia|dia) (\\d{1,2})(?= ?(?:[.,;!?)]|$))'), dayOfMonth],
  ],
}

export const portuguese: TimeLanguage = {
  parse: pt.parse,
  times: all(
    'hoje|amanha|tarde|noite|manha|semanas?|dias?|horas?|segunda|terca|quarta|quinta|sexta|(?:segunda|terca|quarta|quinta|sexta)-feira|sabado|domingo|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|meio-dia',
  ),
  common: all('o|os|as|de|do|da|dos|em|no|na|ate|que|para|pra|eu|e|um|uma|ao|com|vou|isso'),
  vague: all(
    '(?:n?[oa]s )?(?:proximos|proximas|seguintes) (?:dias|semanas|meses)|(?:n?a )?proxima semana|(?:n?a )?semana que vem|(?:n?o )?(?:proximo mes|mes que vem)|(?:n?esta|essa|nessa) semana|(?:n?o |este )?(?:fim|final) d[ea] semana|(?:no )?(?:fim|final) do mes|(?:em|daqui a) (?:uns|umas|alguns|algumas|cerca de) \\p{L}+(?: \\p{L}+)?',
  ),
  past: all(
    'ontem|anteontem|(?:n?a |n?o )?(?:semana|mes|ano|vez|segunda|terca|quarta|quinta|sexta|sabado|domingo) passad[oa]|ha \\p{L}+ \\p{L}+|desde \\p{L}+',
  ),
  own: [
    [all('depois de amanha'), () => ({ days: 2 })],
    [all('(?:esta|hoje a) (?:tarde|noite)|logo a noite'), () => ({ days: 0 })],
    [all('(?:em|daqui a) (\\d{1,3}|\\p{L}+) dias'), inDays(1)],
    [all('(?:em|daqui a) (\\d{1,2}|\\p{L}+) semanas?'), inDays(7)],
    [all('(?:no |ate ao |ate )?dia (\\d{1,2})(?= ?(?:[.,;!?)]|$))'), dayOfMonth],
  ],
}

const others = [german, french, spanish, portuguese]

const countIn = (pattern: RegExp, text: string): number => [...text.matchAll(pattern)].length

/** The language in which a sentence names a time; English where nothing speaks for another. */
export function timeLanguageOf(folded: string): TimeLanguage {
  const score = ({ times, common }: TimeLanguage): number =>
    2 * countIn(times, folded) + countIn(common, folded)
  let best = english
  let most = score(english)
  for (const language of others) {
    const own = score(language)
    if (own > most) [best, most] = [language, own]
  }
  return best
}
