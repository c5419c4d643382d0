/**
 * Turns of phrase that tell what a message does, in English, German, French, Spanish and Portuguese.
 * Lower case, without accents, words apart by blanks, phrases apart by `|`; a `*` stands for any end
 * of a word, a `_` for any word. They are features beside the words: what each is worth is learned.
 */
export const cuePhrases = {
  propose: `shall we|should we|could we|can we|can't we|why don't we|why not|what about|how about|what if|
    let's|lets|let us|i'd say|i would say|i'd suggest|i suggest|i propose|i move|proposal|propose|suggestion|
    suggest|suggesting|i vote|my vote|i'd go for|i'd go with|i'd rather|i'd prefer|i'm for|i'd put|i'd take|
    we could|we should|we might|we can|maybe we|perhaps we|would it make sense|instead of|rather than|
    either _ or|option a|option b|options are|or should|do we want|do we take|do we go|are we ok|would you agree|
    any objections|objections|thoughts|opinions|what do you think|is everyone ok|ok with everyone|mind if i|
    ok if i|okay if i|may i take|in favour|in favor|all in favour|vote on|votes|poll|inclined to|leaning towards|
    wie ware|wie war's|sollen wir|sollten wir|wollen wir|wollt ihr|konnten wir|konnen wir|lasst uns|lass uns|
    vorschlag|ich schlage|schlage vor|schlag vor|schlagen vor|ich wurde sagen|wurde vorschlagen|ich ware fur|
    ich war fur|ich bin fur|war doch|ware doch|was haltet ihr|was meint ihr|was haltst|oder lieber|lieber _|
    stattdessen|statt|wer ist dafur|wer ist dagegen|abstimm*|einwande|spricht was dagegen|was spricht gegen|
    machen wir|nehmen wir|gehen wir|treffen wir|vielleicht erst|mein vorschlag|konnte man|sollte man|
    et si|si on|on pourrait|pourrait on|on devrait|on peut|on fait|on prend|on se|je propose|proposition|
    je suggere|pourquoi pas|que diriez|vous en pensez|t'en penses|qu'en dites|qu'en penses|plutot|au lieu|
    je serais pour|je dirais|je verrais|on vote|objection|ca vous va|ca te va|ca vous irait|
    y si|podriamos|podemos|deberiamos|y por que no|por que no|propongo|propuesta|sugiero|que os parece|
    que les parece|que te parece|mejor|yo dejaria|yo diria|yo haria|en vez de|en lugar de|votamos|lo dejamos|
    hacemos|quedamos a|os va bien|les va bien|os parece|les parece|alguna objecion|
    que tal|e se|podiamos|podemos|poderiamos|devíamos|devemos|deviamos|vamos|proponho|proposta|sugiro|sugestao|
    o que acham|que acham|o que achas|melhor|em vez de|eu diria|eu deixava|por mim fazia|alguem contra|votacao|
    bora|a gente podia|a gente pode`,
  accept: `yes|yeah|yep|yup|ok|okay|sure|fine|fine by me|fine with me|works|works for me|that works|sounds good|
    sounds right|good idea|great idea|agree|agreed|i agree|sold|same|same here|fair|fair enough|aye|+1|👍|👌|✅|🙌|💯|
    suits me|happy with|i'm in|count me in|in favour|seconded|second that|second|no objection|no objections|
    go ahead|go for it|please do|do it|yes please|absolutely|definitely|of course|good by me|i'm fine|i'm happy|
    can live with|makes sense|perfect|deal|alright|all right|lgtm|ship it|approved|approve|with you|like it|
    love it|love that|let's do|why not|i'd take|in my book|no problem|with pleasure|gladly|will do|can do|
    passt|passt fur mich|passt mir|meinetwegen|bin dabei|dabei|von mir aus|einverstanden|gerne|gern|klar|
    geht klar|ja|jo|jep|jawoll|genau|gute idee|find ich gut|finde ich gut|finde gut|dafur|bin dafur|stimme zu|
    zustimmung|keine einwande|nichts dagegen|machen wir|kann ich mit leben|damit kann ich leben|in ordnung|
    alles klar|sicher|naturlich|unbedingt|bitte ja|ja bitte|super|prima|top|guter punkt|
    d'accord|ca marche|ca me va|me va|ca roule|oui|ouais|ok pour moi|pour moi|bonne idee|parfait|volontiers|
    avec plaisir|je suis pour|pour|nickel|entendu|evidemment|bien sur|carrement|partant|partante|vendu|
    pas d'objection|tres bien|impec|j'approuve|je valide|valide|
    vale|venga|de acuerdo|si|me parece bien|me parece|por mi|claro|perfecto|genial|buena idea|conforme|estoy a favor|
    a favor|apuntada|apuntado|me apunto|dale|hecho|sin problema|por supuesto|listo|me sirve|me vale|me va bien|
    combinado|fechado|pode ser|sim|ta bom|esta bom|concordo|de acordo|por mim|boa ideia|boa|claro|certo|
    perfeito|optimo|otimo|alinho|tou dentro|estou dentro|fixe|beleza|show|com certeza|sem problema`,
  settle: `agreed|settled|decided|it is then|it is|then it's|so it's|so we|then we|done|let's go with|go with|
    we go with|we'll go with|going with|we're going with|final|finally|decision|resolved|carried|motion carried|
    motion passes|passes|adopted|approved|unanimous|booked|ordered|merged|locked|locked in|confirmed|signed|
    that's that|closing the vote|consensus|verdict|call it|calling it|we take|we keep|we stay|we do|we'll take|
    we'll keep|we'll do|we'll use|stays|then _ it|so be it|sounds like|ok so|okay so|ok then|right then|good then|
    alright then|as agreed|noted|i'll note|i note|put it down|minuted|in the minutes|from now on|as of|effective|
    starting|we have decided|we decided|we've decided|i've decided|has been decided|will be|is now|
    dann _ wir|dann also|also dann|dann ist|damit ist|ist durch|durch|beschlossen|beschluss|angenommen|abgemacht|
    entschieden|entschluss|gebucht|bestellt|fix|steht|ist gesetzt|gesetzt|gilt|gilt ab|einstimmig|mehrheit|ergebnis|
    festgehalten|halte fest|notiert|dann der|dann die|dann das|dann nehmen|dann machen|dann bleibt|bleibt es|
    bleibt dabei|so machen|machen wir so|so machen wir|ab sofort|hiermit|genehmigt|ok dann|gut dann|
    c'est decide|decide|on fait|on part|on garde|on reste|on prend|donc|alors c'est|adopte|acte|c'est acte|
    valide|reserve|commande|vote|a l'unanimite|unanimite|c'est note|note|tranche|on dit|on retient|ce sera|
    va pour|c'est bon|conclu|c'est regle|a partir de|
    quedamos|quedamos en|queda|queda asi|asi lo hacemos|lo hacemos asi|hecho|decidido|aprobado|aprobada|reservado|
    cerrado|pues|entonces|por unanimidad|unanimidad|se aprueba|se hace|apuntado|acordado|lo dejamos|nos quedamos|
    a partir de|confirmado|pedido|resuelto|
    fica|fica assim|fica combinado|ficamos|fechado|decidido|aprovado|aprovada|entao|reservado|marcado|confirmado|
    por unanimidade|unanime|esta decidido|resolvido|encomendado|anotado|a partir de|esta feito`,
  request: `can you|could you|would you|will you|can somebody|can someone|could somebody|could someone|
    would somebody|would someone|can anyone|could anyone|anybody able|anyone able|please|pls|plz|somebody should|
    someone should|somebody has to|someone has to|somebody needs|someone needs|who writes|who books|who calls|
    who takes|who brings|who can|who could|who will|who does|who wants to|who's doing|who is doing|who'd|
    any volunteers|volunteers|volunteer|need you to|needs to be|want you to|i need|we need|we still need|don't forget|
    remember to|make sure|send me|tell me|let me know|remind me|have a look|take a look|do me a favour|
    could i ask|may i ask you|ask you to|are you able|would you mind|it'd be great if|todo|to do|action|action item|
    your job|yours|over to you|assign|assigned to|you're on|in charge|
    kannst du|konntest du|konnt ihr|konnen sie|konnten sie|kann jemand|kann wer|konnte jemand|konnte wer|
    magst du|wurdest du|wurden sie|bitte|wer kummert|wer macht|wer bringt|wer holt|wer kann|wer ruft|wer schreibt|
    wer ubernimmt|wer fahrt|wer hat lust|wer mag|jemand musste|jemand muss|jemand sollte|jemand soll|jemand mag|
    du musst|du machst|machst du|bringst du|holst du|schickst du|schick mal|schau mal|denk dran|denkt dran|vergiss nicht|
    ubernimmst du|freiwillige|brauchen noch|ich brauche|brauche ich|sag mal bescheid|gib bescheid|sei so|seien sie|
    peux tu|tu peux|pourrais tu|tu pourrais|vous pouvez|pouvez vous|pourriez vous|quelqu'un peut|quelqu'un pourrait|
    qui s'occupe|qui peut|qui veut|qui prend|qui apporte|qui appelle|qui fait|il faut que|il faudrait que|faudrait|
    s'il te plait|s'il vous plait|stp|svp|merci de|veux tu|tu veux bien|il nous faut|n'oublie pas|n'oubliez pas|
    me pasas|puedes|podrias|pueden|podrian|podeis|alguien puede|alguien podria|alguien deberia|quien se encarga|
    quien puede|quien lleva|quien trae|quien llama|quien hace|por favor|porfa|necesito|necesitamos|hace falta|
    hay que|acuerdate|acordaos|no olvides|te encargas|os encargais|me mandas|mandame|
    podes|pode|podem|podias|podia|poderia|consegues|consegue|alguem pode|alguem podia|alguem consegue|alguem tem de|
    quem pode|quem leva|quem traz|quem trata|quem faz|quem fica|se faz favor|sff|preciso|precisamos|e preciso|
    nao te esquecas|manda me|me manda|voce pode`,
  promise: `i'll|i will|i'm going to|i am going to|i'm gonna|i can do|i can take|i can bring|i can ask|i can call|
    i can write|i can send|i can make|i can check|i can look|i can get|i can drive|i can have|on it|i'm on it|mine|
    i'll do|i'll take|i take|i do|i do it|i'll send|i'll check|leave it to me|leave it with me|leave that to me|
    give it to me|you'll have it|you'll get|you will have|let me check|let me ask|let me look|let me see|let me _|
    will do|consider it done|i volunteer|i've got|i got this|got it|i'm doing|i'm taking|i'm writing|i'm sending|
    i'm calling|i'm bringing|i'd do|i'm happy to|happy to|i promise|i owe|on my list|my turn|i shall|we'll|we will|
    count on me|putting it|adding it|writing it|taking it|sending it|doing it|calling them|i bring|i write|i call|
    i ask|i make|i'm your|looking into it|look into it|tomorrow|tonight|by friday|by monday|first thing|is on me|
    mach ich|mache ich|ich mach|ich mache|ich kummer*|kummere mich|kummer mich|ich ubernehm*|ubernehme ich|
    ubernehm ich|ich schreib*|schreib ich|schreibe ich|ich schick*|schick ich|schicke ich|ich ruf*|ruf ich|rufe ich|
    ich bring*|bring ich|bringe ich|ich frag*|frag ich|frage ich|ich hol*|hol ich|hole ich|ich schau*|schau ich|
    schaue ich|ich werde|werde ich|ich erledig*|erledige ich|ich besorg*|besorge ich|besorg ich|ich bestell*|
    ich geh*|ich nehm*|nehm ich|nehme ich|ich fahr*|fahr ich|fahre ich|ich kann|kann ich machen|bin dran|ich trag*|
    ich leg*|ich stell*|ich bau*|ich druck*|ich sag*|ich melde|melde mich|ich reserviere|ich back*|ich trage|
    wird gemacht|wird erledigt|mach ma|mein part|ist notiert|hab ich auf dem zettel|geht auf mich|schon dran|
    je m'en occupe|je m'en charge|je le fais|je fais|je vais|je prends|je peux|j'apporte|j'appelle|j'envoie|
    j'ecris|je regarde|je m'y mets|je ramene|je demande|je passe|je reserve|je verifie|je note|je commande|je te _|
    je vous _|je gere|pour moi|compte sur moi|comptez sur moi|c'est pour moi|j'irai|je ferai|j'enverrai|
    me encargo|yo me encargo|me toca|lo hago|yo lo hago|lo hago yo|yo voy|voy a|yo llevo|llevo|yo traigo|traigo|
    yo puedo|puedo|yo llamo|llamo|lo llevo|lo mando|mando|te mando|os mando|lo miro|lo reviso|yo hablo|hablo con|
    lo preparo|yo compro|compro|me ocupo|corre de mi cuenta|dejamelo|yo escribo|lo subo|lo paso|pregunto|
    eu trato|trato disso|trato eu|eu faco|faco eu|eu levo|levo eu|levo|eu trago|trago|eu vou|vou|eu posso|posso|
    eu ligo|ligo|mando|eu mando|envio|eu envio|fico com|eu fico|deixa comigo|deixem comigo|e comigo|comigo|
    eu compro|compro|eu escrevo|eu falo|falo com|eu pergunto|eu vejo|vejo isso|fica por minha conta|conta comigo|
    pode deixar`,
  done: `done|finished|fixed|merged|sent|booked|ordered|paid|uploaded|it's up|is up|is live|is out|deployed|ready|
    i've sent|i've done|i've fixed|i've booked|i've written|i called|i asked|i sent|i did|have sent|have done|
    just sent|just did|all set|delivered|arrived|closed|submitted|posted|
    erledigt|fertig|ist raus|ist drin|gemacht|hab ich|habe ich|hab's|geschickt|bestellt|gebucht|verschickt|abgeholt|
    ist da|lauft wieder|ist online|ist hochgeladen|habe angerufen|hab angerufen|
    c'est fait|fait|envoye|termine|j'ai envoye|j'ai appele|j'ai fait|c'est parti|c'est regle|livre|
    hecho|listo|enviado|mandado|terminado|ya esta|he mandado|he llamado|lo he|ya lo|reservado|arreglado|
    feito|esta feito|ja esta|enviado|mandei|liguei|ja mandei|tratado|pronto|entregue|resolvido`,
  noAnswer: `no idea|no clue|don't know|dunno|idk|not sure|can't say|couldn't say|couldn't tell|can't tell|
    before my time|me neither|neither do i|wish i knew|good question|ask _|you'd have to ask|have to ask|
    no one knows|nobody knows|beats me|who knows|haven't heard|not a clue|can't remember|don't remember|
    i wonder too|same question|also wondering|would like to know too|not my area|not my department|
    doesn't know|didn't know|nobody ever|not decided|isn't decided|not settled|isn't settled|haven't decided|
    hasn't decided|still arguing|still open|still waiting|waiting to hear|waiting for an answer|no news|
    nothing yet|no word|not heard|no answer|hasn't said|didn't say|doesn't say|nobody said|never said|
    we'll see|we will see|it depends|depends on|depends who|too early|too soon to|hard to say|difficult to say|
    impossible to say|can't rule|unclear|not clear|anyone's guess|your guess|mystery|i'll ask|let me ask|let me check|
    i'd have to|would have to ask|i'd need to|need to check|have to check|might know|may know|should know|
    would know|will know|must know|probably knows|is the one to ask|one for|question for|that's for|up to _|
    haven't looked|haven't checked|not that i know|not as far as|not me|wasn't me|wasn't us|not us|none of us|
    i'd like to know|so would i|asking the same|that's what i|what i'm asking|was going to ask|never asked|
    haven't asked|nobody asked|no comment|ask again|ask me|ask them|ask him|ask her|google it|search me|no promises|
    keine ahnung|weiss nicht|weiss ich nicht|weiss ich auch nicht|kann ich nicht sagen|ka|frag mal|fragt mal|da musst|
    gute frage|vor meiner zeit|nie gehort|kein plan|keinen schimmer|wusste ich auch gern|ich auch nicht|
    weiss keiner|weiss niemand|weiss man nicht|weiss der|nicht entschieden|nicht geklart|noch offen|steht noch nicht|
    stand nicht|steht nicht|hangt davon ab|hangt vom|kommt drauf an|kommt darauf an|mal sehen|mal schauen|wird man sehen|
    schwer zu sagen|zu fruh|noch nichts|nichts gehort|nix gehort|hat nichts gesagt|hat keiner|hat er nicht gesagt|
    hat sie nicht gesagt|musst du|musste man|muss ich fragen|muss ich nachfragen|musste ich fragen|frag ich nach|
    da fragst|frag den|frag die|frag doch|wusste ich nicht|bin ich uberfragt|uberfragt|nicht mein|nicht meine|
    ich nicht|bei mir nicht|wir nicht|nicht bei mir|das wurde ich|das frage ich mich|wer weiss|sagt uns ja|
    aucune idee|sais pas|je sais pas|j'en sais rien|je ne sais pas|bonne question|moi non plus|faut demander|
    demande a|pas la moindre idee|je n'en sais rien|avant mon temps|
    personne ne sait|personne sait|on sait pas|on ne sait|ca depend|tout depend|pas encore decide|pas decide|a voir|
    on verra|trop tot|difficile a dire|pas de nouvelles|rien recu|j'attends|il a pas dit|n'a pas dit|c'est pas dit|
    je me le demande|je me demande|je voudrais savoir|j'aimerais savoir|pas moi|c'est pas moi|mystere|demandez a|
    demande lui|il faudrait demander|faudrait voir|aucun souvenir|me souviens plus|
    ni idea|no se|no lo se|no sabria|buena pregunta|yo tampoco|pregunta a|preguntale|habria que preguntar|
    nadie sabe|quien sabe|a saber|depende|esta por ver|ya veremos|ya se vera|ni la menor|no me acuerdo|no han dicho|
    no dijo|no dice|no sabemos|sin noticias|no esta decidido|sin decidir|eso pregunto|eso digo yo|yo no|yo no fui|
    demasiado pronto|tendria que|habria que ver|pregunten|preguntad|vete a saber|lo mismo digo|
    nao sei|sei la|nao faco ideia|nem ideia|sem ideia|boa pergunta|eu tambem nao|pergunta ao|pergunta a|ninguem sabe|
    depende|quem sabe|logo se ve|vai se ver|ainda nao se sabe|nao se sabe|nao disse|nao disseram|sem noticias|
    nao esta decidido|por decidir|cedo para|nao me lembro|nao fui eu|eu nao|tinha de perguntar|tenho de perguntar|
    vou perguntar|deve saber|devem saber|tambem queria saber|isso pergunto|misterio|e com o|e com a|isso e com`,
  ask: `what|which|when|where|who|whose|why|how|does anyone|does anybody|do you know|does somebody|anyone know|
    anybody know|has anyone|has anybody|did anyone|did anybody|is anyone|anyone got|anyone seen|anyone else|
    anybody got|anybody seen|where's|what about|how come|what time|which one|whose is|is there|are there|is it|is the|are the|are we|are you|do we|do you|did you|
    did we|does the|does it|do i|am i|can i|could i|should i|may i|have you|have we|was there|wondering|quick question|
    question|how much|how many|how long|any news|any idea|any update|what's|who's|when's|where's|
    was|welche*|wann|wo|wer|wessen|warum|wieso|weshalb|wie|wieviel|wie viel*|wie lange|weiss jemand|weiss wer|
    hat jemand|hat wer|hat einer|weiss einer|weiss man|kennt jemand|kennt wer|kennt einer|braucht jemand|
    wisst ihr|weisst du|wissen sie|ist jemand|ist wer|war jemand|war wer|kommt wer|kommt jemand|gibt es|gibt's|ist das|ist der|ist die|sind die|sind wir|habt ihr|hast du|haben wir|
    muss ich|darf ich|kann ich|soll ich|kommt ihr|kommst du|frage|kurze frage|wo ist|wo liegt|wohin|woher|
    quel*|quand|ou est|qui|pourquoi|comment|combien|est ce que|est ce|quelqu'un sait|quelqu'un a|c'est quoi|
    savez vous|tu sais|vous savez|qqn sait|qqn a|qui a|qui sait|personne n'a|t'as|t'es|avez vous|il reste|y a t|il y a|on a|as tu|avez vous|question|qu'est ce|
    que|cual|cuando|donde|quien|por que|como|cuanto*|alguien sabe|alguien tiene|alguien ha|alguien vio|alguien ve|alguno|sabeis|se sabe|sabe alguien|hay alguien|sabes|saben|hay|
    tenemos|teneis|tienes|pregunta|una pregunta|duda|a que hora|
    qual|quais|quando|onde|quem|porque|porque e que|como|quanto*|alguem sabe|alguem tem|alguem viu|alguem ja|algum de|sabe se|sabem|sabes|ha|temos|
    tens|voces tem|pergunta|duvida|a que horas|o que`,
  hedge: `maybe|perhaps|might|not sure|let's see|we'll see|possibly|probably|one day|some day|someday|eventually|
    tempted|if we had|if only|would have|could have|would be nice|ideally|in theory|wish|i guess|i suppose|
    vielleicht|eventuell|mal sehen|mal schauen|irgendwann|man musste|man konnte|theoretisch|wahrscheinlich|
    hatten wir|wenn wir|ware schon|konnte sein|
    peut etre|on verra|un jour|si on avait|eventuellement|probablement|il faudrait|en theorie|j'aimerais|
    quiza|quizas|tal vez|a lo mejor|ya veremos|algun dia|si tuvieramos|ojala|
    talvez|se calhar|logo se ve|um dia|se tivessemos|quem sabe|oxala|provavelmente`,
  past: `yesterday|last year|last time|last week|last month|back then|used to|had|was|were|did|years ago|once|
    already|had decided|as agreed|we'd|in 20__|
    gestern|letztes jahr|letztes mal|letzte woche|damals|fruher|hatte*|war|waren|schon|bereits|neulich|
    hier|l'annee derniere|la derniere fois|etait|avait|avions|avait decide|deja|autrefois|
    ayer|el ano pasado|la ultima vez|antes|habia*|era|fue|ya|hace _ anos|
    ontem|no ano passado|da ultima vez|antes|tinha*|era|foi|ja`,
  joke: `haha*|hehe*|lol|lmao|rofl|xd|:d|;)|:p|😂|🤣|😅|😆|😜|😏|🙃|😉|jaja*|kkk*|mdr|ptdr|rsrs*|jk|just kidding|kidding|/s|
    obviously|clearly|of course we|pony|nobody panic|scherz|witzig|blague`,
  greet: `hi|hello|hey|morning|good morning|good evening|good night|night|bye|see you|see ya|cu|welcome|thanks|
    thank you|thx|ty|cheers|congrats|congratulations|happy birthday|great work|nice work|well done|enjoy|
    have a good|have a nice|how are you|sorry|no worries|you're welcome|❤|🎉|🙏|🥳|👋|
    hallo|moin|servus|guten morgen|guten tag|guten abend|gute nacht|tschuss|bis morgen|bis dann|bis spater|danke|
    vielen dank|merci|gruss|grusse|lg|willkommen|schonen|gluckwunsch|herzlichen|gern geschehen|entschuldig*|sorry|
    bonjour|salut|coucou|bonsoir|bonne nuit|a demain|a plus|a bientot|merci|bienvenue|bravo|felicitations|bisous|
    de rien|desole*|
    hola|buenas|buenos dias|buenas tardes|buenas noches|adios|hasta luego|hasta manana|gracias|bienvenid*|
    enhorabuena|felicidades|de nada|perdon|saludos|un abrazo|
    ola|bom dia|boa tarde|boa noite|adeus|ate amanha|ate logo|obrigad*|bem vind*|parabens|de nada|desculp*|
    abraco|beijinhos|bjs`,
  procedure: `next topic|next item|next|agenda|anything else|any other business|aob|moving on|move on|let's move|
    first item|last item|item _|topic|meeting closed|meeting open|let's start|let's begin|shall we start|quorum|
    roll call|who's here|is everyone here|are we complete|the floor|minutes|time check|time's up|wrap up|
    ten minutes|five minutes|back to the topic|off topic|thread please|in the thread|question from|q from|
    tagesordnung|top _|nachster punkt|nachstes thema|sonst noch|noch was|noch etwas|sind wir vollzahlig|
    fangen wir an|kommen wir|protokoll|weiter geht's|weiter im text|zur sache|schluss fur heute|wer fehlt|
    point suivant|ordre du jour|autre chose|sujet suivant|on commence|on passe|tout le monde est la|seance|
    siguiente punto|siguiente tema|orden del dia|algo mas|empezamos|estamos todos|pasamos a|ruegos y preguntas|
    proximo ponto|proximo tema|ordem de trabalhos|mais alguma coisa|comecamos|estamos todos|passamos a`,
  refuse: `no|nope|nah|i can't|can't|cannot|won't|not me|i'd rather not|rather not|against|i object|objection|
    -1|👎|disagree|don't think|bad idea|not a fan|no way|too expensive|too late|too early|doesn't work|won't work|
    not possible|unfortunately|i'm afraid|sorry but|i'm out|veto|not this week|i'm away|on leave|
    nein|nee|ne|kann nicht|geht nicht|geht bei mir nicht|passt mir nicht|passt nicht|leider|bin dagegen|dagegen|
    auf keinen fall|lieber nicht|bitte nicht|zu teuer|zu spat|bin raus|ohne mich|schaff ich nicht|bin nicht da|
    non|peux pas|je ne peux pas|pas possible|contre|impossible|malheureusement|trop cher|trop tard|desole|
    sans moi|pas d'accord|je prefere pas|
    no puedo|no me va|imposible|en contra|lo siento|demasiado|ni hablar|tampoco|no estoy|mejor no|no llego|
    nao|nao posso|nao consigo|nao da|impossivel|contra|infelizmente|demasiado|nem pensar|melhor nao|lamento`,
  found: `found it|found them|solved|got it working|works now|never mind|nevermind|nvm|forget it|figured it out|
    that was it|that did it|it works|gefunden|hat sich erledigt|geht wieder|geht jetzt|klappt|hab's gefunden|
    trouve|ca marche maintenant|laisse tomber|lo encontre|ya funciona|encontrado|olvidalo|encontrei|ja funciona|
    esquece|now i get it|i see|ah ok|ah|aha|verstehe|compris|entendido|percebi`,
} as const

export type CueClass = keyof typeof cuePhrases
export const cueClasses = Object.keys(cuePhrases) as CueClass[]
