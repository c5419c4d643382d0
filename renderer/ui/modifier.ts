/**
 * The key that goes with a shortcut, as this system writes it. Asked when drawn: the module is also
 * loaded where there is no page.
 */
export const modifier = (): string => (/mac/iu.test(navigator.userAgent) ? '⌘' : 'Ctrl')
