import { sendStream, startScripted, streamOf } from '../summary/scripted-server.ts'

/** A model server that outlives the crashes and remembers which rooms it was asked about. */
export interface Model {
  url: string
  /** Calls so far, by room: the first word of its messages names it. */
  calls(): Map<string, number>
  close(): Promise<void>
}

const answer = {
  headline: 'A room of the crash test',
  keyPoints: [],
  decisions: [],
  actionItems: [],
  openQuestions: [],
}

export async function startModel(): Promise<Model> {
  const server = await startScripted((response) =>
    sendStream(response, streamOf(JSON.stringify(answer))),
  )
  return {
    url: server.url,
    calls() {
      const calls = new Map<string, number>()
      for (const { body } of server.requests) {
        const room = /\bRun\d+Room\d+\b/.exec(JSON.stringify(body))?.[0] ?? 'unknown'
        calls.set(room, (calls.get(room) ?? 0) + 1)
      }
      return calls
    },
    close: () => server.close(),
  }
}
