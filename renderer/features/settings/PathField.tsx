import { Button } from '@mantine/core'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import type { FieldProps } from './fields.tsx'
import type { chooseLogo } from './desktop-commands.ts'
import { Hint } from './Hint.tsx'
import classes from './settings.module.css'
import { useField } from './use-field.ts'

export interface PathFieldProps extends Required<FieldProps> {
  /** What stands there while no file is chosen. */
  none: string
  choose: string
  /** Default: it cannot be taken back. */
  remove?: string
  /** Asks for the file. */
  command: typeof chooseLogo
}

/** A file of this computer, chosen by the system's dialog. */
export const PathField = ({ name, label, hint, command, ...words }: PathFieldProps) => {
  const dispatch = useAppDispatch()
  const field = useField(name)
  const path = typeof field.value === 'string' ? field.value : null
  const choose = async () => {
    const chosen = await dispatch(command())
    if (command.fulfilled.match(chosen) && chosen.payload !== null) field.set(chosen.payload)
  }
  return (
    <div className={classes.field}>
      <span className={classes.label}>{label}</span>
      <span className={classes.hint}>
        <Hint text={hint} fixedBy={field.fixedBy} />
      </span>
      <div className={classes.input}>
        <bdi className={classes.path} title={path === null ? undefined : oneLine(path)}>
          {path === null ? words.none : oneLine(path)}
        </bdi>
        <div className={classes.pathActions}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={field.fixedBy !== null || isElsewhere()}
            onClick={() => void choose()}
          >
            {words.choose}
          </Button>
          {words.remove !== undefined && path !== null && field.fixedBy === null && (
            <Button size="compact-sm" variant="subtle" onClick={() => field.set(null)}>
              {words.remove}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
