/**
 * Switches in the program file that nobody can turn back from outside: what a packaged Rapporteur never
 * does, whoever starts it. Names are electron-builder's; docs/security.md, point 19.
 */
export const fuses = {
  // The program is no Node for others: neither by ELECTRON_RUN_AS_NODE, nor by NODE_OPTIONS, nor by --inspect.
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Cookies lie encrypted on the disk.
  enableCookieEncryption: true,
  // The app comes from its archive alone, which macOS and Windows check when it is read.
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  // The page is app://, so file:// needs no rights of its own.
  grantFileProtocolExtraPrivileges: false,
}
