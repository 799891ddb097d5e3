// While a component's module is loading the browser may hand over what it was given meanwhile in any order (the HTML standard sets none):
// every component drops what is older than what it has shown, or else a page could show one verdict above the figures of another.

const newest = new WeakMap()
export const outdated = (parent, { order: [server, turn] }) => {
  const before = newest.get(parent)
  if (before && before.server === server && turn < before.turn) return true
  newest.set(parent, { server, turn })
  return false
}
