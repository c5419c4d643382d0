import type { Response } from 'express'
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
import type { Sights } from '../access/sight.ts'
import type { GroupService } from '../groups/groups.ts'
import { needRooms, partOf, seenRooms } from './in-sight.ts'
import { checkGroupWish, groupInSight } from './seen-groups.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'

export interface GroupPorts {
  groups: GroupService
  sights: Pick<Sights, 'groups' | 'sees'>
}

const Gone = { 204: { description: 'It is gone' } }

/** Groups of rooms, and what rooms choose for their reports themselves. */
export function groupRoutes({ groups, sights }: GroupPorts): Route[] {
  /** A group as the one may see it who asks. */
  async function shown(group: Group, res: Response): Promise<Group> {
    const sight = partOf(res)
    return sight === null ? group : groupInSight(group, sight, sights)
  }

  return [
    route({
      method: 'get',
      path: '/groups',
      summary: 'All groups, by name',
      answers: { 200: json('The groups', GroupList) },
      async handle({ res }) {
        const items = await groups.list()
        const sight = partOf(res)
        if (sight === null) return { items }
        const seen = await sights.groups(sight)
        const those = items.filter(({ groupOid }) => seen.has(groupOid))
        return {
          items: await Promise.all(those.map((group) => groupInSight(group, sight, sights))),
        }
      },
    }),
    route({
      method: 'post',
      path: '/groups',
      summary: 'Makes a group: rooms by hand, by a rule, or both',
      body: jsonBody(GroupRequest),
      answers: { 200: json('The group', Group), 404: problem('One of the rooms is not there') },
      async handle({ body, res }) {
        const sight = partOf(res)
        if (sight !== null) await checkGroupWish(body, sight, sights)
        return shown(await groups.create(body), res)
      },
    }),
    route({
      method: 'post',
      path: '/groups/rooms',
      summary: 'The rooms that a group would have, while it is being put together',
      needs: 'viewer',
      isAudited: false,
      body: jsonBody(GroupRoomsQuestion),
      answers: { 200: json('The rooms, by name', GroupRooms) },
      async handle({ body, res }) {
        const sight = partOf(res)
        if (sight !== null) await needRooms(body.roomOids, sight, sights)
        const items = await groups.wouldHave(body)
        return { items: items.filter(({ roomOid }) => sight === null || sight.names.has(roomOid)) }
      },
    }),
    route({
      method: 'get',
      path: '/groups/:groupOid',
      summary: 'One group',
      answers: { 200: json('The group', Group) },
      handle: async ({ params, res }) => shown(await groups.get(params.groupOid), res),
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
      async handle({ params, body, res }) {
        const sight = partOf(res)
        if (sight !== null) await checkGroupWish(body, sight, sights)
        return shown(await groups.change(params.groupOid, body), res)
      },
    }),
    route({
      method: 'delete',
      path: '/groups/:groupOid',
      summary: 'Deletes a group, not its rooms',
      answers: { ...Gone, 409: problem('A schedule reports it') },
      handle: ({ params }) => groups.remove(params.groupOid),
    }),
    route({
      method: 'get',
      path: '/groups/:groupOid/rooms',
      summary: 'The rooms that a group has now, and why',
      answers: { 200: json('The rooms, by name', GroupRooms) },
      async handle({ params, res }) {
        const sight = partOf(res)
        const items = await groups.roomsOf(params.groupOid)
        return { items: items.filter(({ roomOid }) => sight === null || sight.names.has(roomOid)) }
      },
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
}
