/** What can check a value: every zod schema can. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { message: string } }
}

/** One event of a stream. Its data is parsed once and checked once, however many listen to it. */
export class StreamEvent {
  readonly name: string
  /** As the server sent it: one JSON text. */
  readonly data: string
  /** The stream's cursor behind this event. */
  readonly lastEventId: string
  #json: { value: Record<string, unknown> | null } | undefined
  #checked: { schema: Schema<unknown>; value: unknown } | undefined

  constructor(name: string, data: string, lastEventId: string) {
    this.name = name
    this.data = data
    this.lastEventId = lastEventId
  }

  /** The data as an object; null where it is something else, or no JSON. */
  get json(): Record<string, unknown> | null {
    this.#json ??= { value: parseObject(this.data) }
    return this.#json.value
  }

  /** The data, checked; undefined where it does not fit, of which the console is told. */
  read<T>(schema: Schema<T>): T | undefined {
    if (this.#checked?.schema !== schema) {
      const result = schema.safeParse(this.json)
      if (!result.success) {
        console.error(`${this.name} does not fit the contract`, result.error.message)
      }
      this.#checked = { schema, value: result.success ? result.data : undefined }
    }
    // `#checked` holds what this very schema has made of the data.
    return this.#checked?.value as T | undefined
  }
}

function parseObject(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
