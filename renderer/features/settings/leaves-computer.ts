import type { SettingsValues } from '../../../server/contract/settings.ts'

/** Names and addresses of the computer itself: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/u.test(host)

/**
 * The host that chats would be sent to, or null where they stay on this computer: no model, no usable
 * address, or one of the computer itself.
 */
export const chatsLeaveTo = ({
  summaryEngine,
  summaryBaseUrl,
}: Pick<SettingsValues, 'summaryEngine' | 'summaryBaseUrl'>): string | null => {
  if (summaryEngine === 'extractive' || summaryEngine === 'local') return null
  if (summaryBaseUrl === null) return null
  if (!URL.canParse(summaryBaseUrl)) return null
  const { hostname, host } = new URL(summaryBaseUrl)
  return isLoopback(hostname.toLowerCase()) ? null : host
}
