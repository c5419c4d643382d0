import { Router } from 'express'
import { z } from 'zod'
import type { HealthMonitor } from '../health.ts'
import { accessRoutes, type AccessPorts } from './access-routes.ts'
import { appCodeRoutes, appSessionRoutes, type AppSignInPorts } from './app-sign-in-routes.ts'
import type { Auth } from './auth.ts'
import { approvalRoutes, type ApprovalPorts } from './approval-routes.ts'
import { dispatchRoutes, type DispatchPorts } from './dispatch-routes.ts'
import { connectionRoutes, type ConnectionPorts } from './connections-routes.ts'
import { documentRoutes, type DocumentPorts } from './documents-routes.ts'
import { estimateRoutes, type EstimatePorts } from './estimate-routes.ts'
import { eventRoutes, type EventPorts } from './events-routes.ts'
import { refuseWithoutFolder } from './folder-guard.ts'
import { gateOf } from './gate.ts'
import { groupRoutes, type GroupPorts } from './groups-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { importRoutes, type ImportPorts } from './imports-routes.ts'
import { ingestRoutes, type IngestPorts } from './ingest-routes.ts'
import { localModelRoutes, type LocalModelPorts } from './local-model-routes.ts'
import { metricRoutes, type MetricsSources } from './metrics-routes.ts'
import { openApiDocument } from './openapi.ts'
import { peopleRoutes, type PeoplePorts } from './people-routes.ts'
import { reportRoutes, type ReportPorts } from './reports-routes.ts'
import { roomGateOf, type RoomGatePorts } from './room-gate.ts'
import { roomRoutes, type RoomPorts } from './rooms-routes.ts'
import { json, route, routerOf, type Route } from './route.ts'
import { scheduleRoutes, type SchedulePorts } from './schedules-routes.ts'
import { searchRoutes, type SearchPorts } from './search-routes.ts'
import { signInRoutes, type SignInPorts } from './sign-in-routes.ts'
import { trashRoutes, type TrashPorts } from './trash-routes.ts'
import { settingsRoutes, type SettingsPorts } from './settings-routes.ts'

export type ApiPorts = AccessPorts &
  SignInPorts &
  AppSignInPorts &
  ConnectionPorts &
  ApprovalPorts &
  DispatchPorts &
  DocumentPorts &
  EstimatePorts &
  EventPorts &
  GroupPorts &
  ImportPorts &
  IngestPorts &
  LocalModelPorts &
  MetricsSources &
  PeoplePorts &
  ReportPorts &
  RoomGatePorts &
  RoomPorts &
  SchedulePorts &
  SearchPorts &
  TrashPorts &
  SettingsPorts & { version: string; health: HealthMonitor }

export interface Api {
  router: Router
  /** All that it answers, in order. */
  routes: readonly Route[]
}

/** All of `/api`. The order is the point: what is open, then who is asking, then all else. */
export function createApi(ports: ApiPorts, auth: Auth): Api {
  const open = [
    ...healthRoutes(ports),
    ...signInRoutes(ports, auth.begin),
    ...appSessionRoutes(ports),
  ]
  const sessions = [...auth.routes, ...appCodeRoutes(ports)]
  const others: Route[] = [
    documentRoute(() => openApiDocument(ports.version, routes)),
    ...eventRoutes(ports),
    ...roomRoutes(ports),
    ...peopleRoutes(ports),
    ...searchRoutes(ports),
    ...ingestRoutes(ports),
    ...importRoutes(ports),
    ...estimateRoutes(ports),
    ...reportRoutes(ports),
    ...dispatchRoutes(ports),
    ...groupRoutes(ports),
    ...scheduleRoutes(ports),
    ...connectionRoutes(ports),
    ...approvalRoutes(ports),
    ...trashRoutes(ports),
    ...settingsRoutes(ports),
    ...localModelRoutes(ports),
    ...documentRoutes(ports),
    ...metricRoutes(ports),
    ...accessRoutes(ports),
  ]
  const routes: readonly Route[] = [...open, ...sessions, ...others]
  const gate = gateOf(ports.access, (error) => ports.health.note(error))
  const roomGate = roomGateOf(ports)
  const router = Router()
  router.use(routerOf(open))
  router.use(auth.required)
  // A person gets in also while the data folder is gone, to be told so.
  router.use(routerOf(sessions, gate))
  router.use(refuseWithoutFolder(ports.health))
  router.use(routerOf(others, gate, roomGate))
  return { router, routes }
}

const documentRoute = (write: () => ReturnType<typeof openApiDocument>): Route =>
  route({
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    answers: { 200: json('OpenAPI 3.1', z.looseObject({ openapi: z.string() })) },
    handle: write,
  })
