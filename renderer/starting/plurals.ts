import type { i18n } from 'i18next'

const rule = {
  select: (count: number) => (count === 1 ? 'one' : 'other'),
  resolvedOptions: () => ({ pluralCategories: ['one', 'other'] }),
}

/**
 * Gives i18next the rule of plurals, which is the same in English and German, so that it makes no
 * `Intl.PluralRules`: the first Intl object of a page reads the data of all languages.
 */
export const setPluralRule = ({ services }: i18n): void => {
  // Its types leave the method out. `useTranslation` and `t` both ask this one place.
  const resolver = services.pluralResolver as { getRule: () => typeof rule }
  resolver.getRule = () => rule
}
