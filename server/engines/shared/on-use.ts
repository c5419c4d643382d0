/** Makes a thing when it is first asked for: most threads use few of the statements that there are. */
export function onUse<Thing>(make: () => Thing): () => Thing {
  let thing: Thing | undefined
  return () => (thing ??= make())
}

/** An object whose things are made like that, each when it is first asked for. */
export function eachOnUse<Things extends object>(make: {
  [Name in keyof Things]: () => Things[Name]
}): Things {
  const things = {} as Things
  for (const name of Object.keys(make) as (keyof Things)[]) {
    Object.defineProperty(things, name, { get: onUse(make[name]), enumerable: true })
  }
  return things
}
