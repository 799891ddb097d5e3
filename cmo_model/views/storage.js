// The browser's own log of edits, for this tab only: an edit stays in it until the server says that it was taken. Read before both
// the questions and the keeper; a browser that refuses storage keeps the log in memory.

const memory = (window.cmoMemory ??= {})
const read = (key, store = () => sessionStorage) => { try { return store().getItem(key) ?? memory[key] ?? null } catch { return memory[key] ?? null } }
const write = (key, value, store = () => sessionStorage) => { memory[key] = value; try { store().setItem(key, value) } catch { /* kept in memory */ } }
const edits = () => { try { return JSON.parse(read("cmo.edits")) ?? [] } catch { return [] } }

function log(path, op, value) {
  const n = Number(read("cmo.n") ?? 0) + 1
  write("cmo.n", String(n))
  const all = [...edits().filter((edit) => edit.path !== path), { n, path, op, value }]
  write("cmo.edits", JSON.stringify(all))
  return all
}
