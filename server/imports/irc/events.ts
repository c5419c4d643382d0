/** `(~user@host)`, `[user@host]`, `<nick!user@host>`, as clients write it behind a nick. */
const MASK = String.raw`[([<]\S*[@!]\S*[)\]>]`
const CAME_OR_WENT = '(?:joined|left|parted|quit)'

const PATTERNS = [
  // Of the client itself, or of the channel.
  String.raw`^(?:Joins|Parts|Quits|Disconnected|Disconnecting|Attempting|Rejoined|Retrieving)\b`,
  String.raw`^(?:Now talking (?:in|on)|Topic (?:is|for|set)|Set by|Users on|Channel|Loaded log|Buffer)\b`,
  String.raw`^You(?:'re| are| were| have been) (?:now known as|kicked|banned)`,
  String.raw`^[#&]\S+ `,
  // Somebody comes or goes. With a mask nothing else can be meant; "ann left the house" is an action.
  String.raw`^\S+ ${MASK} (?:has |have )?${CAME_OR_WENT}\b`,
  String.raw`^\S+ (?:has |have )?${CAME_OR_WENT}\b(?: the channel\b| IRC\b| #| &|$| \(| \[)`,
  // Nicks, topics, modes, kicks.
  String.raw`^\S+ (?:${MASK} )?(?:is|are) now known as \S+$`,
  String.raw`^\S+ (?:${MASK} )?(?:has )?(?:changes|changed|sets|set) (?:the )?(?:channel )?(?:topic|modes?)\b`,
  String.raw`^\S+ (?:was|has been) kicked\b|^\S+ has kicked \S+ from\b`,
  String.raw`^\S+ (?:gives|removes) (?:channel|voice|half)`,
  String.raw`^\S+ (?:sets|removes) \S+ on \S`,
]
const EVENT = new RegExp(PATTERNS.join('|'), 'i')

/** Did the client or server say what stands behind a star, and not the person it names? */
export const isEvent = (text: string): boolean => EVENT.test(text)
