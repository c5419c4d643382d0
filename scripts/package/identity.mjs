/**
 * Who publishes this build, and where its newer versions lie. The values here are placeholders of a reserved domain:
 * whoever publishes says others by environment (docs/releasing.md).
 */
const env = (name, fallback) => process.env[`RAPPORTEUR_${name}`] || fallback

export const identity = {
  homepage: env('HOMEPAGE', 'https://rapporteur.example'),
  maintainer: env('MAINTAINER', 'The Rapporteur authors <maintainers@rapporteur.example>'),
  /** Folder of the update manifests; without it, or without the key, the app never looks for updates. */
  updateUrl: env('UPDATE_URL', null),
  /** Ed25519 key, PEM: only what its other half has signed is an update. */
  updatePublicKey: env('UPDATE_PUBLIC_KEY', null),
}
