// What is drawn from figures that are no longer the ones on screen is dimmed until it is drawn anew: an edit on its way dims everything
// that was decided before it, and a new answer dims what still belongs to the one before.

import { last } from "./storage.js"

const decided = { last: null }
const watched = new Set()

const mark = (root, { sequence, of }) => root.classList.toggle("stale", last() > sequence || (of !== undefined && of !== decided.last))
const markAll = () => {
  for (const one of watched) {
    if (one.root.isConnected) mark(one.root, one.data)
    else watched.delete(one)
  }
}
document.addEventListener("cmo-edit", markAll)

const known = new WeakMap()

/** Watch a part made of figures: `sequence` is the last edit it knows, `of` the decision it shows; the part that `leads` names the newest. */
export function keepFresh(root, data) {
  if (data.of === undefined) return
  if (!known.has(root)) known.set(root, { root })
  const mine = known.get(root)
  mine.data = data
  watched.add(mine)
  if (data.leads) decided.last = data.of
  markAll()
}
