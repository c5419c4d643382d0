export const greetings =
  /^\W*(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|night)|morning|welcome|thanks?|thank you|thx|bye|goodbye|see you|hallo|guten (?:morgen|tag|abend)|moin|servus|danke|tschüss|bonjour|salut|merci|bonsoir|hola|buenos días|buenas|gracias|olá|bom dia|obrigad[oa]|ciao|buongiorno|grazie|привет|здравствуйте|спасибо|cześć|merhaba)(?=\W|$)/iu

export const farewells =
  /^\W*(?:(?:see|cu|c u) (?:you|ya)|talk (?:to you )?(?:soon|later)|take care|have a (?:good|nice|great)|good ?(?:night|bye)|bye|bis (?:dann|morgen|bald)|à (?:bientôt|demain)|hasta (?:luego|mañana)|até (?:logo|amanhã))\b/iu

/** Said out of kindness, wherever it stands. */
export const courtesies =
  /(?<![\p{L}\p{N}])(?:thanks|thank you|thx|congrat\w*|welcome (?:to|back)|happy (?:to see|birthday)|nice to (?:meet|see)|danke|glückwunsch|merci|gracias|obrigad[oa])(?![\p{L}\p{N}])/iu

/** Words that say of themselves that a matter is closed. */
export const closings =
  /(?<![\p{L}\p{N}])(?:agreed|settled|decided|approved|accepted|confirmed|booked|deal|sold|it is(?=[\s.,!]*(?:$|[.,!]))|so be it|let['’]?s (?:go with|do|use|take|stick|keep|say)|we(?:['’]ll| will) (?:go with|use|take|keep|stick|drop)|beschlossen|abgemacht|entschieden|(?:ist|wäre) durch|dann (?:de[rnm]|die|das|am|um|im)|décidé|ça marche|on (?:fait|prend|garde)|quedamos|decidido|así lo hacemos|fica assim|fechado|combinado)(?![\p{L}\p{N}])|(?:^|[.!?] )(?:then \p{L}|(?:done|moved)[,.!])/iu

/** Said in place of an answer. */
export const nonAnswers =
  /^\W*(?:(?:sorry|hm+|uh|well|tbh|good question),? )*(?:no (?:idea|clue)|dunno|(?:i )?(?:do(?:n['’]?t| not) know|have no (?:idea|clue)|can(?:['’]?t|not) say)|not sure|me (?:neither|too)|same (?:here|question)|good question|keine ahnung|weiß (?:ich )?(?:nicht|auch nicht)|aucune idée|je ne sais pas|ni idea|no (?:lo )?sé|não sei)(?![\p{L}\p{N}])/iu
