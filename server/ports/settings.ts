import type { Reason, Sentence } from '../contract/sentences.ts'

/** What is kept of the settings. Whether a value can be used is for its reader to say. */
export interface SettingsDocument {
  /** By key. */
  values: Readonly<Record<string, unknown>>
  /** By key, encrypted by whoever keeps them: the engine cannot read them. */
  secrets: Readonly<Record<string, string>>
}

/** The document as it is at one moment. */
export interface ReadSettings extends SettingsDocument {
  /** Names this state; another one after every change. */
  revision: string
  /** Where a person finds them, to be named in sentences. */
  place: string | Reason
  /** What is wrong with what is kept, and what is used in its place. */
  problems: readonly Sentence[]
}

/**
 * The settings that people have changed: one document. What a flag or a variable fixes, and defaults, are
 * not in it.
 */
export interface KeptSettings {
  /** An empty document if nothing was ever kept. What is damaged is told and rejects nothing. */
  read(): Promise<ReadSettings>
  /**
   * Replaces the whole document: all of it or, where the call rejects, nothing.
   *
   * @param base the revision that the change was made on
   * @returns the new revision; null, and nothing is written, if somebody else has changed it since: read
   *   it again and make the change on that
   */
  write(document: SettingsDocument, base: string): Promise<string | null>
  /**
   * Hears of every change that another thread or node writes, soon after it. What is written here is not
   * told.
   *
   * @param listener must not throw
   * @returns once it misses nothing any more: stops it
   */
  follow(listener: () => void): Promise<() => void>
}
