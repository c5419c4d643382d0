import { parentPort, workerData } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import { endWhenAsked } from '../end-of-worker.ts'
import { openEngine } from '../engines/open.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { SearchQuery } from '../ports/search.ts'
import { marksOf } from '../ports/search-words.ts'
import { excerptOf } from './excerpt.ts'
import type { FromSearchWorker, MarkedPage, ToSearchWorker } from './messages.ts'

/** Milliseconds between two steps, at least; a pause is as long as the step before it. */
const pauseMs = 5
/** Milliseconds after which a filling that goes on says how far it is. */
const tellMs = 400

/** Looks into the index of all messages, and brings it up to date between two questions. */
const { engine: address } = workerData as { engine: EngineAddress }
endWhenAsked()
const { search } = await openEngine(address)

const reply = (message: FromSearchWorker): void => parentPort?.postMessage(message)

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function find(query: SearchQuery): Promise<MarkedPage> {
  const page = await search.find(query)
  const items = page.items.map((hit) => ({
    ...hit,
    ...excerptOf({ text: hit.text, marks: marksOf(hit.text, query.terms) }),
  }))
  return { ...page, items }
}

let isFilling = false
/** Asked to wake while it was filling: what came in may not have been seen. */
let again = false

/** A question for nothing: what it finds is how much is missing. */
const countPending = async (): Promise<number> =>
  (await search.find({ terms: [], limit: 1 })).pending

async function fill(): Promise<void> {
  again = true
  if (isFilling) return
  isFilling = true
  let told = performance.now()
  let pending: number | null = null
  try {
    while (again) {
      again = false
      for (let began = performance.now(); await search.catchUp(); began = performance.now()) {
        // Other writers and questions get their turn, and most of the processor: nobody waits for this.
        await sleep(Math.max(pauseMs, performance.now() - began))
        if (performance.now() - told < tellMs) continue
        told = performance.now()
        reply({ type: 'filling', pending: await countPending() })
      }
    }
    pending = await countPending()
  } catch (error) {
    reply({ type: 'failed', id: null, message: wordsOf(error) })
  } finally {
    isFilling = false
    reply({ type: 'resting', pending })
  }
}

parentPort?.on('message', (message: ToSearchWorker) => {
  if (message.type === 'wake') return void fill()
  find(message.query).then(
    (page) => reply({ type: 'found', id: message.id, page }),
    (error: unknown) => reply({ type: 'failed', id: message.id, message: wordsOf(error) }),
  )
})
