import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/Dialog.tsx'
import { modifier } from '../../ui/modifier.ts'
import classes from './palette.module.css'

/** `mod` stands for Ctrl or Cmd; other names are in the catalogue, single characters are themselves. */
const groups = [
  {
    name: 'everywhere',
    keys: [
      ['palette', ['mod', 'K']],
      ['search', ['mod', 'shift', 'F']],
      ['settings', ['mod', ',']],
      ['save', ['mod', 'S']],
      ['help', ['?']],
      ['close', ['Esc']],
    ],
  },
  {
    name: 'rooms',
    keys: [
      ['find', ['mod', 'F']],
      ['move', ['↑', '↓']],
      ['page', ['pageUp', 'pageDown']],
      ['ends', ['home', 'end']],
      ['select', ['space']],
      ['range', ['shift', '↑', '↓']],
      ['all', ['mod', 'A']],
      ['open', ['enter']],
      ['menu', ['shift', 'F10']],
      ['rename', ['F2']],
      ['merge', ['M']],
      ['group', ['G']],
      ['limit', ['L']],
      ['remove', ['delete']],
      ['undo', ['mod', 'Z']],
      ['generate', ['mod', 'enter']],
    ],
  },
] as const

const named = {
  space: true,
  shift: true,
  enter: true,
  delete: true,
  pageUp: true,
  pageDown: true,
  home: true,
  end: true,
} as const
const isNamed = (key: string): key is keyof typeof named => key in named

/** Every key that does something, on one sheet. */
export const KeyboardHelp = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const word = (key: string) => {
    if (key === 'mod') return modifier(t)
    return isNamed(key) ? t(`help.keys.${key}`) : key
  }
  return (
    <Dialog onClose={onClose} returnFocus={false} title={t('help.title')} size="md">
      <div className={classes.sheet}>
        {groups.map(({ name, keys }) => (
          <section key={name} aria-label={t(`help.groups.${name}`)}>
            <h3>{t(`help.groups.${name}`)}</h3>
            <dl className={classes.keys}>
              {keys.map(([what, combination]) => (
                <div key={what}>
                  <dt>{t(`help.${what}`)}</dt>
                  <dd>
                    {combination.map((key) => (
                      <kbd key={key}>{word(key)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
