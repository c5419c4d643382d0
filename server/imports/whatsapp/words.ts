import { isMarked, withoutMarks } from './marks.ts'

/** Phrases of the app itself, in languages that are common; others are told by their mark. */
const SYSTEM = [
  /end-to-end encrypted|Ende-zu-Ende-verschlüsselt|cifrados? de extremo a extremo|chiffrés? de bout en bout|crittografat|secured with end-to-end|criptografia de ponta|end-to-end versleuteld|сквозным шифрованием|uçtan uca şifreli/i,
  /^(?:.{1,80} )?(?:created (?:this |the )?group|added (?:you|.{1,80})$|was added$|were added$|joined (?:using|from|the group|via)|changed (?:the|this) (?:group|subject|settings)|changed (?:their phone number|to \+)|(?:has )?left(?: the group)?$|removed (?:you|\+?[\d ]+|.{1,40})$|deleted this group|security code .*changed|pinned a message|turned (?:on|off) (?:disappearing|advanced)|set messages to|started a (?:voice |video )?call|is a contact\.?$|now an admin|now a community|requested to join)/i,
  /^(?:Missed (?:voice|video|group) ?(?:voice |video )?call|(?:Voice|Video) call[,.]|(?:Voice|Video) call$|Verpasster|Llamada (?:de voz |de vídeo )?perdida|(?:Videollamada|Llamada) perdida|Appel (?:vocal|vidéo) manqué|Chamada de (?:voz|vídeo) perdida|Chiamata (?:vocale|video)? ?persa|Waiting for this message|Your security code)/i,
  /^(?:.{1,80} )?(?:hat die Gruppe|hat .{1,80} (?:hinzugefügt|entfernt)|hat das Gruppenbild|hat den Betreff|hat die Gruppenbeschreibung|wurde hinzugefügt|ist der Gruppe|hat die Gruppe verlassen|creó (?:el|este) grupo|añadió a|eliminó a|salió del grupo|cambió (?:el|la|este)|a créé (?:le|ce) groupe|vous a ajouté|a ajouté|a quitté|a changé|a retiré|criou (?:o|este) grupo|adicionou|saiu$|removeu|mudou (?:o|a)|ha creato|ha aggiunto|ha abbandonato|heeft de groep|heeft .{1,80} toegevoegd|создал|добавил|покинул|вышел|grubu oluşturdu|ekledi|ayrıldı)/i,
  /^(?:.{1,80} )?(?:changed (?:this group's|the group|their) |changed to \+|was added via|was removed|were removed|reset this group's|invited |accepted your invite|cleared the|unpinned a message|added (?:this|the) group to|blocked this contact|unblocked this contact|became an admin|no longer an admin|turned (?:on|off) )/i,
  /^(?:You(?:'re| are) (?:now|no longer) an admin|You (?:un)?blocked this|This (?:chat|business|message|group|account) (?:is|has|was|works|uses)\b.*(?:business|admin|verified|secured|deleted by admin|Meta)|Only admins can|Welcome to (?:the|this) (?:community|group)|Tap to (?:learn|change|add)|Your (?:chats|messages) )/i,
  /^(?:.{1,80} )?(?:hat (?:dieses Gruppenbild|die Telefonnummer|seine Telefonnummer|ihre Telefonnummer|selbstlöschende|den Sicherheitscode|eine Nachricht angeheftet|über den Einladungslink)|ist über den Einladungslink|se unió (?:con|usando|al)|cambió (?:su número|los ajustes)|fijó un mensaje|a rejoint|a modifié|a épinglé un message|entrou usando|fixou uma mensagem|è entrat[oa]|ha cambiato|ha rimosso|is toegevoegd|heeft .{1,80} (?:gewijzigd|verwijderd))/i,
]
export const isSystemText = (text: string): boolean => SYSTEM.some((pattern) => pattern.test(text))

/** A person may say "I removed it"; nobody says what the app says of encryption, or with its mark. */
export const isSurelyApp = (raw: string): boolean =>
  isMarked(raw) || (SYSTEM[0]?.test(raw) ?? false)

/** A quotation that is opened and not closed: the colon stands in a name that the app quotes. */
const OPEN_QUOTE = /[“„«][^“”„»«]*$|^[^"]*"[^"]*$/
export const quotesOpenly = (author: string): boolean => OPEN_QUOTE.test(author)

/** What a message with the phone's mark in front may be besides a system line. */
const MARKED_MESSAGE =
  /^(?:<|.{0,40}\bomitted\b|.{0,40}(?:weggelassen|ausgeschlossen|ausgelassen|omitid[oa]|omess[oa]|absente?|omis|weggelaten|pominięt|опущен|пропущен|отсутствует|dahil edilmedi|tidak disertakan|省略|생략|הושמט|מושמט|تم استبعاد|محذوف|utelämn|utelatt|udelad|utelukket|puuttuu|jätetty pois|vynechán|kihagyva|вилучен|παραλείφθηκε|छोड़ा)|(?:Location|Standort|Ubicación|Localização|Localisation|Posizione|Position|Live location|Live-Standort)\b|(?:POLL|ENCUESTA|UMFRAGE|SONDAGE|SONDAGGIO|ENQUETE):|This message was (?:deleted|edited)|You deleted this|Diese Nachricht wurde|Du hast diese Nachricht|Se eliminó este|Eliminaste este|Ce message a été|Vous avez supprimé|Mensagem apagada|Esta mensagem foi|Você apagou|Questo messaggio è|Hai eliminato|Dit bericht is|.*\.[a-z0-9]{2,5} )/i
export const isMarkedMessage = (text: string): boolean => MARKED_MESSAGE.test(text)

/** "(file attached)" in the languages of the app. */
const ATTACHED_WORDS =
  'file attached|Datei angehängt|archivo adjunto|fichier joint|arquivo anexado|ficheiro anexado|file allegato|bestand bijgevoegd|plik dołączony|załączono plik|файл добавлен|файл додано|dosya ekli|file terlampir|ファイル添付|添付ファイル|文件附件|檔案附件|附件檔案|파일 첨부됨|파일 첨부|الملف مرفق|ملف مرفق|הקובץ צורף|קובץ מצורף|tiedosto liitetty|bifogad fil|fil bifogad|fil vedhæftet|fil vedlagt|soubor přiložen|súbor priložený|fájl csatolva|fișier atașat|επισυνάφθηκε αρχείο|फ़ाइल संलग्न|arxiu adjunt'

const ATTACHED = [
  /<[^<>:\n]{3,24}: ([^<>\n]+\.[A-Za-z0-9]{2,5})>/,
  /^((?:IMG|VID|AUD|PTT|DOC|STK)-\d{8}-WA\d+\.[A-Za-z0-9]{2,5}) \([^()\n]+\)/,
  new RegExp(String.raw`^([^\n]+\.[A-Za-z0-9]{2,5}) \((?:${ATTACHED_WORDS})\)`, 'i'),
  /^([^\n]+\.[A-Za-z0-9]{2,5}) <[^<>:\n.]{3,24}>/,
]

/** The file that a message carries. */
export function attachedFile(text: string): string | null {
  if (!text.includes('<') && !text.includes('(')) return null
  const clean = withoutMarks(text)
  for (const pattern of ATTACHED) {
    const name = pattern.exec(clean)?.[1]
    if (name) return name.trim()
  }
  return null
}

/** The name a group was founded with, if the line says it. */
export const foundedGroup = (text: string): string | null =>
  /(?:group|Gruppe|grupo|groupe|gruppo|groep|группу) [“"„«'‟](.{1,100}?)[”"“»']/i.exec(text)?.[1] ??
  null
