import { parseArgs } from 'node:util'

const one = { type: 'string' }
const many = { type: 'string', multiple: true, default: [] }

/**
 * What is asked of fpm, as electron-builder asks it. An option that is not known here stops the build: it would be
 * missing in the package without anybody hearing of it.
 *
 * @param {string[]} args
 */
export function readOrder(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      input: { ...one, short: 's' },
      force: { type: 'boolean' },
      target: { ...one, short: 't' },
      depends: { ...many, short: 'd' },
      'deb-recommends': many,
      'deb-compression': one,
      'deb-priority': one,
      'rpm-os': one,
      'rpm-compression': one,
      'rpm-summary': one,
      architecture: one,
      'after-install': one,
      'after-remove': one,
      description: one,
      version: one,
      package: one,
      name: one,
      maintainer: one,
      vendor: one,
      url: one,
      category: one,
      license: one,
    },
  })
  return {
    target: values.target,
    name: values.name,
    version: values.version,
    architecture: values.architecture,
    maintainer: values.maintainer,
    url: values.url,
    license: values.license ?? 'unknown',
    category: values.category ?? 'misc',
    priority: values['deb-priority'] ?? 'optional',
    description: values.description ?? '',
    summary: values['rpm-summary'],
    depends: values.depends,
    recommends: values['deb-recommends'],
    compression: values['deb-compression'] ?? values['rpm-compression'] ?? 'xz',
    afterInstall: values['after-install'],
    afterRemove: values['after-remove'],
    output: values.package,
    files: positionals.map(mapping),
  }
}

/** `SOURCE=DESTINATION`; a source that ends in `/` is a folder whose inside goes there. */
function mapping(text) {
  const cut = text.lastIndexOf('=')
  if (cut <= 0) throw new Error(`not SOURCE=DESTINATION: ${text}`)
  return { source: text.slice(0, cut), destination: text.slice(cut + 1) }
}
