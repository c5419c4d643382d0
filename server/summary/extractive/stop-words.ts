import { stemOf } from './words.ts'

/**
 * Words that carry grammar instead of meaning. English also has the small change of chat.
 * Other languages are switched on by how often their words occur in the room, because
 * a stop word of one language is a real word of another ("die", "son", "war").
 */
const english = `a about above actually after again against ah all almost already alright also although
always am an and another any anybody anymore anyone anything anyway apparently are aren as ask at away
back basically be because been before being below between bit both but by bye came can cannot come comes
coming could couldn coz cuz did didn different do does doesn doing don done down during each either else enough
especially etc even ever every everybody everyone everything exactly few fine first for from further gave
get gets getting give given gives giving go goes going gone gonna good got gotta great guess guy guys had
hadn haha happen happened happens has hasn have haven having he hello her here hers hey hi him his hmm how
however huh i if in indeed instead into is isn it its itself just keep kind knew know known knows last
later least less let like liked likes little ll lol long look looked looking looks lot lots made make makes
making many may maybe me mean means might mine mm mmhmm more most much must my myself need needs never new
next nice no nobody none nope nor not nothing now obviously of off often oh ok okay old on once one ones
only onto or other others our ours out over own particular people perhaps please possible possibly pretty
probably put quite rather re really right said same saw say saying says see seem seemed seems seen shall
she should shouldn since so some somebody somehow someone something sometimes somewhere sorry sort soon
still stuff such suppose sure take taken takes taking talk talking tell than thank thanks that the their
theirs them themselves then there therefore these they thing things think thinking this those though
thought through till to together told too took toward tried tries true try trying two uh um under unless
until up upon us use used uses using usually ve very via want wanted wants was wasn way ways we well went
were weren what whatever when where whether which while who whole whom whose why will with within without
won work works would wouldn wow ya yeah yep yes yesterday yet you your yours yourself yup zero three four five six seven
eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
fifty eh mhm uhh umm erm er th wh ha hah hehe wanna gotcha cool totally absolutely essentially yea ye nah sixty seventy eighty ninety hundred thousand million second third`

const others: Readonly<Record<string, string>> = {
  de: `aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da damit dann
    das dass dein deine dem den denn der des dich die dir doch dort du durch ein eine einem einen einer
    eines er es etwas euch für ganz gar gibt gut hab habe haben hallo hat hatte hier ich ihm ihn ihr ihre im
    immer in ist ja jetzt kann kein keine können könnte machen mal man mehr mein meine mich mir mit muss
    nach nein nicht nichts noch nur ob oder ohne schon sehr sein seine selbst sich sie sind so soll sollte
    um und uns unser unter viel vom von vor war waren was weil wenn wer werden wie wieder will wir wird
    wo würde zu zum zur über`,
  fr: `ai aller alors au aussi autre aux avait avec avez avoir bien bon bonjour c'est ce cela ces cet cette
    comme d'un d'une dans de des donc du elle elles en encore est et était être fait faire faut ici il ils
    j'ai je juste la le les leur lui ma mais me merci mes moi mon même ne nos notre nous on ont ou où oui
    par pas peu peut plus pour pourquoi qu'il quand que quel quelle qui sa sans se ses si son sont sur ta
    te tes toi ton tous tout toute très tu un une va vais vos votre vous y à ça`,
  es: `a al algo ahora así aunque bien bueno como con cosa cuando de del desde donde dos el ella ellos en
    entonces era eres es esa ese eso esta estaba estamos estar este esto está están fue gracias ha hace
    hacer hasta hay he hola la las le les lo los me mi mis muy más nada ni no nos o para pero poco por
    porque puede puedo pues que quien qué se ser si sin sobre solo son soy su sus sí también te tengo
    tiene todo todos tu un una uno va vamos y ya yo`,
  pt: `a agora ainda ao aos aqui as até bem bom com como da das de dela dele depois do dos e ela ele eles em
    então era essa esse esta estava este está estão eu fazer foi isso isto já lá mais mas me mesmo meu
    minha muito na nas nem no nos não nós o obrigado os ou para pela pelo pode por porque pra que quem
    quando se sem ser seu sim só sua são também te tem tenho ter toda todo tu tudo um uma vai você vou à é`,
  it: `a abbiamo adesso ai al alla allora anche ancora avere bene c'è che chi ci ciao come con cosa così
    cui da dal dalla dei del della delle di dopo dove due e ecco era essere fa fare fatto gli grazie ha
    hai hanno ho i il in io la le lei lo loro lui ma me mi mio molto ne nel nella no noi non o ogni ora
    per perché più poi può quando quello questa questo qui se sei senza si sia siamo solo sono sta stato
    su sua suo ti tra tu tutti tutto un una uno va vi voi è`,
  nl: `aan al alle als ben bij dan dat de deze die dit door dus een en er even gaan gaat geen goed had heb
    hebben heeft hem het hier hij hoe hun ik in is ja je jij jullie kan komt kunnen maar me meer met mij
    mijn moet na naar nee niet niets nog nu of om omdat ons ook op over te tot uit van veel voor waar was
    wat we wel werd wie wij wil worden wordt zal ze zelf zich zij zijn zo zou zullen`,
  pl: `a aby albo ale bardzo bez bo by być był była było co czy dla do dobrze dzięki gdy gdzie go i ich ile
    im ja jak jako jakie jego jej jest jestem jeszcze już kiedy kto które który ma mam mi mnie może można
    my na nam nas nie nic niż no o od on ona oni po pod przez przy się są ta tak tam te tego tej ten teraz
    też to tu ty tylko tym u w we więc wszystko z za ze że żeby`,
  ru: `а без бы был была были было быть в вам вас во вот все всё вы где да даже для до его ее если есть еще
    ещё же за и из или им их к как какой когда кто ли меня мне мы на надо нам нас не него нет ни но ну о
    об он она они оно от по под потом почему при просто с себя сейчас со спасибо так там тебя тем то тоже
    только тут ты у уже чего чем что чтобы это этого этот я`,
  tr: `ama bana ben beni bence bir biraz biz bu bunu böyle çok da daha de değil diye en gibi hiç için ile
    ise iyi kadar kim mi mı mu ne neden o olan olarak olsun oldu on ona onu sen seni siz şey şimdi şu tamam
    var ve veya ya yani yok zaman`,
  sv: `alla att av bara blir de dem den det dig din du där efter eller en ett för från får han har hej hon
    hur här i inte ja jag kan kommer lite man med men mig min mot mycket ni nog nu när och om oss på sig
    sin ska som så till tack under upp ut var vad vi vill är även`,
  ar: `أن أنا أنت إلى إذا الآن التي الذي الى ان انا او أو بعد بس بين ثم حتى على عن عند في فيه قبل كان كانت
    كل كيف لا لكن لم له لها ما مع من منه هذا هذه هل هم هنا هو هي و وش ولا يا يعني`,
  zh: `我 你 他 她 它 的 了 是 在 不 有 这 那 就 也 都 和 与 吗 呢 吧 啊 我们 你们 他们 一个 什么 没有 可以 这个
    那个 怎么 因为 所以 但是 如果 还 很 要 会 说 去 来 到 给 把 被 让 上 下 个 們 我們 這 個 這個 嗎`,
  ja: `人 事 時 私 僕 今 何 方 中 前 後 一 日 分 的 同 者 様`,
  ko: `그 그리고 그래서 나는 네 저는 저 이 것 수 더 좀 잘 안 왜 뭐 제가 우리 있는 있어요 합니다 입니다 근데`,
  hi: `और का की के को में से है हैं था थी थे यह वह ये वो तो भी नहीं कर पर एक हम आप मैं मुझे क्या हो जो ही ने`,
  he: `אני את אתה הוא היא זה של על עם לא כן מה גם אבל אם כי או יש אין רק עוד כל אז`,
}

const stemsOf = (list: string): ReadonlySet<string> =>
  new Set(list.split(/\s+/).map((word) => stemOf(word)))

export const englishStops = stemsOf(english)

/** Stop words of the other languages, by language. */
export const otherStops: readonly ReadonlySet<string>[] = Object.values(others).map(stemsOf)

/** Words that say nothing as a topic, though a sentence is better for having them. */
export const vagueTopics =
  stemsOf(`add added agree answer anyone area bad base best better big call called
case change check close couple course day days deal difference easy end everyone fact feel find free full
fun hard hear help high hope hour hours idea important information interesting issue issues job kinda leave
left level line list little live love lower main man matter maybe meeting minute minutes moment money month
more morning move name number open opinion order part pay per person place play plus point points problem
problems question questions quick read real reason rest run running sense set share short show side simple
small someone sound sounds speak start started state step stop stupid support team terms test time times
today tomorrow tonight top total turn type understand update version wait watch week weeks welcome wonder
word words worth write wrong year years`)

/** Weekdays, months and words of time: they tell when, not what. */
export const timeWords =
  stemsOf(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
january february march april june july august september october november december jan feb apr jun jul aug sep
sept oct nov dec half noon midnight evening night weekend month months second seconds late early
montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz juni juli oktober dezember abend
mittag nacht woche wochen tag tage uhr monat
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre octobre
novembre décembre matin soir semaine jour jours heure heures mois
lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre
octubre noviembre diciembre mañana tarde noche semana día días hora horas mes
segunda terça quarta quinta sexta janeiro fevereiro março maio junho julho setembro outubro novembro dezembro manhã
noite dia dias`)
