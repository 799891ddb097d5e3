// Keeps what was typed. On a fresh page it hands the server this tab's draft, the edits it never saw, and a link in the address, which
// it cleans; it saves the server's draft only once the server has answered to that, or else defaults would overwrite the good copy.
// A server that restarted has a new nonce: the same is handed over again.

import { answering, edits, read, stored, write } from "./storage.js"

const state = { nonce: "", waiting: "", erased: 0, kept: "" }
const KEPT = "cmo.kept"

export default function ({ parentElement, data, setStateValue }) {
  document.documentElement.lang = data.page

  const hand = (found) => {
    state.waiting = `${data.nonce}.${Math.random().toString(36).slice(2)}`
    setStateValue("found", { id: state.waiting, edits: edits(), ...found })
  }
  answering(hand)
  const linked = () => {
    const at = location.hash
    if (!at.startsWith("#s=")) return ""
    history.replaceState(history.state, "", location.pathname + location.search)
    return at.slice(1)
  }
  window.onhashchange = () => { const link = linked(); if (link) hand({ link }) }
  window.onstorage = (event) => { if (event.key === KEPT && event.newValue === null) setStateValue("dropped", Date.now()) }

  if (state.nonce !== data.nonce) {
    Object.assign(state, { nonce: data.nonce, erased: 0 })
    const link = linked()
    const draft = read("cmo.draft")
    const kept = draft ? null : stored(() => localStorage, KEPT)
    if (kept) write("cmo.edits", "[]")
    if (draft || kept || link || edits().length) hand({ draft: draft ?? kept ?? "", same_tab: !kept, link })
  }
  if (state.waiting && state.waiting !== data.echo) return
  state.waiting = ""
  write("cmo.edits", JSON.stringify(edits().filter((edit) => edit.n > data.sequence)))
  if (data.unread && read("cmo.draft")) write("cmo.unread", read("cmo.draft"))
  if (read("cmo.draft") !== data.draft) write("cmo.draft", data.draft)
  const local = (act) => { try { act() } catch { /* a browser that refuses keeps nothing */ } }
  if (data.erase > state.erased) { state.erased = data.erase; state.kept = ""; local(() => localStorage.removeItem(KEPT)) }
  if (data.keep && state.kept !== data.draft) { state.kept = data.draft; local(() => localStorage.setItem(KEPT, data.draft)) }
}
