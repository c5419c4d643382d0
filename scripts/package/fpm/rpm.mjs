import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** electron-builder says the names of Debian. */
const machines = { amd64: 'x86_64', arm64: 'aarch64' }

/** A package for Fedora, openSUSE and their like, by `rpmbuild`. */
export function buildRpm(order) {
  const { output, work, tree, architecture } = order
  const spec = join(work, 'rapporteur.spec')
  const made = join(work, 'made')
  mkdirSync(made)
  writeFileSync(spec, specFile(order))
  const define = (name, value) => ['--define', `${name} ${value}`]
  const args = [
    '-bb',
    '--quiet',
    '--target',
    `${machines[architecture] ?? architecture}-linux`,
    ...define('_topdir', join(work, 'rpm')),
    ...define('_rpmdir', made),
    ...define('_tree', tree),
    spec,
  ]
  try {
    execFileSync('rpmbuild', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    throw new Error(`rpmbuild failed:\n${error.stderr ?? error.message}`, { cause: error })
  }
  const [file] = readdirSync(made, { recursive: true }).filter((name) => name.endsWith('.rpm'))
  copyFileSync(join(made, file), output)
}

/** Programs are taken as they are: not stripped, not searched for what they need, no links by build id. */
export function specFile(order) {
  const { name, version, license, url, maintainer, depends, compression } = order
  const [first = ''] = order.description.split('\n')
  const payload = compression.startsWith('xz') ? 'w6T0.xzdio' : 'w1.gzdio'
  const script = (file) => readFileSync(file, 'utf8').replaceAll('%', '%%')
  return `%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
%global _binary_payload ${payload}
Name: ${name}
Version: ${version.replaceAll('-', '~')}
Release: 1
Summary: ${order.summary ?? first.trim()}
License: ${license}
URL: ${url}
Packager: ${maintainer}
AutoReqProv: no
${depends.map((wanted) => `Requires: ${wanted}`).join('\n')}

%description
${order.description.trim()}

%install
cp -a %{_tree}/. %{buildroot}/

%post -p /bin/bash
${script(order.afterInstall)}

# An upgrade runs this after the new version has come.
%postun -p /bin/bash
if [ "$1" -ge 1 ]; then exit 0; fi
${script(order.afterRemove)}

%files
%defattr(-,root,root,-)
/opt/Rapporteur
/usr/share/applications/*
/usr/share/icons/hicolor/*/apps/*
/usr/share/mime/packages/*
`
}
