import type { TextSigns } from '../acts/text-features.ts'

/**
 * Forms of words in which people take on a task, ask for one, put something up, agree and settle, in
 * English, German, French, Spanish and Portuguese; words as `folded` leaves them. What was learned
 * says how likely a line is an item; these say whether its words can carry one at all.
 */

const any = (...parts: readonly string[]): string => `(?:${parts.join('|')})`
const words = (text: string): string[] => text.trim().split(/\s+/)

const adverbs = `(?:(?:also|then|just|now|gladly|quickly|definitely|happily|personally|go and|have to|try and) )*`

/** "I'll" and its like; the verb comes next. */
const willEnglish = any(
  "(?:i'll|i will|i shall|i'm going to|i am going to|im going to|i'm gonna|im gonna|let me) ",
  '(?:^|[.,!;:] )(?:(?:ok|okay|sure|yes|yeah|fine|so|and) (?:, )?)?(?:will|gonna) ',
)
const willElsewhere = any(
  'je vais (?:leur |lui |te |vous |les |le |la |en )?',
  '(?:voy a|vamos a ver si) ',
  '(?:eu )?vou ',
)
const will = new RegExp(`(?:^| )${any(willEnglish, willElsewhere)}${adverbs}(\\S+)`, 'g')

/** "I'll be fixing it". */
const willBe = /(?:^| )(?:i'll|i will|will|i'm going to) (?:then |just |also )*be (\S+ing)(?= )/g

/** The German verb stands at the end. */
const willGerman = /(?:^| )(?:ich werde|werde ich|i werd) [^.,!?;:]*?(\S+) (?=[.,!?;:]|$)/g

/** Said without "will": one's own doing in the present, or the task given a hand to hold it. */
const takesOn = new RegExp(
  `(?:^| )${any(
    "(?:i'm |i am )?on it(?: |$)",
    "(?:i'll|will|can) do(?: it| that| this)?(?: [.,!]|$)",
    '(?:leave|give) (?:it|that|this|them)(?: one)? (?:to|with) me',
    "i(?:'ve| have)? got (?:this|that|it)(?: one)?(?: [.,!]|$)",
    'consider it done',
    'count on me',
    'on my list',
    "(?:i'm |i am )?happy to (?!see|hear|be|know)",
    "you(?:'ll| will) (?:have|get) (?:it|them|that|this|an?|the) ",
    "i(?:'m| am)? (?:writ|send|call|bring|book|order|draft|prepar|drop|pick|ask|mail|print|mak|mov|clean|fetch|tak|chang|updat|add)ing ",
    'i (?:take|bring|write|send|call|ask|order|book|prepare|make|pay|fetch|load|print) ',
    '(?:mach|mache|erledige|ubernehm|ubernehme|nehm|nehme|besorg|besorge|bestell|bestelle|schreib|schreibe|schick|schicke|ruf|rufe|bring|bringe|frag|frage|hol|hole|druck|drucke|back|backe|leg|lege|stell|stelle|bau|baue|sag|sage|meld|melde|reservier|reserviere|buch|buche|kauf|kaufe|lad|lade|prufe|pruf|trag|trage|male|mal|fahr|fahre|red|rede|sprech|spreche|klar|klare|organisier|organisiere|kummer|kummere|geb|gebe|hang|hange|putz|putze|raum|raume|setz|setze|unterschreib|unterschreibe|uberweis|uberweise) (?:ich|i|ma)(?: |$)',
    'ich (?:mach|erledig|ubernehm|nehm|besorg|bestell|schreib|schick|ruf|bring|frag|hol|druck|back|leg|stell|bau|sag|meld|reservier|buch|kauf|lad|pruf|trag|mal|fahr|red|sprech|klar|organisier|kummer|geb|hang|putz|raum|setz|unterschreib|uberweis)e?(?: |$)',
    'bin (?:schon )?dran',
    'wird (?:gemacht|erledigt)',
    'geht auf mich',
    "je (?:m'en|m'y|me) (?:occupe|charge|mets)",
    "(?:je|j') ?(?:(?:le|la|les|l'|te|vous|leur|lui|t'|en|y) ?)*(?:fais|prends|envoie|apporte|appelle|ecris|demande|passe|reserve|verifie|commande|gere|ramene|note|prepare|telephone|imprime|laisse|bascule|achete)(?: |$)",
    "(?:je|j') ?(?:(?:le|la|les|l'|te|vous|leur|lui|t'|en|y|m'en|me) ?)*[a-z]{2,}rai(?: |$)",
    "c'est pour moi",
    '(?:me|nos) (?:encargo|encargamos|ocupo|toca)',
    '(?:yo )?(?:(?:lo|la|los|las|te|os|les|le|se lo) )+(?:hago|llevo|traigo|mando|envio|llamo|miro|reviso|preparo|compro|escribo|subo|paso|pregunto|escribo|doy)(?: |$)',
    'yo (?:lo |la |los |las )?(?:hago|llevo|traigo|mando|llamo|voy|preparo|compro|escribo|hablo|pregunto|pongo)(?: |$)',
    'lo hago yo|dejamelo|corre de mi cuenta',
    '(?:eu )?(?:trato|trago|levo|mando|envio|ligo|compro|escrevo|faco|pergunto|preparo|marco|reservo|imprimo|passo|falo com|fico com)(?: eu| disso| isso| |$)',
    '(?:deixa|deixem|e) comigo|fica por minha conta|pode deixar',
  )}`,
)

/** Where one will be, what one will feel, think or do for oneself: no task for anybody. */
const noTask = new Set(
  words(`be have see need miss sleep go stay never not probably maybe log leave know regret eat die get
  forget remember wait continue sit stick bed lunch dinner think admit say bet assume hope like love hate want keep stop live watch listen learn
  start end finish come pass survive manage fall lose win feel find find wonder cry laugh quit stick head believe
  it you that this the a me us them he she they there no if how what why where
  sein haben sehen gehen nie nicht vielleicht schlafen wissen bleiben kommen denken mich
  etre avoir voir aller dormir rester manger rentrer savoir pas
  ser estar tener ver ir dormir cenar comer volver quedarme
  ter nunca no nao ficar sair voltar jantar . , ! ? : ;
  going coming having leaving staying sitting standing waiting watching sleeping eating traveling travelling
  tag mention paste quote cc driving missing seeing looking living getting running moving starting finishing celebrating flying doing`),
)
/** Trying things out as one was told: done at once and for oneself, unless it was asked for. */
const light = new Set(
  words(`try look check test give reboot restart read run use install reinstall switch move put figure
  experiment google search click type unplug play look upgrade update download
  probieren versuchen testen schauen nachsehen essayer tester regarder probar intentar mirar
  tentar experimentar testar olhar`),
)

/** How a line takes something on: as a task, as a trial or look that may be one, or not at all. */
export const commitsIn = (signs: TextSigns): 'task' | 'light' | null => commitmentIn(signs.spelled)

/** @param text - Words with a blank behind each. */
export function commitmentIn(text: string): 'task' | 'light' | null {
  let best: 'task' | 'light' | null = takesOn.test(text) ? 'task' : null
  if (unlikely.test(text)) return null
  const verbs = [will, willBe, willGerman].flatMap((form) => [...text.matchAll(form)])
  for (const [, verb] of verbs) {
    if (verb === undefined || noTask.has(verb)) continue
    best = best === 'task' || !light.has(verb) ? 'task' : 'light'
  }
  return best
}

/** Hung on a condition or a doubt, or not meant: "maybe I'll", "if I'll". */
const unlikely =
  /(?:^| )(?:i'll|i will|will) [^.!?]*? if (?:i (?:get|can|find|have|manage|ever|feel|remember|could)|it works|time|possible) |(?:^| )(?:maybe|perhaps|probably|not sure(?: if)?|(?:don't|dont) know if|i guess|i think|if|unless|hope|wish|vielleicht|ob|falls|peut etre|si|quizas?|talvez) (?:that )?(?:i'll|i will|i'm going to|i'm gonna|ich|je|voy|yo|eu|vou) /

const goes = new RegExp(
  `(?:^| )${any(
    "(?:i'm|im|i am|i'll|i will|gonna|going to|have to|got to|gotta|must|need to|should|time to) (?:now |just |be )?(?:log(?:ging)? (?:off|out)|sign(?:ing)? (?:off|out)|head(?:ing)? (?:out|off|home|to bed)|go(?:ing)? (?:home|to bed|to sleep|offline|now|out|eat|have (?:lunch|dinner))|leav(?:e|ing)(?: now| soon| you)?(?: [.,!]|$)|run(?:ning)?(?: now)?(?: [.,!]|$)|off(?: now| for today| home| to bed| to|$| [.,!])|be away|away|out of here|back (?:in|soon|later|tomorrow)|call it a (?:day|night)|get some sleep)",
    'brb|afk|bbl|signing off|calling it a day|call it a day|off to (?:bed|lunch|sleep|work)',
    'muss (?:jetzt )?(?:los|weg|heim|ins bett)|bin (?:dann |jetzt |mal )?(?:weg|raus)|gehe? (?:ich )?(?:jetzt |dann |mal )?(?:ins bett|schlafen|heim|nach hause|offline|essen)|feierabend',
    'je (?:file|pars|rentre|vais (?:manger|dormir|me coucher|y aller))|je dois (?:filer|partir)',
    'me voy|me retiro|voy a (?:dormir|cenar|comer)|tengo que irme',
    'vou (?:embora|dormir|sair|indo|jantar|almocar)|tenho de ir|tenho que ir',
  )}(?: |$)`,
)
/** Leaves, or says where one will be: no task, whatever its verb. */
export const goesAway = (signs: TextSigns): boolean => goes.test(signs.spelled)

const was =
  /(?:^|[.,!;] |(?:^| )(?:so|and|ok|yes|yeah|well|just|already|now) )(?:i|we) (?:just |already |also |then |only )?(?:\S{2,}ed|was|were|had|did|got|made|wrote|sent|put|found|saw|went|came|took|ran|thought|said|knew|told|have|ve|been) |(?:^| )(?:ich|wir) (?:hab|habe|haben|hatte|hatten|war|waren) |(?:^| )(?:j'ai|on a|nous avons|j'avais|j'etais) |(?:^| )(?:he|hemos|habia|fui|hice|puse) |(?:^| )(?:fiz|mandei|liguei|fui|tinha|tive|pus) /
/** Tells what one did, had or thought. */
export const tellsWhatWas = (signs: TextSigns): boolean => was.test(signs.spelled)

const running =
  /(?:^| )(?:i'll|i will|i'm going to|i'm gonna|let me|we'll|we will|let's) (?:just |now |first |then |quickly |start by )*(?:list|begin|start|go (?:first|next|over|through|on|ahead|back)|present|show|read|share|hand|pass|draw|sum|talk|speak|explain|move on|open|close|say|saying|recognize|recognise|turn|call (?:on|to order)|give (?:the floor|way)|come (?:back|to|on)|get (?:this|it|that) (?:plugged|on|up|to work)) /
/** Runs a meeting: who speaks next, what is shown now. */
export const runsMeeting = (signs: TextSigns): boolean => running.test(signs.spelled)

const requestForm = new RegExp(
  `(?:^| )${any(
    '(?:can|could|would|will) (?:you|u|ya|one of you|any of you|some ?(?:body|one)|any ?(?:body|one)|<name>|<mention>)',
    '(?:some ?(?:body|one)|we|you|<name>|<mention>) (?:should|must|has to|have to|needs? to|ought to|oughta|gotta)',
    "who(?: can|'s| is| will| takes| wants| could| does| brings| writes| books| calls)",
    '(?:please|pls|plz)',
    'need (?:you|some ?(?:body|one)|<name>|<mention>) to',
    "don't forget|make sure|remember to|any volunteers?|volunteers|could i ask|may i ask|would you mind|mind if i|ok if i|may i take|shall i",
    'kannst du|konntest du|konnt ihr|konntet ihr|konnen sie|konnten sie|kann (?:jemand|wer|mir jemand)|konnte (?:jemand|wer)|magst du|wurdest du|bitte|wer (?:kummert|macht|bringt|holt|kann|ruft|schreibt|ubernimmt|fahrt|mag)|jemand (?:musste|muss|sollte|soll)|du (?:musst|machst)|denk(?:t)? dran|darf ich|soll ich',
    "peux tu|tu peux|pourrais tu|tu pourrais|vous pouvez|pouvez vous|pourriez vous|(?:quelqu'un|qqn) (?:peut|pourrait|devrait|doit)|qui (?:s'occupe|peut|veut|prend|apporte|appelle|fait)|s'il te plait|s'il vous plait|stp|svp|faut qu",
    'puedes|podrias|pueden|podrian|podeis|alguien (?:puede|podria|deberia)|quien (?:se encarga|puede|lleva|trae|llama|hace)|por favor|porfa|te encargas|necesito',
    'podes|pode|podem|podias|poderia|consegues|consegue|alguem (?:pode|podia|consegue|tem de)|quem (?:pode|leva|traz|trata|faz|fica)|se faz favor|preciso',
  )}(?: |$)`,
)
export const asksFor = (signs: TextSigns): boolean => requestForm.test(signs.spelled)

/** Says yes in a word or two, as an answer to what was asked of one. */
const yes =
  /^(?:<name> |<mention> |[:,] )*(?:yes|yeah|yep|yup|sure|ok|okay|fine|of course|certainly|absolutely|gladly|with pleasure|will do|can do|alright|all right|no problem|np|happy to|done|go ahead|go for it|please do|do it|ja|jo|klar|gerne?|mach(?:e)? ich|geht klar|naturlich|sicher|oui|ouais|d'accord|bien sur|volontiers|avec plaisir|vas y|si|vale|claro|venga|dale|por supuesto|adelante|sim|claro|pode ser|com certeza|esta bem|forca|👍|👌|✅)(?: |$)/u
export const saysYes = (signs: TextSigns): boolean => yes.test(signs.spelled)

/** In a transcript these say "I am listening", not "I agree". */
const listening =
  /^(?:(?:yeah|yes|yep|right|okay|ok|mm|mmm|hmm|hm|uh|um|huh|oh|ah|so|well|alright|sure|true|exactly|ja|mhm|genau|oui|ouais|si|sim|pois|[.,!…]) )*$/
export const onlyListens = (signs: TextSigns): boolean => listening.test(signs.spelled)

const agreement = new RegExp(
  `(?:^| )${any(
    "\\+1|agreed?|seconded|sold|deal|sounds (?:good|great|fine|right|fair)|works (?:for|with) (?:me|us)|that works|fine (?:by|with) (?:me|us)|good (?:idea|plan|by me)|great (?:idea|plan)|no objections?|in favou?r|aye|lgtm|makes sense|i'm (?:in|for (?:it|that)|fine|happy|ok|okay) |i like (?:it|that)|count me in|suits me|same here|fair enough|let's do (?:it|that)|go for it|yes please|love it|i'd go (?:for|with)|i'd take|that one|my vote",
    'einverstanden|passt|dafur|bin dabei|gute idee|find(?:e)? ich gut|von mir aus|meinetwegen|geht klar|in ordnung|stimme zu|so machen|nichts dagegen|keine einwande|klingt gut',
    "d'accord|ca (?:me )?(?:va|marche|roule)|bonne idee|pour moi|je (?:suis|vote) pour|parfait|vendu|partante?|entendu|ok pour",
    'de acuerdo|vale|me parece (?:bien|perfecto|genial)|buena idea|por mi|a favor|perfecto|conforme|me apunto|hecho',
    'concordo|de acordo|por mim|boa ideia|pode ser|combinado|fechado|a favor|alinho|estou dentro|tou dentro|perfeito',
    '👍|👌|✅|🙌|💯|🥂',
  )}(?: |$)`,
  'u',
)
/** Agrees in words that mean it, not only "yeah". */
export const agrees = (signs: TextSigns): boolean => agreement.test(signs.spelled)

/** Closes a matter by its words. */
const closing = new RegExp(
  `(?:^| )${any(
    "agreed|settled|decided|resolved|approved|carried|adopted|unanimous|consensus|confirmed|booked|it is(?: then)?(?: [.,!]| $)|it shall be|then it's|so it's|that's that|sold|from (?:now|today|monday|tomorrow) on|we (?:take|keep|stay|go with|leave|drop)",
    "let's (?:go with|do|use|take|keep|stick|drop|leave|say|make|have|put|move|meet|call it|try)",
    "(?:we(?:'ll| will| are going to|'re going to|'re gonna)|i'll|i will) (?:go (?:with|for)|use|take|keep|stick|drop|leave|do|have|put|move|meet|stay|switch|ship|say|call|hold|make|skip|start|note|write|book|tell|send|minute)",
    "(?:we're|we are|i'm) going with|going with|sounds like \\S+(?: \\S+)? then",
    'beschlossen|beschluss|abgemacht|entschieden|angenommen|einstimmig|ist durch|dabei bleibt|so machen|machen wir|nehmen wir|steht|gilt|gebucht|festgehalten|ab sofort|bleibt (?:es|bei|beim)|dann (?:\\S+ )?(?:wir|der|die|das|den|am|um|im|also|ist|bleibt)',
    "c'est (?:decide|acte|bon|note|regle|vote)|decide|adopte|valide|on (?:fait|part|garde|reste|prend|dit|retient)|va pour|ce sera|donc|alors",
    'quedamos|queda|decidido|aprobado|aprobada|acordado|cerrado|asi lo hacemos|lo hacemos|nos quedamos|unanimidad|entonces|hecho',
    'fica|ficamos|fechado|decidido|aprovado|aprovada|combinado|entao|marcado|unanimidade|vamos com',
  )}(?: |$)`,
)
/** "Then spelt", "So Thursday", "OK, the blue one": a close by its opening or its last word. */
const opening =
  /^(?:<name> |<mention> |[:,] )*(?:(?:ok|okay|right|good|fine|great|perfect|alright|all right|yes|gut|ok|prima|bon|parfait|bueno|pues|vale|pronto|bom|,|\.|!) )*(?:then|so|done|dann|also|donc|alors|entonces|pues|entao) \S|(?:^| )then [.!]? ?$/

export function closesIn(signs: TextSigns): 'told' | 'hinted' | null {
  const text = signs.spelled
  if (signs.endsAsking || undone.test(text)) return null
  if (closing.test(text)) return 'told'
  return opening.test(text) ? 'hinted' : null
}

/** Put off, doubted, or told of before. */
const undone =
  /^(?:, )?so (?:, )?(?:you|they|he|she)(?:'re|'ll|'d|'ve)? |(?:^| )(?:not (?:yet )?(?:agreed|settled|decided|sure)|haven't (?:agreed|settled|decided)|hasn't been|to be decided|nothing (?:is )?(?:decided|settled)|i think it (?:is|was)|we'll (?:see|come (?:back )?to)|later , i|noch nicht|pas encore|todavia no|ainda nao)(?: |$)/
