// Keeps what was typed. On a fresh page it reads a link in the address (and cleans it) or this tab's draft, and hands it to the server;
// it saves the server's draft only once the server has answered to what was found, or else defaults would overwrite the good copy.
// A server that restarted has a new nonce: the draft and the edits it never saw are handed over again.

const state = (window.cmoKeeper ??= { nonce: "", waiting: "", erased: 0 })
const local = () => localStorage

export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.page

  const hand = (source, raw) => {
    state.waiting = `${data.nonce}.${Math.random().toString(36).slice(2)}`
    setStateValue("found", { id: state.waiting, source, raw, edits: edits() })
  }
  const linked = () => {
    const at = location.hash
    if (!at.startsWith("#s=")) return null
    history.replaceState(history.state, "", location.pathname + location.search)
    return at.slice(1)
  }
  window.onhashchange = () => { const link = linked(); if (link) hand("link", link) }

  if (state.nonce !== data.nonce) {
    state.nonce = data.nonce
    const link = linked()
    const draft = read("cmo.draft")
    const kept = (() => { try { return localStorage.getItem("cmo.kept") } catch { return null } })()
    if (link) { write("cmo.edits", "[]"); hand("link", link) }
    else if (draft) hand("session", draft)
    else if (kept) { write("cmo.edits", "[]"); hand("kept", kept) }
    else if (edits().length) hand("session", "")
  }
  if (state.waiting && state.waiting !== data.echo) return
  state.waiting = ""
  write("cmo.edits", JSON.stringify(edits().filter((edit) => edit.n > data.sequence)))
  if (read("cmo.draft") !== data.draft) write("cmo.draft", data.draft)
  if (data.keep) write("cmo.kept", data.draft, local)
  if (data.erase > state.erased) { state.erased = data.erase; try { localStorage.removeItem("cmo.kept") } catch { /* nothing was kept */ } }
}
