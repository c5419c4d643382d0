// Tests run the TypeScript sources, and a worker thread does not inherit the loader of its parent.
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.sourceEntry)
