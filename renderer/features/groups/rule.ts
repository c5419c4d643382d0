import type { GroupRule } from '../../../server/contract/groups.ts'

/** A rule while it is typed. */
export interface TypedRule {
  source: string | null
  nameLike: string
  workspace: string
}

export const typedRule = (rule: GroupRule | undefined): TypedRule => ({
  source: rule?.source ?? null,
  nameLike: rule?.nameLike ?? '',
  workspace: rule?.workspace ?? '',
})

/** What was typed, as the server takes it; null where nothing was: a rule of nothing would fit every room. */
export const ruleOf = ({ source, nameLike, workspace }: TypedRule): GroupRule | null => {
  const rule = {
    ...(source !== null && { source }),
    ...(nameLike.trim() !== '' && { nameLike: nameLike.trim() }),
    ...(workspace.trim() !== '' && { workspace: workspace.trim() }),
  }
  return Object.keys(rule).length === 0 ? null : rule
}

/** Whether two rules say the same. */
export const isSameRule = (one: GroupRule | null, other: GroupRule | null): boolean =>
  (['source', 'nameLike', 'workspace'] as const).every((part) => one?.[part] === other?.[part])
