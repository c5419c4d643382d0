// lexrank extends String.prototype and Array.prototype, so it gets a thread to itself.
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

const { summarize } = createRequire(import.meta.url)('lexrank')

/** In: the messages of a room. Out: their positions, best first. */
parentPort.on('message', (texts) => {
  // It takes sentences apart by their marks; one mark at the end makes one unit of one message.
  const entry = texts.map((text) => `${text.replace(/[.?!]+/g, ',')} .`).join(' ')
  summarize(entry, texts.length, (error, lines) => {
    const ranked = error
      ? []
      : lines.toSorted((a, b) => b.weight - a.weight).map(({ index }) => index)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    parentPort.postMessage(ranked)
  })
})
