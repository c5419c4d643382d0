import emojiNames from './emoji-names.json' with { type: 'json' }

/** Slack's names of emoji; docs/decisions/0006-emoji-names.md says where they come from. */
const CHARACTERS: ReadonlyMap<string, string> = new Map(Object.entries(emojiNames))

/** One name or several side by side: `:wave::skin-tone-3:`. Times and addresses hold colons too. */
const MAY_BE_NAME = /:[a-z0-9_+'-]+:/
const NAMES = /(?<![\p{L}\p{N}_/:])(?::[a-z0-9_+'-]{1,100}:)+(?![\p{L}\p{N}_/])/gu
const NAME = /:([a-z0-9_+'-]+):/g

/** `:tada:` as the character; names that only a workspace knows stay as they are. */
export const withEmoji = (text: string): string =>
  MAY_BE_NAME.test(text)
    ? text.replace(NAMES, (names) =>
        names.replace(NAME, (whole, name: string) => CHARACTERS.get(name) ?? whole),
      )
    : text
