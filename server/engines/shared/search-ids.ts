/** Ids within one second. */
const perSecond = 2 ** 20
/** Seconds that fit before an id is no longer a whole number of JavaScript: into the year 2242. */
const lastSecond = 2 ** 33 - 2

/** The first id of the second of an instant in milliseconds. Times outside the range stand at its ends. */
export const firstIdOf = (at: number): number =>
  Math.min(Math.max(Math.floor(at / 1_000), 0), lastSecond) * perSecond

/** The word that all messages of a room have. */
export const roomWord = (roomId: number): string => `r${roomId}`
