// The head of every page: where to go, whose figures, which language; and a panel to share and keep. The link and the file are written by the server and
// leave only by the visitor's own click; a file is handed over as its bytes, for the server to read strictly.

import { button, download, make, redraw } from "./dom.js"
import { whenGone } from "./gone.js"

const bar = { open: false, menu: false, named: false, linked: false, said: "", watch: 0, lost: false, gone: false }
whenGone(() => { bar.gone = true; bar.draw?.() })
const LOOK = 1000 // milliseconds between two looks at whether the server is there, while a file is being made
const LONGEST = 120 // such looks at most

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement
  const { words } = data
  const state = bar
  state.gone = false // it draws again: the server is there
  if (state.page !== data.page) Object.assign(state, { page: data.page, open: false, menu: false, said: "" })
  const did = (what, value) => setTriggerValue("did", { what, value, at: Date.now() })
  const press = (text, act, pressed) => {
    const made = button("", text, act)
    if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed))
    return made
  }
  const group = (label, buttons) => {
    const made = make("div", "group")
    made.setAttribute("role", "group")
    made.setAttribute("aria-label", label)
    made.append(make("span", "name", label), ...buttons)
    return made
  }
  const choice = (name) => group(words[name], data.choices[name].map(([value, text]) => press(text, () => did(name, value), data[name] === value)))

  const page = ([name, title, path]) => {
    const made = make("a", "", title)
    made.href = path
    if (name === data.page) made.setAttribute("aria-current", "page")
    made.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
      event.preventDefault()
      state.menu = false
      if (made.pathname === location.pathname) return draw()
      history.pushState({}, "", made.href) // the page is asked for as "back" and "forward" ask for one, which loses no click
      window.dispatchEvent(new PopStateEvent("popstate", { state: {} }))
    }
    return made
  }
  const nav = make("nav", "", ...data.pages.map(page))
  nav.setAttribute("aria-label", words.pages)
  const skip = button("skip", words.skip, () => {
    const first = [...document.querySelectorAll(".st-key-ask *")].map((one) => one.shadowRoot?.querySelector(".control")).find(Boolean)
    ;(first ?? root).focus()
  })
  const menu = button("menu", "\u2630", () => { state.menu = !state.menu; draw() })
  menu.setAttribute("aria-label", words.pages)
  const pick = make("select", "firm")
  pick.setAttribute("aria-label", words.example)
  if (!data.example) pick.append(new Option(data.firm, "", true, true))
  pick.append(...data.examples.map(([name, title]) => new Option(title, name, false, name === data.example)))
  const own = new Option(words.own, " ")
  pick.append(own)
  pick.onchange = () => (pick.value === " " ? did("own") : did("example", pick.value))
  const more = press(words.share, () => { state.open = !state.open; draw() })
  more.setAttribute("aria-expanded", String(state.open))
  const icon = (sign, name, act) => { const made = press(sign, act); made.title = name; made.setAttribute("aria-label", name); return made }
  const languages = data.languages.filter(([name]) => name !== data.language || data.languages.length > 2).map(([name, title, tag]) => {
    const made = icon(name.toUpperCase(), `${name.toUpperCase()}, ${title}`, () => did("language", name))
    made.lang = tag
    return made
  })
  const acts = make("div", "acts", pick, ...(data.undo ? [icon("\u21b6", words.undo, () => did("undo"))] : []), ...(data.changed ? [icon("\u21ba", words.reset, () => did("reset"))] : []), press(words.present, () => did("present")), more)
  const strip = make("header", "strip", skip, menu, make("strong", "brand", words.brand), nav, make("div", "languages", ...languages), acts)

  const gone = make("p", "lost")
  gone.setAttribute("role", "alert")

  const panel = make("div", "panel")
  const link = make("input")
  link.type = "text"
  link.readOnly = true
  link.id = "link"
  const address = (held = state.named ? data.link_named : data.link) => `${location.origin}${location.pathname.replace(/[^/]*$/, "")}#${held}`
  link.value = data.link ? address() : ""
  link.onfocus = () => link.select()
  const linkLabel = make("label", "", words.link)
  linkLabel.htmlFor = "link"
  const status = make("span", "status", state.said)
  status.setAttribute("role", "status")
  const copied = async (text, told) => {
    try { await navigator.clipboard.writeText(text) } catch { link.value = text; link.select(); document.execCommand("copy") }
    told.textContent = words.copied
  }
  const copy = press(words.copy, async () => { await copied(address(), status); state.said = words.copied })
  const statusDated = make("span", "status")
  statusDated.setAttribute("role", "status")
  const copyDated = press(words.copy_dated, () => copied(address(state.named ? data.dated_named : data.dated), statusDated))
  const tick = (id, text, checked, act) => {
    const label = make("label", "tick")
    const box = make("input")
    box.type = "checkbox"
    box.id = id
    box.checked = checked
    box.onchange = () => act(box.checked)
    label.append(box, document.createTextNode(text))
    return label
  }
  const section = (...children) => { const made = make("div", "section"); made.append(...children); return made }
  const line = (...children) => { const made = make("div", "line"); made.append(...children); return made }
  const file = make("input")
  file.type = "file"
  file.accept = ".json,application/json"
  file.hidden = true
  file.onchange = async () => {
    const [chosen] = file.files
    if (!chosen) return
    if (chosen.size > data.most_bytes) return did("too_large")
    const bytes = new Uint8Array(await chosen.arrayBuffer())
    did("file", btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")))
  }
  const firm = make("input")
  Object.assign(firm, { type: "text", id: "firm-name", value: data.named, maxLength: data.most_letters, autocomplete: "organization" })
  firm.onchange = () => did("name", firm.value.trim())
  const firmLabel = make("label", "", words.firm_name)
  firmLabel.htmlFor = "firm-name"
  const save = press(words.save, () => download(data.file, data.file_name))
  const waits = (told) => {
    clearInterval(state.watch)
    Object.assign(state, { watch: 0, lost: false })
    if (!told) return
    let left = LONGEST
    const mine = state.watch = setInterval(async () => {
      if (--left < 0) return clearInterval(mine)
      const signal = AbortSignal.timeout(5 * LOOK)
      const there = await fetch(new URL("./_stcore/health", location.href), { signal }).then((answer) => answer.ok, () => false)
      if (there || state.watch !== mine) return
      waits(false)
      Object.assign(state, { lost: true, open: true })
      state.draw()
    }, LOOK)
  }
  const ask = data.kinds.map((kind) => press(words[kind], () => {
    waits(true)
    did(kind, state.linked ? address().split("#")[0] : "")
    draw()
  }))
  const freeze = press(words.freeze, () => { waits(true); did("freeze"); draw() })
  const lost = make("p", "lost")
  lost.setAttribute("role", "alert")
  if (data.made && state.made !== data.made.id) {
    state.made = data.made.id
    waits(false)
    download(Uint8Array.from(atob(data.made.data), (c) => c.charCodeAt(0)), data.made.name)
  }
  panel.append(
    section(make("strong", "", words.hand_over), line(firmLabel, firm), line(...ask), line(choice("paper"), tick("linked", words.with_link, state.linked, (on) => { state.linked = on })), lost, make("p", "", words.hand_over_note)),
    section(linkLabel, line(link, copy), line(tick("named", words.named, state.named, (on) => { state.named = on; state.said = ""; draw() }), status), make("p", "", words.link_note)),
    section(make("strong", "", words.file), line(save, press(words.open, () => file.click()), file), make("p", "", data.scaled ? `${words.scaled} ${words.file_note}` : words.file_note)),
    section(make("strong", "", words.later), line(freeze, copyDated, statusDated), make("p", "", words.later_note)),
    section(make("strong", "", words.keeping), line(tick("keep", words.keep, data.keep, (on) => did("keep", on)), press(words.erase, () => did("erase"))), make("p", "", words.keep_note)),
    section(make("strong", "", words.typing), choice("typing")),
  )
  state.draw = draw
  draw()

  redraw(root, strip, gone, panel)

  function draw() {
    panel.hidden = !state.open
    strip.classList.toggle("open", state.menu)
    menu.setAttribute("aria-expanded", String(state.menu))
    more.setAttribute("aria-expanded", String(state.open))
    link.value = data.link ? address() : ""
    status.textContent = state.said
    gone.textContent = state.gone ? words.gone : ""
    lost.textContent = state.lost ? words.lost : ""
  }
}
