import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assetPath } from './asset-path.ts'

const folder = resolve('/app/out/renderer')

describe('assetPath', () => {
  it('finds the page at the root and files below it', () => {
    expect(assetPath(folder, '/')).toBe(resolve(folder, 'index.html'))
    expect(assetPath(folder, '/assets/index-1.js')).toBe(resolve(folder, 'assets/index-1.js'))
    expect(assetPath(folder, '/a%20b.png')).toBe(resolve(folder, 'a b.png'))
  })

  it.each([
    '/../main/main.js',
    '/%2e%2e/main/main.js',
    '/..%2f..%2fpackage.json',
    '/assets/../../../package.json',
    '/..%5cmain.js',
    '/index.html%00.js',
    '/%E0%A4%A',
    '/../renderer-of-someone-else/index.html',
    '/.',
    '/..',
  ])('knows no file for %s', (pathname) => {
    expect(assetPath(folder, pathname)).toBeNull()
  })

  it('reads an absolute path as one below the folder', () => {
    expect(assetPath(folder, '//etc/passwd')).toBe(resolve(folder, 'etc/passwd'))
    expect(assetPath(folder, '/%2fetc%2fpasswd')).toBe(resolve(folder, 'etc/passwd'))
  })
})
