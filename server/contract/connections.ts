import { z } from 'zod'

/** The chat services that can be connected. */
export const connectionServices = ['matrix', 'slack', 'discord'] as const
export const ConnectionService = z.enum(connectionServices)
export type ConnectionService = z.infer<typeof ConnectionService>
