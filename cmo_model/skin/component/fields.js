// Questions: a number typed in the reader's way, a choice, a word. The server checks everything again; here a slip is told at once,
// beside the field, and what was typed stays. Values travel as plain numbers; shares are shown in percent, days a month as days.

import { curve } from "./charts.js"
import { button, make } from "./dom.js"
import { readings } from "./numbers.js"
import { log } from "./storage.js"

const shownOf = (value, f) => (f.scale === "percent" ? Number(`${value.toFixed(12)}e2`) : f.scale === "days" ? value * f.days : value)
const valueOf = (typed, f) => (f.scale === "percent" ? Number(`${Number(typed)}e-2`) : f.scale === "days" ? Number(typed) / f.days : Number(typed))

function format(number, f, locale) {
  const cents = f.money && !Number.isInteger(number) ? 2 : 0
  const most = f.whole ? 0 : f.scale === "days" ? 2 : 4
  return new Intl.NumberFormat(locale, { minimumFractionDigits: cents, maximumFractionDigits: most, useGrouping: f.kind !== "year" }).format(number)
}

const about = (value, locale, currency) => {
  const finest = 10 ** Math.max(0, String(Math.trunc(Math.abs(value))).length - 2)
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 }).format(Math.round(value / finest) * finest)
}

/** To three figures: nobody means the digits of a curve. */
const rounded = (value) => Number(value.toPrecision(3))

function problem(value, f, words) {
  if (value === null) return words.not_a_number
  if (f.whole && !Number.isInteger(value)) return words.whole
  if (f.low !== null && (f.low_open ? value <= f.low : value < f.low)) return f.too_low
  if (f.high !== null && value > f.high) return f.too_high
  return ""
}

function build(f) {
  const row = make("div", "field")
  const head = make("div", "head")
  const label = make("label")
  const tag = button("tag", "")
  head.append(label, tag)
  const control = make(f.choices ? "select" : "input", "control")
  control.id = `f-${f.path}`
  if (!f.choices) Object.assign(control, { type: "text", inputMode: f.kind === "text" ? "text" : "decimal", autocomplete: "off" })
  if (f.kind === "text") { control.maxLength = f.most; control.classList.add("words") }
  label.htmlFor = control.id
  const unit = make("span", "unit")
  const reset = button("reset", "\u21ba")
  const box = make("div", "box")
  box.append(control, unit, reset)
  const under = make("div", "under")
  const help = make("span", "help")
  const unknown = button("unknown", "")
  const echo = make("span", "echo")
  help.id = `${control.id}-help`
  echo.id = `${control.id}-echo`
  const left = make("div")
  left.append(help, document.createTextNode(" "), unknown)
  under.append(left, echo)
  const alert = make("div", "alert")
  alert.id = `${control.id}-alert`
  alert.setAttribute("role", "alert")
  const note = make("div", "note")
  note.id = `${control.id}-note`
  control.setAttribute("aria-describedby", `${help.id} ${echo.id} ${note.id} ${alert.id}`)
  const asked = make("div", "asked", head, box, under, note, alert)
  const beside = make("div", "beside")
  row.append(asked, beside)
  return { row, asked, beside, label, tag, control, unit, reset, help, unknown, echo, note, alert, typed: null, value: undefined }
}

const REST = 500
const shown = new WeakMap()

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement
  const known = shown.get(root) ?? new Map()
  shown.set(root, known)
  const { words } = data
  const send = (path, op, value) => setStateValue("edits", log(data.figures, path, op, value))

  const rows = data.fields.map((f) => {
    let it = known.get(f.path)
    if (!it || it.control.localName !== (f.choices ? "select" : "input")) known.set(f.path, (it = build(f)))
    it.label.textContent = f.label
    it.help.textContent = f.help
    it.note.textContent = f.note
    it.unit.textContent = f.unit
    it.unit.style.order = f.unit_first ? -1 : 0
    it.tag.textContent = f.tag
    it.tag.hidden = !f.tag
    it.tag.setAttribute("aria-label", `${f.label}: ${f.tag}. ${words.why}`)
    it.tag.onclick = () => setTriggerValue("why", f.why)
    it.reset.title = words.reset
    it.reset.setAttribute("aria-label", `${words.reset}: ${f.label}`)
    it.reset.hidden = !f.changed
    it.reset.onclick = () => { it.typed = null; send(f.path, "reset", null) }
    it.unknown.textContent = words.unknown
    it.unknown.hidden = !f.unknown
    it.unknown.setAttribute("aria-label", `${words.unknown}: ${f.label}`)
    it.unknown.onclick = () => { it.typed = null; send(f.path, "unknown", null) }

    const drawn = JSON.stringify(f.curve ?? null)
    if (it.drawn !== drawn) it.beside.replaceChildren(...(f.curve ? [curve(f.curve, (value) => { it.typed = null; send(f.path, "set", rounded(value)) }, (value, lead) => {
      const shown = format(shownOf(rounded(value), f), { ...f, money: false }, data.locale)
      const amount = f.unit_first ? `${f.unit}${shown}` : `${shown}\u00a0${f.unit}`.trim()
      return f.curve[lead >= 0 ? "ahead" : "behind"].replace("{value}", amount).replace("{lead}", about(Math.abs(lead), data.locale, data.currency))
    })] : []))
    it.drawn = drawn
    it.row.classList.toggle("drawn", Boolean(f.curve))
    const extra = [it.unknown, it.reset]
    for (const one of extra) one.tabIndex = f.choices ? 0 : -1
    const walk = (event) => { // what stands around a question is reached from it by the down arrow, so that Tab goes to the next one
      const stops = [it.control, ...[...it.row.querySelectorAll("button")].filter((one) => !one.hidden && one.tabIndex < 0)]
      const at = stops.indexOf(root.getRootNode().activeElement)
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (!step || at < 0 || !stops[at + step]) return
      event.preventDefault()
      stops[at + step].focus()
    }
    it.row.onkeydown = f.choices ? null : walk

    const tell = (message) => {
      const said = message || f.problem
      if (it.alert.textContent !== said) it.alert.textContent = said
      it.control.setAttribute("aria-invalid", said ? "true" : "false")
    }
    if (f.choices) {
      const options = JSON.stringify(f.choices)
      if (it.options !== options) it.control.replaceChildren(...f.choices.map(([value, name]) => new Option(name, String(value))))
      it.options = options
      it.control.value = String(f.value)
      it.control.onchange = () => send(f.path, "set", f.choices[it.control.selectedIndex][0])
      tell("")
      return it.row
    }

    const text = f.kind === "text"
    const say = (value) => { it.echo.textContent = value === null || !f.echo ? "" : f.echo.replace("{n}", format(f.scale === "days" ? value : shownOf(value, f), { ...f, scale: "" }, data.locale)) }
    const read = () => readings(it.control.value, data.locale, { money: f.money, percent: f.scale === "percent" })
    const reading = () => {
      if (text) return it.control.value.trim()
      const found = read()
      return found.length === 1 ? valueOf(found[0], f) : null
    }
    const ask = () => { // what can be read in two ways is asked, never taken
      const found = text ? [] : read()
      if (found.length < 2) return false
      const choices = found.map((one) => {
        const value = valueOf(one, f)
        const shown = format(shownOf(value, f), f, data.locale)
        return button("choice", f.unit_first ? `${f.unit}${shown}` : `${shown}\u00a0${f.unit}`, () => { it.typed = null; it.control.value = shown; tell(""); send(f.path, "set", value) })
      })
      it.alert.replaceChildren(document.createTextNode(`${words.which} `), ...choices)
      it.control.setAttribute("aria-invalid", "true")
      return true
    }
    const wrong = (value) => (text ? "" : problem(value, f, words))
    // What is typed and not yet accepted stays; a value that changed on the server, or a new language, is written anew.
    if (it.typed === null || it.value !== f.value) {
      it.typed = null
      const written = text || f.value === null ? (f.value ?? "") : format(shownOf(f.value, f), f, data.locale)
      if (root.getRootNode().activeElement !== it.control && it.control.value !== written) it.control.value = written
      if (root.getRootNode().activeElement !== it.control) say(text ? null : f.value)
      tell("")
    } else if (!ask()) tell(wrong(reading()))
    if (it.value !== f.value) it.sent = undefined
    it.value = f.value

    it.control.oninput = () => {
      it.sent = undefined
      const value = reading()
      if (!text) say(value)
      if (!wrong(value)) tell("")
      clearTimeout(it.soon) // typed figures count while typing, once the fingers rest
      if (!text && !wrong(value) && value !== f.value) it.soon = setTimeout(() => { it.value = value; send(f.path, "set", value) }, REST)
    }
    const accept = () => {
      clearTimeout(it.soon)
      if (it.sent !== undefined && it.control.value === it.sent) return // written back by us, not typed
      if (ask()) { it.typed = it.control.value; return }
      const value = reading()
      const message = wrong(value)
      it.typed = message ? it.control.value : null
      tell(message)
      if (message) return
      const written = text ? value : format(shownOf(value, f), f, data.locale)
      const before = text || f.value === null ? f.value : format(shownOf(f.value, f), f, data.locale)
      it.control.value = it.sent = written
      if (written !== before) { it.value = value; send(f.path, "set", value) }
    }
    it.control.onchange = accept
    it.control.onkeydown = (event) => { if (event.key === "Enter") accept() }
    return it.row
  })
  if (rows.length !== root.childElementCount || rows.some((row, i) => root.children[i] !== row)) root.replaceChildren(...rows)
}
