// The browser's own log of edits, for this tab only: an edit stays in it until the server says that it was taken. Each carries the
// figures it was typed into, so that it never lands on others opened meanwhile. A browser that refuses storage keeps all in memory.

const memory = {}
export const stored = (store, key) => { try { return store().getItem(key) } catch { return null } }
export const read = (key) => memory[key] ?? stored(() => sessionStorage, key)
export const write = (key, value) => { memory[key] = value; try { sessionStorage.setItem(key, value) } catch { /* kept in memory */ } }
export const edits = () => { try { return JSON.parse(read("cmo.edits")) ?? [] } catch { return [] } }

// What is sent over a connection that is just breaking reaches nobody, and the page, once back, does not ask again by itself: while an
// edit has no answer, it is handed over anew, at longer and longer intervals.
export const answering = (hand) => { memory.hand = hand }
function nudge(after) {
  clearTimeout(memory.nudge)
  memory.nudge = setTimeout(() => {
    if (!edits().length) return
    memory.hand?.({})
    nudge(Math.min(2 * after, 60000))
  }, after)
}

/** The number of the last edit, answered or not. */
export const last = () => Number(read("cmo.n") ?? 0)

export function log(figures, path, op, value) {
  const n = last() + 1
  write("cmo.n", String(n))
  const all = [...edits().filter((edit) => edit.path !== path || edit.figures !== figures), { n, figures, path, op, value }]
  write("cmo.edits", JSON.stringify(all))
  nudge(4000)
  document.dispatchEvent(new Event("cmo-edit"))
  return all
}
