import '../watch.js'

/** The built app, unchanged, with the bench looking on. */
await import('../../../out/main/main.js')
