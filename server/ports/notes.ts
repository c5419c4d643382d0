/** Small things to remember across starts, each a JSON value under a name. */
export interface Notes {
  /** The remembered value; null if there is none. Whether it still fits is for its reader to say. */
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
}
