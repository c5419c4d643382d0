/** Lines of one conversation: the role that says them, and the text with its blanks. */
export type Scene = readonly (readonly [string, string])[]
export const supportScenes: readonly Scene[]
export const incidentScenes: readonly Scene[]
export const launchScenes: readonly Scene[]
