/** In every language: "WhatsApp Chat with X", "Chat de WhatsApp con X", "Чат WhatsApp с X" ... */
const CHAT_FILE =
  /^(?:WhatsApp[ _-]+(?:Chat|Conversation)[ _]*(?:with|mit|-|–)?|Chat[ _](?:de|do)[ _]WhatsApp[ _](?:con|com)|Chat[ _]WhatsApp[ _](?:con|avec|met|z)|Conversa[ _]do[ _]WhatsApp[ _]com|Conversación[ _]de[ _]WhatsApp[ _]con|Discussion[ _]WhatsApp[ _]avec|WhatsApp-chat[ _]met|Czat[ _]WhatsApp[ _]z|Чат[ _]WhatsApp[ _]с|แชท[ _]WhatsApp[ _]กับ|(?:دردشة|محادثة)[ _](?:WhatsApp|واتساب)[ _]مع|(?:چت|گپ)[ _](?:WhatsApp|واتساپ)[ _]با|(?:צ[׳']אט|שיחת)[ _]WhatsApp[ _]עם|WhatsApp[ _](?:Sohbeti|对话|聊天))[ _]*[-–]?[ _]*/iu

/** iOS calls every text so; only the archive tells whose chat it is. */
const PHONE_NAME = /^_chat(?:[ _]?\(?\d*\)?)?$/

/**
 * The other side or group, which only the name of the file, archive or folder tells.
 *
 * @param siblings names of all files read together: a folder names a chat only if it holds one
 * @returns null where nothing names the chat
 */
export function chatName(path: string, siblings: readonly string[] = []): string | null {
  const parts = path.split('/')
  const file = (parts.at(-1) ?? path).replace(/\.txt$/i, '')
  if (!PHONE_NAME.test(file)) return stripped(file)
  const outer = parts.at(-2)
  if (outer === undefined || outer === '') return null
  const folder = parts.slice(0, -1).join('/')
  const inside = siblings.filter((name) => name.slice(0, name.lastIndexOf('/')) === folder)
  return inside.length > 1 ? null : stripped(outer.replace(/\.zip$/i, ''))
}

function stripped(base: string): string {
  const name = base.replace(CHAT_FILE, '').trim()
  if (name === base || name === '') return base
  // A browser numbers what is downloaded again; it is the same chat.
  return name.replace(/ ?\(\d{1,2}\)$/, '') || name
}
