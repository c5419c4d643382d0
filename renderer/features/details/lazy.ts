import { lazy } from 'react'

/** For other views; they share the chunk of the drawer. */
export const HeldMail = lazy(async () => ({ default: (await import('./HeldMail.tsx')).HeldMail }))
export const MailDialog = lazy(async () => ({
  default: (await import('./MailDialog.tsx')).MailDialog,
}))
