#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOrder } from './order.mjs'
import { buildDeb } from './deb.mjs'
import { buildRpm } from './rpm.mjs'
import { layOut } from './tree.mjs'

/**
 * electron-builder has packages of Linux made by fpm, a Ruby program that it downloads. This takes the arguments that it
 * is given, and asks the programs that fpm asks: `dpkg-deb` and `rpmbuild`. So a build needs nothing from elsewhere, and
 * the package says what its system expects to be told (docs/releasing.md).
 */
const builders = { deb: buildDeb, rpm: buildRpm }

const order = readOrder(process.argv.slice(2))
const build = builders[order.target]
if (build === undefined) throw new Error(`no packages of kind ${order.target} are made here`)
const work = mkdtempSync(join(tmpdir(), 'rapporteur-package-'))
try {
  const tree = join(work, 'tree')
  layOut(tree, order.files)
  build({ ...order, tree, work })
} finally {
  rmSync(work, { recursive: true, force: true })
}
