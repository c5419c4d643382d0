import { z } from 'zod'

/** What a model on this computer does in a second, and what that means for a room. */
export const ModelSpeed = z
  .object({
    /** Tokens that are read in a second. */
    readPerSecond: z.number().positive(),
    /** Tokens that are written in a second. */
    writtenPerSecond: z.number().positive(),
    /** Seconds that the summary of 1,000 messages takes, about. */
    secondsPerThousandMessages: z.number().positive(),
    /** Threads that computed. */
    threads: z.int().positive(),
  })
  .meta({ id: 'ModelSpeed' })
export type ModelSpeed = z.infer<typeof ModelSpeed>

const Bytes = z.int().nonnegative()

/** How far a download is. `failed` can be taken up again where it was. */
export const ModelDownload = z
  .object({
    state: z.enum(['downloading', 'checking', 'failed']),
    done: Bytes,
    total: Bytes,
    /** Why it failed, as a code of `SentenceParams`. */
    failure: z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }).optional(),
  })
  .meta({ id: 'ModelDownload' })
export type ModelDownload = z.infer<typeof ModelDownload>

/** A model that can be downloaded. */
export const OfferedModel = z
  .object({
    modelId: z.string(),
    name: z.string(),
    fileName: z.string(),
    url: z.url(),
    bytes: Bytes,
    /** Memory that it takes while it works, about. */
    memoryBytes: Bytes,
    licence: z.string(),
    licenceUrl: z.url(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Whether its file is there, whole and checked. */
    isHere: z.boolean(),
    /** Whether this computer has the memory. */
    fits: z.boolean(),
    /** Absent if nothing is under way. */
    download: ModelDownload.optional(),
  })
  .meta({ id: 'OfferedModel' })
export type OfferedModel = z.infer<typeof OfferedModel>

/** `GET /api/local-models`. */
export const LocalModels = z
  .object({
    /** Where files of models lie; one that is put there is found. */
    folder: z.string(),
    /** False where the part of the program that runs models is not installed. */
    canRun: z.boolean(),
    offered: z.array(OfferedModel),
    /** Other files of models in the folder. */
    files: z.array(z.object({ fileName: z.string(), bytes: Bytes })),
  })
  .meta({ id: 'LocalModels' })
export type LocalModels = z.infer<typeof LocalModels>
