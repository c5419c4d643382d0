import type { Reason } from './reason.ts'

type None = Record<never, never>

/** What connections say of themselves: why a room or a connection is not read. */
export interface ConnectionSentenceParams {
  connection_room_deleted: None
  connection_room_forbidden: None
  connection_room_gone: None
  connection_room_encrypted: None
  connection_room_no_archive: None
  connection_room_not_member: None
  connection_room_no_history: None
  connection_room_taken: None
  connection_user_token: { context: 'slack' | 'slack_client' | 'discord' }
  /** `form` is how such a token begins. */
  connection_token_form: { context: 'starts' | 'like'; form: string } | { context: 'empty' }
  /** `form` is how an address begins. */
  connection_address: { form: string }
  connection_address_plain: { form: string }
  connection_unauthorized: { text: string }
  connection_secret_lost: None
  connection_unreachable: { text: string }
  connection_refused: { text: string }
  /** `count` is the number of seconds. */
  connection_wait: { count: number }
  connection_no_content: None
  connection_no_history: None
  connection_irc_name: None
  connection_irc_network: None
  /** Answers in a room, to whoever has asked for a report of it. */
  connection_report_ready: { url: string }
  connection_report_here: None
  connection_report_failed: None
  connection_not_found: { connection: string }
  /** Why a server could not be connected, or asked. */
  connection_not_made: { reason: Reason }
}

/** A sentence of connections. */
export type ConnectionReason = {
  [Code in keyof ConnectionSentenceParams]: { code: Code; params: ConnectionSentenceParams[Code] }
}[keyof ConnectionSentenceParams]
