/**
 * Words that claim more than a summary may say of itself. Each kind is a claim in five languages; it
 * stands where the messages use a word of the same kind, and nowhere else.
 */
const claim = (words: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.trim().replace(/\s+/gu, '|')})(?![\\p{L}\\p{N}])`, 'iu')

/** That a matter is closed. */
export const decided = claim(`
  decid(?:e|es|ed|ing) decisions? agree(?:s|d|ment)? settled? approv(?:e|es|ed|al) finali[sz]ed conclud(?:e|es|ed)
  entschieden entscheidung(?:en)? beschlossen beschluss vereinbart(?:en)? geeinigt abgemacht genehmigt festgelegt
  décid(?:é|ée|és|ées|ent|e) décisions? convenus? approuvée? accord tranché
  decid(?:ido|ió|ieron|ida|iu|iram|e|en|em) decisi(?:ón|ones) decis(?:ão|ões) acord(?:ado|ó|aron) acuerdos? acordo
  aprobad[oa] aprobó aprovad[oa] aprovou combinad[oa] combinaram`)

/** That it holds for everybody, for nobody, always or never. */
const absolute = claim(`
  all everyone everybody nobody always never only unanimous(?:ly)? everything no(?:\\s|-)one entire(?:ly)?
  alle[nrs]? jeder niemand keine[rn]? immer nie nur einstimmig alles
  tous toutes personne toujours jamais seulement unanime(?:ment)?
  todos todas nadie ninguno siempre nunca sólo solo unánime(?:mente)? ninguém sempre somente unânime apenas`)

/** Why something happened. */
const cause = claim(`
  because due\\sto caus(?:e|es|ed|ing) therefore thanks\\sto led\\sto owing\\sto result(?:s|ed)\\s(?:in|from)
  weil wegen aufgrund deshalb dadurch infolge
  parce causé car grâce provoqu(?:é|e|ée)
  porque debido causad[oa] provocad[oa] devido`)

/** How people felt. */
const mood = claim(`
  angry anger upset frustrat(?:ed|ion|ing) annoyed happy unhappy excited worried disappoint(?:ed|ment) tens(?:e|ion)
  heated furious delighted nervous sad enthusias(?:m|tic) relieved anxious
  wütend verärgert frustriert glücklich unzufrieden zufrieden besorgt enttäuscht begeistert nervös traurig
  fâchée? frustrée? contente? inquiète? inquiets? déçue? ravie?
  enojad[oa] enfadad[oa] frustrad[oa] feliz content[oe] preocupad[oa] decepcionad[oa] triste nervios[oa] zangad[oa]`)

/** That nobody has answered. */
export const unanswered = claim(`
  unanswered without\\s(?:an\\s)?answer no\\s(?:answer|reply|response) unbeantwortet(?:e[nrs]?)? ohne\\santwort
  sans\\sréponse sin\\srespuesta sem\\sresposta`)

const borne = [absolute, cause, mood]

/** Whether every claim of a text beside that of a decision is one that the messages make themselves. */
export const isBorne = (text: string, said: string): boolean =>
  borne.every((kind) => !kind.test(text) || kind.test(said))

const courtesies =
  /\b(?:no (?:problem|worries)|why not|not only|kein problem|warum nicht|nicht nur|pas de (?:problème|soucis?)|pourquoi pas|n'est-ce pas|no hay problema|por qué no|sem problema|por que não)\b/giu
const negation = claim(`
  not no never none neither without cannot \\p{L}+n['’]t nicht kein(?:e[nmrs]?)? nie ohne ne jamais sans
  nunca sin não nem sem jamás tampoco`)

/** Whether a text says that something is not so. "No problem" does not. */
export const negates = (text: string): boolean => negation.test(text.replace(courtesies, ''))
