import type { TFunction } from 'i18next'

/**
 * The key that goes with a shortcut, as keyboards of this system and language write it. Asked when drawn:
 * the module is also loaded where there is no page.
 */
export const modifier = (t: TFunction): string =>
  /mac/iu.test(navigator.userAgent) ? '⌘' : t('help.keys.ctrl')
