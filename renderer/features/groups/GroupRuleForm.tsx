import { Autocomplete, Button, Select, TextInput } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Group, GroupRule } from '../../../server/contract/groups.ts'
import { messageLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { sourceName } from '../../ui/source-names.ts'
import { useRested } from '../../ui/use-rested.ts'
import { selectSources, selectWorkspaces, type RoomsRoot } from '../rooms/index.ts'
import { askRule, changeGroup } from './commands.ts'
import classes from './groups.module.css'
import { isSameRule, ruleOf, typedRule } from './rule.ts'

/** How many rooms a rule fits, asked while it is typed; null: not known yet, or there is no rule. */
const useMatches = (rule: GroupRule | null): number | null => {
  const dispatch = useAppDispatch()
  const key = rule === null ? '' : JSON.stringify(rule)
  const [answer, setAnswer] = useState({ key: '', count: 0 })
  const ask = useCallback(() => {
    const request = dispatch(askRule(JSON.parse(key) as GroupRule))
    void request.then((said) => {
      if (askRule.fulfilled.match(said)) setAnswer({ key, count: said.payload.length })
    })
    return request
  }, [dispatch, key])
  useRested(key === '' ? null : ask)
  return key !== '' && answer.key === key ? answer.count : null
}

/** Which rooms belong to a group by themselves. The rule counts once it is saved. */
export const GroupRuleForm = ({ group }: { group: Group }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const kept = useMemo(() => typedRule(group.rule), [group.rule])
  const [typed, setTyped] = useState(kept)
  const sources = useSelector((root: RoomsRoot) => selectSources(root))
  const workspaces = useSelector((root: RoomsRoot) => selectWorkspaces(root))
  const rule = ruleOf(typed)
  const isChanged = !isSameRule(rule, group.rule ?? null)
  const matches = useMatches(rule)
  const known = typed.source === null ? sources : [...new Set([...sources, typed.source])]
  return (
    <form
      className={classes.rule}
      aria-label={t('groups.rule.title')}
      onSubmit={(event) => {
        event.preventDefault()
        void dispatch(changeGroup({ groupOid: group.groupOid, change: { rule } }))
      }}
    >
      <h4>{t('groups.rule.title')}</h4>
      <p className={classes.muted}>{t('groups.rule.text')}</p>
      <div className={classes.fields}>
        <Select
          size="sm"
          label={t('groups.rule.source')}
          placeholder={t('groups.rule.anySource')}
          data={known.map((value) => ({ value, label: sourceName(t, value) }))}
          value={typed.source}
          onChange={(source) => setTyped({ ...typed, source })}
          clearable
          comboboxProps={{ transitionProps: { duration: 120 } }}
        />
        <TextInput
          size="sm"
          label={t('groups.rule.nameLike')}
          placeholder="support-*"
          title={t('groups.rule.nameHint')}
          value={typed.nameLike}
          maxLength={messageLimits.maxRoomNameLength}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget: { value } }) => setTyped({ ...typed, nameLike: value })}
        />
        <Autocomplete
          size="sm"
          label={t('groups.rule.workspace')}
          placeholder={t('groups.rule.anyWorkspace')}
          title={t('groups.rule.workspaceHint')}
          data={workspaces.map(oneLine)}
          limit={20}
          value={typed.workspace}
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          onChange={(workspace) => setTyped({ ...typed, workspace })}
          comboboxProps={{ transitionProps: { duration: 120 } }}
        />
      </div>
      <div className={classes.ruleFoot}>
        <span role="status" className={classes.muted}>
          {matches !== null &&
            (matches === 0
              ? t('groups.rule.matchesNone')
              : t('groups.rule.matches', { count: matches }))}
        </span>
        {isChanged && (
          <>
            <Button size="compact-sm" variant="default" onClick={() => setTyped(kept)}>
              {t('groups.rule.discard')}
            </Button>
            <Button size="compact-sm" type="submit">
              {t(rule === null ? 'groups.rule.remove' : 'groups.rule.save')}
            </Button>
          </>
        )}
      </div>
    </form>
  )
}
