/**
 * Browsers that have shown who they are. A session is known by a hash of its secret, which nobody keeps:
 * whoever reads the storage cannot become anybody.
 *
 * Every thread and node knows all of them. How long they outlive the process is the engine's: one for a
 * single process forgets them when it ends, as its access token changes then.
 */
export interface Sessions {
  /**
   * Begins one.
   *
   * @param options.lifeMs it ends by itself after so many milliseconds, by the engine's clock; null: never
   * @param options.atMost sessions; beyond them the oldest ends
   */
  begin(hash: string, options: { lifeMs: number | null; atMost: number }): Promise<void>
  /** Whether it has begun and not ended. */
  isOpen(hash: string): Promise<boolean>
  /** False if there was none. */
  end(hash: string): Promise<boolean>
  /**
   * Hears of each session that was ended, by whomever and wherever, and of those that gave way; its time
   * being over is no news.
   *
   * @param listener must not throw
   * @returns once it misses nothing any more: stops it
   */
  followEnds(listener: (hash: string) => void): Promise<() => void>
}
