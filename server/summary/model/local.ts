/** Whether what is sent there stays on this computer. */
export const isLocal = (baseUrl: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(baseUrl).hostname)
