import { build } from 'electron-builder'
import { builderConfig } from './package/config.mjs'
import { at } from './setup/paths.mjs'
import { say } from './setup/say.mjs'

const [folder] = await build({
  projectDir: at('.'),
  dir: true,
  publish: 'never',
  config: builderConfig(),
})
say(`packaged ${folder ?? at('release')}`)
