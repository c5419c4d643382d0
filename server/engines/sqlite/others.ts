import { BroadcastChannel } from 'node:worker_threads'

/** All other openings of one data folder: in this thread and in the other threads of this process. */
export interface Others<News> {
  tell(news: News): void
  /** Hears what others tell, each in a turn of its own. Returns a function that stops it. */
  hear(listener: (news: News) => void): () => void
  close(): void
}

/** @param topic what is told, by others that open it under the same name */
export function openOthers<News>(folder: string, topic: string): Others<News> {
  const listeners = new Set<(news: News) => void>()
  let channel: BroadcastChannel | null = null

  function open(): BroadcastChannel {
    if (channel !== null) return channel
    const opened = new BroadcastChannel(`rapporteur ${topic} ${folder}`)
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the types of Node have this alone
    opened.onmessage = (message) => {
      const { data } = message as { data: News }
      for (const listener of listeners) listener(data)
    }
    // Waiting for news keeps no process from ending.
    opened.unref()
    channel = opened
    return opened
  }

  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads, not windows
    tell: (news) => open().postMessage(news),
    hear(listener) {
      open()
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      channel?.close()
      channel = null
    },
  }
}
