import {
  Button,
  createTheme,
  Input,
  Modal,
  Notification,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'

/** The one accent. Step 6 carries white text at 4.5:1 and better in both schemes. */
const accent: MantineColorsTuple = [
  '#eef1ff',
  '#dfe4fd',
  '#bcc6f8',
  '#97a6f4',
  '#788af0',
  '#5a6fe6',
  '#4459d8',
  '#374abf',
  '#2f3fa4',
  '#27358a',
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  headings: { fontWeight: '600' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ styles: { label: { fontWeight: 500 } } }),
    // One height for everything that stands in a title bar.
    Input: Input.extend({
      vars: () => ({
        wrapper: {
          '--input-height': '32px',
          '--input-bg': 'var(--surface)',
          '--input-bd': 'var(--line-strong)',
          '--input-placeholder-color': 'var(--text-muted)',
          // What another place has set is told here, and has to be read.
          '--input-disabled-color': 'var(--text-muted)',
        },
      }),
      styles: { input: { textOverflow: 'ellipsis', opacity: 1 } },
    }),
    // The page itself never scrolls, and the scroll lock brings a style element without our nonce.
    Modal: Modal.extend({
      defaultProps: { lockScroll: false },
      styles: { title: { fontWeight: 600, lineHeight: 1.4 } },
    }),
    Notification: Notification.extend({
      styles: {
        root: {
          background: 'var(--raised)',
          border: '1px solid var(--line-strong)',
          boxShadow: 'none',
        },
        title: { fontWeight: 500 },
        description: { color: 'var(--text-muted)' },
      },
    }),
  },
})

/** Mantine's surfaces follow the tokens of tokens.css, so that both speak one palette. */
const surfaces = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-muted)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-placeholder': 'var(--text-muted)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
}

/** Set per scheme, because Mantine's own values are and would win over plain ones. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: surfaces,
})
