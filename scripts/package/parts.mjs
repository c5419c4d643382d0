import { readFileSync, writeFileSync } from 'node:fs'
import { at } from '../setup/paths.mjs'
import { bundledPackages } from './licences.mjs'

/**
 * `node scripts/package/parts.mjs FILE`: a list of the parts of the program (CycloneDX 1.6, JSON). npm's own list would
 * miss what was bundled; this has what the build has written down, and what is installed beside it.
 */
const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8'))

const installed = Object.keys(manifest.dependencies).map((name) =>
  JSON.parse(readFileSync(at('node_modules', ...name.split('/'), 'package.json'), 'utf8')),
)

const component = ({ name, version, license }) => ({
  type: 'library',
  name,
  version,
  // A scope is a namespace of its own there.
  purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  // A name of the list that everybody uses, or whatever the package says.
  licenses: [{ license: /^[\w.-]+$/.test(license) ? { id: license } : { name: license } }],
})

const list = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: { type: 'application', name: manifest.name, version: manifest.version },
  },
  components: [...bundledPackages(), ...installed].map(component),
}

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Name the file to write.')
writeFileSync(file, `${JSON.stringify(list, null, 2)}\n`)
