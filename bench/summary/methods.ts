import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import winkModel from 'wink-eng-lite-web-model'
import winkNlp from 'wink-nlp'
import type { StoredMessage } from '../../server/ports/message.ts'
import { createExtractiveEngine } from '../../server/summary/index.ts'

/** One way to summarise a room in so many words; the answer is "Name: text" lines. */
export interface Method {
  name: string
  summarize(messages: readonly StoredMessage[], words: number): Promise<string>
  close?(): Promise<unknown>
}

export const ours: Method = {
  name: 'ours',
  async summarize(messages, words) {
    const engine = createExtractiveEngine({ keyPointWords: words })
    const room = { roomOid: 'bench', name: 'bench', source: 'bench', format: 'bench' }
    const { keyPoints } = await engine.summarize(
      { room, total: messages.length, messages: () => [messages] },
      () => undefined,
      new AbortController().signal,
    )
    return keyPoints.map(({ author, text }) => `${author}: ${text}`).join('\n')
  },
}

const ranked = (
  name: string,
  rank: (messages: readonly StoredMessage[]) => Promise<readonly number[]>,
): Method => ({
  name,
  summarize: async (messages, words) => fill(messages, await rank(messages), words),
})

/** The first messages. */
export const lead = ranked('lead', async (messages) => messages.map((_, index) => index))

/** The messages of the most words. */
export const longest = ranked('longest', async (messages) =>
  messages
    .map((message, index) => ({ index, words: countWords(message.text) }))
    .sort((a, b) => b.words - a.words || a.index - b.index)
    .map(({ index }) => index),
)

/** wink-nlp's importance of sentences, the mean of a message's sentences. */
export function createWink(): Method {
  const nlp = winkNlp(winkModel, ['sbd', 'pos'])
  const { its } = nlp
  return ranked('wink', async (messages) => {
    // A message's end always ends a sentence, so that sentences can be told to messages.
    const texts = messages.map((message) => `${message.text.replace(/\s+/g, ' ').trim()} .`)
    const doc = nlp.readDoc(texts.join('\n\n'))
    const importance = doc.out(its.sentenceWiseImportance) as unknown as { importance: number }[]
    const sums = messages.map(() => ({ sum: 0, sentences: 0 }))
    let at = 0
    let used = 0
    doc.sentences().each((sentence, index) => {
      while (at < texts.length - 1 && used >= lengthOf(texts[at])) {
        at++
        used = 0
      }
      used += lengthOf(sentence.out())
      const own = sums[at]
      if (own === undefined) return
      own.sum += importance[index]?.importance ?? 0
      own.sentences++
    })
    return sums
      .map(({ sum, sentences }, index) => ({ index, mean: sum / Math.max(1, sentences) }))
      .sort((a, b) => b.mean - a.mean || a.index - b.index)
      .map(({ index }) => index)
  })
}

const lengthOf = (text: string | undefined): number => (text ?? '').replace(/\s+/g, '').length

/** The npm package lexrank, on a thread of its own. */
export function createLexrank(): Method {
  const worker = new Worker(new URL('./lexrank-worker.mjs', import.meta.url))
  const method = ranked('lexrank', async (messages) => {
    const answer = once(worker, 'message') as Promise<[number[]]>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    worker.postMessage(messages.map(({ text }) => text))
    return (await answer)[0]
  })
  return { ...method, close: () => worker.terminate() }
}

/** Takes the best messages that still fit, and puts them into the order of the room. */
function fill(messages: readonly StoredMessage[], order: readonly number[], words: number): string {
  let left = words
  const taken: number[] = []
  for (const index of order) {
    const message = messages[index]
    if (message === undefined) continue
    const price = countWords(`${message.author} ${message.text}`)
    if (price > left) continue
    left -= price
    taken.push(index)
  }
  taken.sort((a, b) => a - b)
  return taken.map((index) => `${messages[index]?.author}: ${messages[index]?.text}`).join('\n')
}

const countWords = (text: string): number =>
  text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu)?.length ?? 0
