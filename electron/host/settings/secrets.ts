import { safeStorage } from 'electron'
import type { SecretVault } from '../../../server/index.ts'

/**
 * The system's keychain. On Linux without one Electron would encrypt with a password that everybody
 * knows; that is no keeping, so it counts as not being able to.
 */
export function createSecretVault(): SecretVault {
  return {
    canEncrypt: () =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
    // The synchronous calls: newer Electrons discourage them, older ones have no others.
    encrypt: (secret) => safeStorage.encryptString(secret).toString('base64'),
    decrypt: (encrypted) => safeStorage.decryptString(Buffer.from(encrypted, 'base64')),
  }
}
