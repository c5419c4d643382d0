import {
  Group,
  GroupChange,
  GroupList,
  GroupRequest,
  GroupRooms,
  GroupRoomsQuestion,
  OwnChoicesList,
  RoomChoices,
  RoomChoicesChange,
} from '../contract/groups.ts'
import type { GroupService } from '../groups/groups.ts'
import { seenRooms } from './room-gate.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'

export interface GroupPorts {
  groups: GroupService
}

const Gone = { 204: { description: 'It is gone' } }

/** Groups of rooms, and what rooms choose for their reports themselves. */
export const groupRoutes = ({ groups }: GroupPorts): Route[] => [
  route({
    method: 'get',
    path: '/groups',
    summary: 'All groups, by name',
    answers: { 200: json('The groups', GroupList) },
    handle: async () => ({ items: await groups.list() }),
  }),
  route({
    method: 'post',
    path: '/groups',
    summary: 'Makes a group: rooms by hand, by a rule, or both',
    body: jsonBody(GroupRequest),
    answers: { 200: json('The group', Group), 404: problem('One of the rooms is not there') },
    handle: ({ body }) => groups.create(body),
  }),
  route({
    method: 'post',
    path: '/groups/rooms',
    summary: 'The rooms that a group would have, while it is being put together',
    needs: 'viewer',
    isAudited: false,
    body: jsonBody(GroupRoomsQuestion),
    answers: { 200: json('The rooms, by name', GroupRooms) },
    handle: async ({ body }) => ({ items: await groups.wouldHave(body) }),
  }),
  route({
    method: 'get',
    path: '/groups/:groupOid',
    summary: 'One group',
    answers: { 200: json('The group', Group) },
    handle: ({ params }) => groups.get(params.groupOid),
  }),
  route({
    method: 'patch',
    path: '/groups/:groupOid',
    summary: 'Changes a group; what is not named stays, null takes away',
    body: jsonBody(GroupChange),
    answers: {
      200: json('The group', Group),
      404: problem('It, or one of the rooms, is not there'),
    },
    handle: ({ params, body }) => groups.change(params.groupOid, body),
  }),
  route({
    method: 'delete',
    path: '/groups/:groupOid',
    summary: 'Deletes a group, not its rooms',
    answers: { ...Gone, 409: problem('A schedule reports it') },
    async handle({ params, res }) {
      await groups.remove(params.groupOid)
      res.status(204).end()
    },
  }),
  route({
    method: 'get',
    path: '/groups/:groupOid/rooms',
    summary: 'The rooms that a group has now, and why',
    answers: { 200: json('The rooms, by name', GroupRooms) },
    handle: async ({ params }) => ({ items: await groups.roomsOf(params.groupOid) }),
  }),
  route({
    method: 'get',
    path: '/choices',
    summary: 'All rooms that have chosen something themselves, and what',
    answers: { 200: json('Their choices', OwnChoicesList) },
    async handle({ res }) {
      const items = await groups.ownChoices()
      const seen = seenRooms(res)
      if (seen === undefined) return { items }
      const rooms = new Set(seen)
      return { items: items.filter(({ roomOid }) => rooms.has(roomOid)) }
    },
  }),
  route({
    method: 'get',
    path: '/rooms/:roomOid/choices',
    summary:
      'What reports of a room take, and who has chosen it: the room, a group or the settings',
    answers: { 200: json('The choices', RoomChoices) },
    handle: ({ params }) => groups.roomChoices(params.roomOid),
  }),
  route({
    method: 'patch',
    path: '/rooms/:roomOid/choices',
    summary: 'Sets what a room chooses itself, before its groups and the settings',
    body: jsonBody(RoomChoicesChange),
    answers: { 200: json('The choices', RoomChoices) },
    handle: ({ params, body }) => groups.chooseForRoom(params.roomOid, body.options),
  }),
]
