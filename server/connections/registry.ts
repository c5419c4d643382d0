import type { ConnectionService } from '../contract/connections.ts'
import type { Connector } from './connector.ts'

/** Every service that can be connected; each is read when it is first needed, not at every start. */
const services: Readonly<Record<ConnectionService, () => Promise<Connector>>> = {
  imap: async () => (await import('./imap/imap.ts')).imap,
  irc: async () => (await import('./irc/irc.ts')).irc,
  matrix: async () => (await import('./matrix/matrix.ts')).matrix,
  slack: async () => (await import('./slack/slack.ts')).slack,
  mattermost: async () => (await import('./mattermost/mattermost.ts')).mattermost,
  discord: async () => (await import('./discord/discord.ts')).discord,
  zulip: async () => (await import('./zulip/zulip.ts')).zulip,
  xmpp: async () => (await import('./xmpp/xmpp.ts')).xmpp,
}

export const connectorOf = (service: ConnectionService): Promise<Connector> => services[service]()
