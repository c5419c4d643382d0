/**
 * Turns of phrase that tell what a sentence does, for sentences with straight apostrophes. They are hints, so what they find is shown
 * as "possible": on real chats about 60 of 100 found action items are ones.
 */

export const greetings =
  /^\W*(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|night)|morning|welcome|thanks?|thank you|thx|bye|goodbye|see you|hallo|guten (?:morgen|tag|abend)|moin|servus|danke|tschüss|bonjour|salut|merci|bonsoir|hola|buenos días|buenas|gracias|olá|bom dia|obrigad[oa]|ciao|buongiorno|grazie|привет|здравствуйте|спасибо|cześć|merhaba)(?=\W|$)/iu

export const farewells =
  /^\W*(?:(?:see|cu|c u) (?:you|ya)|talk (?:to you )?(?:soon|later)|take care|have a (?:good|nice|great)|good ?(?:night|bye)|bye|bis (?:dann|morgen|bald)|à (?:bientôt|demain)|hasta (?:luego|mañana)|até (?:logo|amanhã))\b/iu

/** Said out of kindness, wherever it stands. */
export const courtesies =
  /(?<![\p{L}\p{N}])(?:thanks|thank you|thx|congrat\w*|welcome (?:to|back)|happy (?:to see|birthday)|nice to (?:meet|see)|danke|glückwunsch|merci|gracias|obrigad[oa])(?![\p{L}\p{N}])/iu

/** Said in place of an answer. */
export const nonAnswers =
  /^\W*(?:(?:sorry|hm+|uh|well|tbh|good question),? )*(?:no (?:idea|clue)|dunno|(?:i )?(?:do(?:n['’]?t| not) know|have no (?:idea|clue)|can(?:['’]?t|not) say)|not sure|me (?:neither|too)|same (?:here|question)|good question|keine ahnung|weiß (?:ich )?(?:nicht|auch nicht)|aucune idée|je ne sais pas|ni idea|no (?:lo )?sé|não sei)(?![\p{L}\p{N}])/iu

export const decisions =
  /\b(?:(?:we|they|team|board|group|everyone)(?: have|'ve| had)? (?:all |just |finally |now )?(?:decided|agreed|settled on|chosen|concluded|resolved|voted)|(?:it(?:'s| is| was| has been)|that(?:'s| is)|is) (?:decided|agreed|approved|settled)|let'?s go (?:with|for)|let'?s (?:settle|agree) on|we(?:'ll| will| are going to|'re going to) (?:go with|stick with|use|switch to|drop)|decision(?: is| was|:)|(?:has been|have been|was|were|got|is|are) (?:approved|rejected|signed off)|motion (?:carried|passes|passed)|final(?:ly)? (?:decision|answer|version)|wir haben (?:uns )?(?:beschlossen|entschieden|geeinigt)|(?:ist|wurde) (?:beschlossen|entschieden|genehmigt)|on a décidé|nous avons décidé|c'est décidé|(?:hemos|se ha) (?:decidido|acordado)|quedamos en|abbiamo deciso|(?:nós )?decidimos)\b|決定しました|に決まりました|决定了|решили/iu

/** After "I'll", these promise nothing that anybody could tick off. */
const lightVerbs =
  'be|see|have|think|try|never|not|always|probably|just|say|tell|admit|guess|get|miss|love|talk|bet|assume|know|need|want|also|let|stick|go|give (?:it|this|that) a|take (?:that|it) as|presume|suppose|wait|stay|look'

export const commitments = new RegExp(
  `\\b(?:i'll|i will|i'm going to|i am going to|i'm gonna|we'll|we will) (?!(?:${lightVerbs})\\b)[a-z]+ \\w|` +
    `^\\W*(?:ok(?:ay)?,? |sure,? |yes,? |yep,? )?(?:i'?m )?(?:on it|will do|leave it to me)\\b|` +
    `\\b(?:ich (?:werde|kümmere mich)|ich (?:mache|schicke|prüfe|erledige) |je vais (?:envoyer|faire|vérifier|regarder|préparer)|je m'en occupe|me encargo|voy a (?:enviar|hacer|revisar|preparar))\\b`,
  'iu',
)

/** After "can you", these ask for a word, not for work. */
const askingVerbs =
  'see|hear|imagine|believe|not|be|have|say|explain|tell|recommend|help|think|guys|run|use|do|get|go|access|still|even|also|actually|understand|know|remember|suggest|point|accept|please|kindly|stop'

export const requests = new RegExp(
  `(?<!\\b(?:you|why|what|how|where|when|which) )\\b(?:can|could|would|will) (?:you|someone|somebody|anyone|we all)(?: guys| all| two)?(?: please| kindly)? (?!(?:${askingVerbs})\\b)[a-z]+|` +
    `\\b(?:please|pls|plz),? (?!(?:let me know|note|see|do not hesitate|ask|tell|help|read|use)\\b)[a-z]+ \\w|` +
    `\\b(?:(?:i|we) need (?:you|someone|somebody) to|needs? to be (?:done|fixed|sent|updated|reviewed|finished|checked)|make sure (?:to|that|you|we)|do(?:n't| not) forget|remember to|has to be (?:done|finished|sent)|kannst du|könnt ihr|könntest du|können sie|bitte \\w+|(?:peux-tu|pouvez-vous|pourrais-tu|s'il (?:te|vous) plaît)|(?:puedes|podrías|puede usted|por favor))\\b|` +
    `してください|お願いします|请(?!问)|пожалуйста`,
  'iu',
)

export const tasks = /\b(?:todo|to-do|action item|follow[- ]up|assigned to)\s*:|\bTODO\b/u

/** After somebody's name these open an order: "bob: send me the file". */
export const orders =
  /^(?:please |pls )?(?:send|review|fix|update|add|remove|deploy|write|call|email|mail|ask|schedule|prepare|share|upload|merge|push|book|order|organi[sz]e|follow up|ping|finish|deliver|submit|contact)\b/i

/** Said out of politeness, however much it sounds like a promise. */
export const politeness =
  /\b(?:see (?:you|ya)|talk (?:to you )?(?:soon|later)|look(?:ing)? forward|be right back|brb|i'?ll be back|take care|have a (?:good|nice|great)|let you know if|thank you|good ?night|i'?ll pass)\b/i

/** The one who asked has it sorted. */
export const settled =
  /\b(?:never ?mind|nvm|nm|solved|fixed it|got it|figured it out|found it|works now|it works|thanks|thank you|thx|danke|merci|gracias)\b/i
