/** Makes a thing when it is first asked for: most threads use few of the statements that there are. */
export function onUse<Thing>(make: () => Thing): () => Thing {
  let thing: Thing | undefined
  return () => (thing ??= make())
}
