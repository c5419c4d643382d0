/**
 * Where secrets are kept from other people's eyes: the keychain of the desktop, if there is one. The
 * server knows nothing of Electron, so the desktop hands one in.
 */
export interface SecretVault {
  /** Whether `encrypt` makes something that only this account of this computer can read. */
  canEncrypt(): boolean
  /** @returns text without line breaks */
  encrypt(secret: string): string
  /** @throws if it was not encrypted on this computer, or its keychain is locked */
  decrypt(encrypted: string): string
}

/** No keychain: a secret lives as long as the process. */
export const noVault: SecretVault = {
  canEncrypt: () => false,
  encrypt() {
    throw new Error('This system cannot keep secrets.')
  },
  decrypt() {
    throw new Error('This secret was encrypted by the desktop app.')
  },
}
