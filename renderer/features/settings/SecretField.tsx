import { Button, PasswordInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { SecretKey } from '../../../server/contract/settings.ts'
import { useAppDispatch } from '../../api/services.ts'
import { layout } from './fields.tsx'
import { Hint } from './Hint.tsx'
import { sourceName } from './names.ts'
import { selectDraft, selectSettingsView, settingsSlice } from './settings-slice.ts'
import classes from './settings.module.css'

const { secretTyped } = settingsSlice.actions

/**
 * A secret is only written. The field never shows what is kept; it says whether something is kept, and
 * how long it lasts.
 */
export const SecretField = ({ name, label }: { name: SecretKey; label: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const view = useSelector(selectSettingsView)
  const typed = useSelector(selectDraft).secrets[name]
  if (!view) return null
  const state = view.secrets[name]
  const fixedBy = sourceName(name, state)
  const kept = state !== 'none' && typed !== null
  const words =
    typed === null
      ? t('settings.secret.forgotten')
      : typed !== undefined && !view.canKeepSecrets
        ? t('settings.secret.willLast')
        : fixedBy === null
          ? t(`settings.secret.${state}` as 'settings.secret.none')
          : undefined
  return (
    <div className={classes.secret}>
      <PasswordInput
        name={name}
        label={label}
        size="sm"
        classNames={layout}
        autoComplete="new-password"
        description={<Hint text={words} fixedBy={fixedBy} />}
        disabled={fixedBy !== null}
        placeholder={kept ? t('settings.secret.kept') : t('settings.secret.empty')}
        visibilityToggleButtonProps={{ 'aria-label': t('settings.secret.show') }}
        value={typed ?? ''}
        onChange={({ currentTarget: { value } }) =>
          dispatch(secretTyped({ key: name, secret: value === '' ? undefined : value }))
        }
      />
      {fixedBy === null && (state !== 'none' || typed === null) && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.forget ?? ''}
          onClick={() =>
            dispatch(secretTyped({ key: name, secret: typed === null ? undefined : null }))
          }
        >
          {t(typed === null ? 'settings.secret.keep' : 'settings.secret.forget')}
        </Button>
      )}
    </div>
  )
}
