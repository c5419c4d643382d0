/** More than the browsers and apps of one holder need, few enough that nobody fills the storage with them. */
export const maxSessions = 1_000

/** Holder of a session of whoever has the token of the launch. */
export const owner = 'owner'

/**
 * Browsers that have shown who they are. A session is known by a hash of its secret, which nobody keeps:
 * whoever reads the storage cannot become anybody.
 *
 * Every thread and node knows all of them. How long they outlive the process is the engine's: one for a
 * single process forgets them when it ends, as its access token changes then, but for those that last.
 */
export interface Sessions {
  /**
   * Begins one.
   *
   * @param options.lifeMs it ends by itself after so many milliseconds, by the engine's clock; null: never
   * @param options.atMost sessions of its holder; beyond them the oldest of those ends, so that nobody ends another's
   * @param options.holder whose it is; default the owner, who has the token of the launch
   * @param options.lasts whether it outlives the process in every engine; default not. Never one of the owner
   */
  begin(
    hash: string,
    options: { lifeMs: number | null; atMost: number; holder?: string; lasts?: boolean },
  ): Promise<void>
  /** Whose it is, and when it ends, in milliseconds; null if it has not begun or has ended. */
  find(hash: string): Promise<{ holder: string; endsAt: number | null } | null>
  /** False if there was none. */
  end(hash: string): Promise<boolean>
  /** Ends all of a holder, and tells of the holder itself as of a session. */
  endAllOf(holder: string): Promise<void>
  /**
   * Hears of each session that was ended, by whomever and wherever, and of those that gave way; its time
   * being over is no news.
   *
   * @param listener must not throw
   * @returns once it misses nothing any more: stops it
   */
  followEnds(listener: (hash: string) => void): Promise<() => void>
}
