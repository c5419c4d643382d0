import { LocalModels } from '../contract/local-models.ts'
import type { ModelLibrary } from '../summary/local/model-library.ts'
import { HttpProblem } from './problem.ts'
import { json, problem, route, type Route } from './route.ts'

export interface LocalModelPorts {
  /** Read when it is asked for: most people never need it. */
  models(): Promise<ModelLibrary>
}

const missing = problem('No such model in the list, or it is not in a state for this')

/** Files of models on this computer: listed, fetched, removed. Which one writes is a setting. */
export function localModelRoutes({ models }: LocalModelPorts): Route[] {
  const change = async (
    modelId: string,
    work: (library: ModelLibrary) => Promise<boolean>,
  ): Promise<LocalModels> => {
    const library = await models()
    if (!(await work(library))) {
      const params = { model: modelId }
      throw new HttpProblem(404, { code: 'model_not_found_here', params })
    }
    return library.list()
  }
  return [
    route({
      method: 'get',
      path: '/local-models',
      summary: 'Models that can run on this computer: those of the list, and files that are there',
      answers: { 200: json('The models', LocalModels) },
      handle: async () => (await models()).list(),
    }),
    route({
      method: 'post',
      path: '/local-models/:modelId/download',
      summary:
        'Begins to fetch a model, or goes on where it ended; `MODELS_CHANGED` tells how far it is',
      needs: 'admin',
      answers: { 202: json('The models', LocalModels), 404: missing },
      handle: ({ params: { modelId } }) => change(modelId, (library) => library.download(modelId)),
    }),
    route({
      method: 'delete',
      path: '/local-models/:modelId/download',
      summary: 'Ends the fetching of a model and removes what has come of it',
      needs: 'admin',
      answers: { 200: json('The models', LocalModels), 404: missing },
      handle: ({ params: { modelId } }) => change(modelId, (library) => library.cancel(modelId)),
    }),
    route({
      method: 'delete',
      path: '/local-models/:modelId',
      summary: 'Removes the file of a model of the list',
      needs: 'admin',
      answers: { 200: json('The models', LocalModels), 404: missing },
      handle: ({ params: { modelId } }) => change(modelId, (library) => library.remove(modelId)),
    }),
  ]
}
