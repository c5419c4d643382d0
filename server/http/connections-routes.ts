import { z } from 'zod'
import {
  Connection,
  ConnectionChange,
  ConnectionList,
  ConnectionRequest,
  ConnectionTest,
  MadeConnection,
  RemoteRoomPage,
} from '../contract/connections.ts'
import type { ConnectionsService } from '../connections/connection-service.ts'
import { ConnectionRefused } from '../connections/refused.ts'
import type { TrashService } from '../trash/trash-service.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { sayTrash } from './trash-routes.ts'

export interface ConnectionPorts {
  connections: ConnectionsService
  trash: Pick<TrashService, 'throw' | 'restore'>
}

const RemoveQuery = z.object({
  messages: z.enum(['keep', 'delete']).default('keep').meta({
    description: 'Whether its rooms are deleted with it, as `DELETE /api/rooms/:roomOid` does',
  }),
})
const RoomsQuery = z.object({ cursor: z.string().max(2_000).optional() })

/** What there is, or a problem; a server that refuses says why. */
async function found<Answer>(connectionOid: string, work: Promise<Answer | null>): Promise<Answer> {
  const answer = await work.catch((error: unknown) => {
    if (!(error instanceof ConnectionRefused)) throw error
    const params = { reason: { ...error.reason, params: { ...error.reason.params } } }
    throw new HttpProblem(422, { code: 'connection_not_made', params })
  })
  if (answer !== null) return answer
  throw new HttpProblem(404, {
    code: 'connection_not_found',
    params: { connection: connectionOid },
  })
}

const refused = problem('Its server, or a rule of ours, refuses: the reason says why')
const missing = problem('There is no such connection')

/** Live connections to chat servers. Secrets are only written, never read. */
export const connectionRoutes = ({ connections, trash }: ConnectionPorts): Route[] => [
  route({
    method: 'get',
    path: '/connections',
    summary: 'All connections, with the rooms that they read and how far',
    answers: { 200: json('The list', ConnectionList) },
    handle: () => connections.list(),
  }),
  route({
    method: 'post',
    path: '/connections',
    summary: 'Connects a chat server, once it has let us in; rooms are chosen afterwards',
    needs: 'admin',
    body: jsonBody(ConnectionRequest),
    answers: { 200: json('The connection', MadeConnection), 422: refused },
    handle: ({ body }) => found('', connections.create(body)),
  }),
  route({
    method: 'patch',
    path: '/connections/:connectionOid',
    summary: 'Changes a connection: its name, its token, how far back, which rooms it reads',
    needs: 'admin',
    body: jsonBody(ConnectionChange),
    answers: { 200: json('The connection', Connection), 404: missing, 422: refused },
    handle: ({ params: { connectionOid }, body }) =>
      found(connectionOid, connections.change(connectionOid, body)),
  }),
  route({
    method: 'delete',
    path: '/connections/:connectionOid',
    summary: 'Forgets a connection with its token; its rooms stay, or are deleted',
    needs: 'admin',
    query: RemoveQuery,
    answers: { 204: { description: 'It is gone' }, 404: missing },
    async handle({ params: { connectionOid }, query: { messages }, res }) {
      const roomOids = await found(connectionOid, connections.remove(connectionOid))
      if (messages === 'delete' && roomOids.length > 0) {
        const entry = await trash.throw({ roomOids: [...roomOids] })
        if (entry !== null) sayTrash(res, entry)
      }
    },
  }),
  route({
    method: 'post',
    path: '/connections/:connectionOid/test',
    summary: 'Asks the server who we are there, and what is missing',
    needs: 'admin',
    answers: { 200: json('What it allows', ConnectionTest), 404: missing, 422: refused },
    handle: ({ params: { connectionOid } }) =>
      found(connectionOid, connections.test(connectionOid)),
  }),
  route({
    method: 'get',
    path: '/connections/:connectionOid/rooms',
    summary: 'The rooms that the account can see, in pages; direct messages are never among them',
    needs: 'admin',
    query: RoomsQuery,
    answers: { 200: json('A page', RemoteRoomPage), 404: missing, 422: refused },
    async handle({ params: { connectionOid }, query: { cursor = null } }) {
      const page = await found(connectionOid, connections.rooms(connectionOid, cursor))
      return { items: page.items, nextCursor: page.next }
    },
  }),
  route({
    method: 'post',
    path: '/connections/:connectionOid/pause',
    summary: 'Asks the server nothing more until it is resumed',
    needs: 'admin',
    answers: { 200: json('The connection', Connection), 404: missing },
    handle: ({ params: { connectionOid } }) =>
      found(connectionOid, connections.pause(connectionOid)),
  }),
  route({
    method: 'post',
    path: '/connections/:connectionOid/resume',
    summary: 'Goes on, and tries rooms again that could not be read',
    needs: 'admin',
    answers: { 200: json('The connection', Connection), 404: missing },
    handle: ({ params: { connectionOid } }) =>
      found(connectionOid, connections.resume(connectionOid)),
  }),
]
