import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { copyFileSync, chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { at } from '../../setup/paths.mjs'
import { bytesOf, walk } from './tree.mjs'

/** A package for Debian and Ubuntu, by `dpkg-deb`. */
export function buildDeb(order) {
  const { tree, output, compression } = order
  addDocuments(order)
  const control = join(tree, 'DEBIAN')
  const sums = md5sums(tree)
  const kilobytes = Math.ceil(bytesOf(tree) / 1024)
  mkdirSync(control)
  writeFileSync(join(control, 'control'), controlFile(order, kilobytes))
  writeFileSync(join(control, 'md5sums'), sums)
  putScript(order.afterInstall, join(control, 'postinst'))
  putScript(order.afterRemove, join(control, 'postrm'))
  const kind = compression === 'gz' ? ['-Zgzip', '-z1'] : ['-Zxz']
  execFileSync('dpkg-deb', ['--root-owner-group', ...kind, '--build', tree, output])
}

/**
 * Debian Policy, 5.3. The first line of the description is a synopsis, the rest is indented.
 *
 * @param {number} kilobytes that it takes when it is installed
 */
export function controlFile(order, kilobytes) {
  const [synopsis = '', ...rest] = order.description.split('\n').map((line) => line.trim())
  const fields = {
    Package: order.name,
    Version: order.version,
    Architecture: order.architecture,
    Maintainer: order.maintainer,
    'Installed-Size': String(kilobytes),
    Depends: order.depends.join(', '),
    Recommends: order.recommends.join(', '),
    Section: order.category,
    Priority: order.priority,
    Homepage: order.url,
    Description: [synopsis, ...rest.map((line) => ` ${line === '' ? '.' : line}`)].join('\n'),
  }
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value ? [`${name}: ${value}`] : [],
  )
  return `${lines.join('\n')}\n`
}

/** Policy 12.5 and 12.7: every package says its licence and what has changed. */
function addDocuments({ tree, name, license }) {
  const folder = join(tree, 'usr', 'share', 'doc', name)
  mkdirSync(folder, { recursive: true })
  const own = readFileSync(at('LICENSE'), 'utf8')
  const others = `/opt/Rapporteur/resources/licences.txt and /opt/Rapporteur/LICENSES.chromium.html.gz`
  writeFileSync(
    join(folder, 'copyright'),
    `Rapporteur (${license})\n\n${own}\nIts parts: ${others}\n`,
  )
  const changes = gzipSync(readFileSync(at('CHANGELOG.md')), { level: 9 })
  writeFileSync(join(folder, 'changelog.gz'), changes)
}

const md5sums = (tree) =>
  walk(tree)
    .filter((path) => statSync(path).isFile())
    .map((path) => {
      const sum = createHash('md5').update(readFileSync(path)).digest('hex')
      return `${sum}  ${relative(tree, path)}\n`
    })
    .join('')

function putScript(source, target) {
  copyFileSync(source, target)
  chmodSync(target, 0o755)
}
