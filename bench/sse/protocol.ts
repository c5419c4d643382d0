/** What the processes of the bench tell each other. */
export const contenders = ['ours', 'raw', 'better-sse', 'naive'] as const
export type ContenderName = (typeof contenders)[number]

export type ServerCommand =
  { do: 'emit'; events: number; bytes: number; rooms: number } | { do: 'measure' } | { do: 'watch' }

export type ServerMessage =
  | { say: 'listening'; port: number }
  | { say: 'emitted' }
  | {
      say: 'measured'
      cpuMicros: number
      rssBytes: number
      open: number
      /** Most bytes that waited for one reader since `watch`. */
      queuedBytes: number
    }

export type ReaderCommand =
  /** Opens connections; `stalled` of them read nothing. */
  | { do: 'open'; port: number; connections: number; stalled: number }
  /** Says `reached` once that many events have come in all. */
  | { do: 'await'; events: number }
  | { do: 'count' }

export type ReaderMessage =
  { say: 'opened' } | { say: 'reached' } | { say: 'counted'; events: number; closed: number }

/** Stands once in the data of each event, and nowhere else. */
export const marker = '"sentAt":'
