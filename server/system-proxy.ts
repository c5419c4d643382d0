import type { SummaryChoice } from './summary/choose.ts'
import { isLocal } from './summary/model/local.ts'

/** Asks the system which way leads to an address. Answers as proxy files do: `PROXY host:port; DIRECT`. */
export type AskSystemProxy = (address: string) => Promise<string>

/**
 * The first way of an answer that can be taken, as the address of a proxy; undefined: straight. SOCKS
 * proxies are passed over, because no client of ours speaks their protocol.
 */
export function proxyOf(answer: string): string | undefined {
  for (const way of answer.split(';')) {
    const [kind = '', address = ''] = way.trim().split(/\s+/)
    if (/^direct$/i.test(kind)) return undefined
    if (/^proxy$/i.test(kind) && address !== '') return `http://${address}`
    if (/^https$/i.test(kind) && address !== '') return `https://${address}`
  }
  return undefined
}

/** The same choice, with the proxy that the system names for its server. Asked anew for each report. */
export async function throughSystemProxy(
  choice: SummaryChoice,
  ask: AskSystemProxy | undefined,
): Promise<SummaryChoice> {
  if (ask === undefined || choice.engine === 'extractive' || isLocal(choice.baseUrl)) return choice
  const answer = await ask(choice.baseUrl).catch(() => 'DIRECT')
  return { ...choice, proxy: proxyOf(answer) }
}
