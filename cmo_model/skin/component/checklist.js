// The transfer's answers: twelve items and the processes. They travel as a whole, through the same log of edits as every question, so
// that none is lost; while an edit is on its way, what is typed stays and nothing is drawn over it.

import { button, download, make, redraw } from "./dom.js"
import { edits, log } from "./storage.js"

const shown = new WeakMap()

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement
  const { words, most } = data
  const mine = shown.get(root) ?? {}
  shown.set(root, mine)
  Object.assign(mine, { files: data.files })
  const drawn = JSON.stringify([data.answers, words, data.figures])
  if (mine.drawn === drawn || (mine.drawn && edits().some((edit) => edit.path === "transfer"))) return
  mine.drawn = drawn
  const answers = structuredClone(data.answers)
  const send = () => {
    mine.drawn = JSON.stringify([answers, words, data.figures])
    setStateValue("edits", log(data.figures, "transfer", "set", structuredClone(answers)))
  }

  const named = (control, name) => { control.setAttribute("aria-label", name); return control }
  const choice = (options, value, name, act) => {
    const made = make("select")
    made.append(...options.map(([key, text]) => new Option(text, key)))
    made.value = String(value)
    made.onchange = () => { act(made.value); send() }
    return named(made, name)
  }
  const text = (value, longest, name, act, type = "text") => {
    const made = make("input")
    Object.assign(made, { type, value: value ?? "", maxLength: longest, autocomplete: "off", placeholder: type === "text" ? name.split(": ").pop() : "" })
    if (type === "date") Object.assign(made, { min: data.first_day, max: data.last_day })
    made.onchange = () => {
      made.setAttribute("aria-invalid", String(!made.checkValidity()))
      if (!made.checkValidity()) return
      act(made.value.trim())
      send()
    }
    return named(made, name)
  }
  const heads = (names) => { const row = make("div", "row heads", ...names.map((name) => make("span", "", name))); row.setAttribute("aria-hidden", "true"); return row }

  const rows = data.items.map(([name, label]) => {
    const item = (answers.items[name] ??= { state: "no", owner: "", due: null, evidence: "" })
    return make("div", "row item", make("span", "label", label),
      choice(words.states, item.state, `${label}: ${words.state}`, (value) => { item.state = value }),
      text(item.owner, most.letters, `${label}: ${words.owner}`, (value) => { item.owner = value }),
      text(item.due, 10, `${label}: ${words.due}`, (value) => { item.due = value || null }, "date"),
      text(item.evidence, most.evidence, `${label}: ${words.evidence}`, (value) => { item.evidence = value }))
  })
  const again = () => { send(); redraw(root, ...all()) }
  const process = (one, place) => {
    const said = (what) => `${one.name || `${words.process} ${place + 1}`}: ${what}`
    const count = text(one.insiders, String(most.insiders).length, said(words.insiders), (value) => { one.insiders = Math.max(0, Math.min(most.insiders, Math.trunc(Number(value)) || 0)) }, "number")
    Object.assign(count, { min: 0, max: most.insiders })
    return make("div", "row process", text(one.name, most.letters, said(words.process), (value) => { one.name = value }),
      choice(words.levels, one.autonomy, said(words.autonomy), (value) => { one.autonomy = Number(value) }),
      choice(words.weights, one.criticality, said(words.criticality), (value) => { one.criticality = Number(value) }),
      count, named(button("", "\u00d7", () => { answers.processes.splice(place, 1); again() }), said(words.remove)))
  }
  const save = (kind) => download(mine.files[kind].text, mine.files[kind].name)
  const all = () => {
    const add = button("", words.add, () => { answers.processes.push({ name: "", autonomy: 0, criticality: 2, insiders: 0 }); again() })
    add.disabled = answers.processes.length >= most.processes
    const box = make("input")
    Object.assign(box, { type: "checkbox", checked: answers.silent_month, onchange: () => { answers.silent_month = box.checked; send() } })
    return [make("h2", "", words.items_title), heads([words.item, words.state, words.owner, words.due, words.evidence]), ...rows,
      make("h2", "", words.processes_title), make("p", "quiet", words.processes_note),
      ...(answers.processes.length ? [heads([words.process, words.autonomy, words.criticality, words.insiders, ""])] : []),
      ...answers.processes.map(process), add, make("label", "tick", box, words.silent),
      make("div", "files", button("", words.take, () => setTriggerValue("did", { what: "take", at: Date.now() })),
        button("", words.calendar, () => save("calendar")), button("", words.table, () => save("table")))]
  }
  redraw(root, ...all())
}
