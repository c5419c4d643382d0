import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Person } from '../contract/people.ts'
import { endWhenAsked } from '../end-of-worker.ts'
import { openEngine } from '../engines/open.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { PeopleChanged } from '../ports/people.ts'
import { suggestPeople } from './alike.ts'
import { arrangePeople } from './arrange.ts'
import { gatherPeople, saidByOid, wholeOf } from './gather.ts'
import type { FromPeopleWorker, PeopleAnswers, PeopleRequest, ToPeopleWorker } from './messages.ts'

/** Counts who wrote, and says who is one with whom, off the main thread: a room may have a million messages. */
const { engine: address } = workerData as { engine: EngineAddress }
endWhenAsked()
const { people } = await openEngine(address)

async function peopleOf(roomOid: string | null): Promise<Person[]> {
  // Between two steps others write.
  while (await people.catchUp()) await sleep(1)
  const [seen, said] = await Promise.all([people.seen(roomOid), people.said()])
  return gatherPeople(seen, saidByOid(said))
}

/** The people that these authors are now, each once. */
async function those(personOids: readonly string[]): Promise<Person[]> {
  const said = saidByOid(await people.said())
  const all = new Map((await peopleOf(null)).map((person) => [person.personOid, person]))
  const wholes = new Set(personOids.map((oid) => wholeOf(said, oid)))
  return [...wholes].flatMap((oid) => all.get(oid) ?? [])
}

async function changed(
  change: PeopleChanged | null,
  personOids: readonly string[],
): Promise<PeopleAnswers['change']> {
  if (change === null) return null
  return { people: await those(personOids), roomOids: change.roomOids }
}

async function answer(request: PeopleRequest): Promise<PeopleAnswers[PeopleRequest['type']]> {
  switch (request.type) {
    case 'list': {
      const { roomOid, offset, limit, ...view } = request.query
      const all = arrangePeople(await peopleOf(roomOid), view)
      return { items: all.slice(offset, offset + limit), total: all.length }
    }
    case 'one':
      return (await those([request.personOid]))[0] ?? null
    case 'suggest':
      return suggestPeople(await peopleOf(request.roomOid), await people.keptApart())
    case 'change': {
      const { changes } = request
      return changed(
        await people.change(changes),
        changes.map(({ personOid }) => personOid),
      )
    }
    case 'merge':
      return changed(await people.merge(request.request), [request.request.into])
    case 'split': {
      const { personOid, apart } = request.request
      const remaining = await those([personOid])
      const parts = remaining.flatMap((person) => person.parts.map((part) => part.personOid))
      const change = await people.split(request.request)
      // Who remains comes first, whichever of its parts that is.
      const leaving = new Set(apart.flat())
      return changed(change, [...parts.filter((oid) => !leaving.has(oid)), ...apart.flat()])
    }
    case 'apart':
      await people.keepApart(request.personOids, request.areOthers)
      return null
  }
}

const reply = (message: FromPeopleWorker): void => parentPort?.postMessage(message)

/** One after another: a list that is asked for behind a change shows it. */
let last: Promise<void> = Promise.resolve()

parentPort?.on('message', ({ id, request }: ToPeopleWorker) => {
  last = last.then(async () => {
    try {
      reply({ id, answer: await answer(request) })
    } catch (error) {
      reply({ id, failure: error instanceof Error ? error.message : String(error) })
    }
  })
})
