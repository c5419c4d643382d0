/** The zone of this computer, where most exports were made. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
