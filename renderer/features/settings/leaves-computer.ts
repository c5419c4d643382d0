import type { SettingsValues } from '../../../server/contract/settings.ts'

/** Names and addresses of the computer itself: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/u.test(host)

/** The host of an address, or null where there is none, or it is the computer itself. */
const elsewhere = (address: string | null): string | null => {
  if (address === null || !URL.canParse(address)) return null
  const { hostname, host } = new URL(address)
  return isLoopback(hostname.toLowerCase()) ? null : host
}

/** The host that messages would be sent to that has workbooks written elsewhere; null: none. */
export const workbooksLeaveTo = ({
  workbookService,
}: Pick<SettingsValues, 'workbookService'>): string | null => elsewhere(workbookService)

/** All hosts that messages would be sent to. */
export const hostsOf = (values: SettingsValues): string[] => [
  ...new Set([chatsLeaveTo(values), workbooksLeaveTo(values)].flatMap((host) => host ?? [])),
]

/**
 * The host that chats would be sent to for their summaries, or null where they stay on this computer: no model, no
 * usable address, or one of the computer itself.
 */
export const chatsLeaveTo = ({
  summaryEngine,
  summaryBaseUrl,
}: Pick<SettingsValues, 'summaryEngine' | 'summaryBaseUrl'>): string | null => {
  if (summaryEngine === 'extractive' || summaryEngine === 'local') return null
  return elsewhere(summaryBaseUrl)
}
