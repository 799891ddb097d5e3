// The controls above every page: a strip of buttons, and a panel to share and keep. The link and the file are written by the server and
// leave only by the visitor's own click; a file is handed over as its bytes, for the server to read strictly.

export default function ({ parentElement, data, setTriggerValue }) {
  if (outdated(parentElement, data)) return
  const root = parentElement.querySelector(".bar")
  const { words } = data
  const state = (window.cmoBar ??= { open: false, named: false, linked: false, said: "" })
  if (state.page !== data.page) Object.assign(state, { page: data.page, open: false, said: "" })
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

  const strip = make("div", "strip")
  const more = press(words.share, () => { state.open = !state.open; draw() })
  more.setAttribute("aria-expanded", String(state.open))
  strip.append(choice("claim"), press(words.present, () => did("present")), more)
  if (data.changed) strip.append(press(words.reset, () => did("reset")))
  if (data.undo) strip.append(press(words.undo, () => did("undo")))

  const panel = make("div", "panel")
  const link = make("input")
  link.type = "text"
  link.readOnly = true
  link.id = "link"
  const address = () => `${location.origin}${location.pathname.replace(/[^/]*$/, "")}#${state.named ? data.link_named : data.link}`
  link.value = data.link ? address() : ""
  link.onfocus = () => link.select()
  const linkLabel = make("label", "", words.link)
  linkLabel.htmlFor = "link"
  const status = make("span", "status", state.said)
  status.setAttribute("role", "status")
  const copy = press(words.copy, async () => {
    const text = address()
    try { await navigator.clipboard.writeText(text) } catch { link.select(); document.execCommand("copy") }
    state.said = words.copied
    status.textContent = words.copied
  })
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
  const download = (content, name) => {
    const url = URL.createObjectURL(new Blob([content]))
    const anchor = make("a")
    anchor.href = url
    anchor.download = name
    anchor.click()
    setTimeout(() => URL.revokeObjectURL(url), 1000)
  }
  const save = press(words.save, () => download(data.file, data.file_name))
  const ask = data.kinds.map((kind) => press(words[kind], () => did(kind, state.linked ? address().split("#")[0] : "")))
  if (data.made && state.made !== data.made.id) {
    state.made = data.made.id
    download(Uint8Array.from(atob(data.made.data), (c) => c.charCodeAt(0)), data.made.name)
  }
  panel.append(
    section(make("strong", "", words.hand_over), line(...ask), line(choice("paper"), tick("linked", words.with_link, state.linked, (on) => { state.linked = on })), make("p", "", words.hand_over_note)),
    section(linkLabel, line(link, copy), line(tick("named", words.named, state.named, (on) => { state.named = on; state.said = ""; draw() }), status), make("p", "", words.link_note)),
    section(make("strong", "", words.file), line(save, press(words.open, () => file.click()), file), make("p", "", data.scaled ? `${words.scaled} ${words.file_note}` : words.file_note)),
    section(make("strong", "", words.keeping), line(tick("keep", words.keep, data.keep, (on) => did("keep", on)), press(words.erase, () => did("erase"))), make("p", "", words.keep_note)),
    section(make("strong", "", words.typing), choice("typing")),
  )
  panel.hidden = !state.open

  redraw(root, strip, panel)

  function draw() {
    panel.hidden = !state.open
    more.setAttribute("aria-expanded", String(state.open))
    link.value = data.link ? address() : ""
    status.textContent = state.said
  }
}
