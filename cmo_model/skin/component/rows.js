// Rows of controls on one subject. Their values travel as a whole through the log of edits, so that none is lost; buttons and files
// are told as they happen. What is typed stays while its edit is on its way.

import { button, download, make, redraw } from "./dom.js"
import { parse } from "./numbers.js"
import { edits, log } from "./storage.js"

const shown = new WeakMap()

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement
  const mine = shown.get(root) ?? {}
  shown.set(root, mine)
  const drawn = JSON.stringify({ ...data, order: null })
  const pending = edits().some((edit) => edit.path === data.path)
  if (mine.drawn === drawn || (mine.layout === JSON.stringify(data.layout) && pending)) return
  mine.drawn = drawn
  mine.layout = JSON.stringify(data.layout)
  mine.values = pending && mine.values ? mine.values : { ...data.values }
  const send = (id, value) => {
    const last = edits().filter((edit) => edit.path === data.path && edit.figures === data.figures).pop()
    if (last) mine.values = { ...last.value } // another panel's choice on its way: both travel together
    if (value === null) delete mine.values[id]
    else mine.values[id] = value
    setStateValue("edits", log(data.figures, data.path, "set", { ...mine.values }))
  }
  const did = (what, more) => setTriggerValue("did", { what, ...more, at: Date.now() })
  const written = (value, digits) => new Intl.NumberFormat(data.locale, { maximumFractionDigits: digits }).format(value)

  const controls = {
    select: (c) => {
      const made = make("select")
      made.append(...c.choices.map(([value, name]) => new Option(name, value)))
      made.value = String(mine.values[c.id] ?? c.value ?? "")
      made.onchange = () => send(c.id, made.value || null)
      return made
    },
    check: (c) => {
      const box = make("input")
      Object.assign(box, { type: "checkbox", checked: mine.values[c.id] === true, onchange: () => send(c.id, box.checked || null) })
      return box
    },
    number: (c) => {
      const made = make("input")
      const value = mine.values[c.id] ?? c.value
      Object.assign(made, { type: "text", inputMode: "decimal", autocomplete: "off", value: value == null ? "" : written(value, c.digits ?? 2) })
      made.onchange = () => {
        const number = made.value.trim() === "" ? null : Number(parse(made.value, data.locale) ?? NaN)
        const wrong = number !== null && !(number >= 0 && number < data.most)
        made.setAttribute("aria-invalid", String(wrong))
        if (!wrong) send(c.id, number)
      }
      return made
    },
    words: (c) => {
      const made = make("input", "words")
      Object.assign(made, { type: "text", autocomplete: "off", maxLength: 80, value: mine.values[c.id] ?? c.value ?? "" })
      made.onchange = () => send(c.id, made.value.trim() || null)
      return made
    },
    pick: (c) => { // chosen once, and done
      const made = make("select")
      made.append(...c.choices.map(([value, name]) => new Option(name, value)))
      made.onchange = () => made.value && did(c.id, { value: made.value })
      return made
    },
    paste: (c) => {
      const made = make("input", "words")
      Object.assign(made, { type: "text", autocomplete: "off", placeholder: c.hint })
      made.onchange = () => made.value.trim() && did(c.id, { value: made.value.trim() })
      return made
    },
    button: (c) => button("", c.label, () => did(c.id)),
    save: (c) => button("", c.label, () => download(c.text, c.file)),
    file: (c) => {
      const input = make("input")
      Object.assign(input, { type: "file", accept: c.accept, hidden: true })
      input.onchange = async () => {
        const [chosen] = input.files
        if (!chosen) return
        if (chosen.size > c.most) return did("too_large", { size: chosen.size })
        const bytes = new Uint8Array(await chosen.arrayBuffer())
        let text = ""
        for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768))
        did(c.id, { name: chosen.name, value: btoa(text) })
      }
      return make("span", "", button("", c.label, () => input.click()), input)
    },
    text: (c) => make("span", c.tone ?? "", c.label),
  }
  const rows = data.layout.map((row) => make("div", `row ${row.kind ?? ""}`, ...row.controls.map((c) => {
    const made = controls[c.kind](c)
    if (!["button", "save", "file", "text"].includes(c.kind)) made.setAttribute("aria-label", c.name)
    if (!c.label || ["button", "save", "file", "text"].includes(c.kind)) return made
    const label = make("label", c.kind)
    if (c.kind === "check") label.append(made, document.createTextNode(c.label))
    else label.append(make("span", "", c.label), made)
    return label
  })))
  redraw(root, ...rows)
}
