// One question: a number typed in the reader's way, or a choice. The server checks everything again; here a slip is told at once,
// beside the field, and what was typed stays. Values travel as plain numbers; shares are shown in percent.

const SPACES = /[\s\u00a0\u202f\u2009']/g

function parse(typed, language) {
  let s = typed.normalize("NFKC").replace(SPACES, "").replace(/\$|%|CAD|CA/gi, "").replace(/[\u2212\u2013]/g, "-")
  const grouped = language === "en" ? /^-?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^-?\d{1,3}(\.\d{3}){2,}(,\d*)?$/
  if (grouped.test(s)) s = s.replace(language === "en" ? /,/g : /\./g, "")
  s = s.replace(",", ".")
  return /^-?(\d+\.?\d*|\.\d+)$/.test(s) ? s : null
}

function format(value, data) {
  const shown = data.percent ? Number(`${value.toFixed(12)}e2`) : value
  const cents = data.money && !Number.isInteger(shown) ? 2 : 0
  return new Intl.NumberFormat(data.locale, { minimumFractionDigits: cents, maximumFractionDigits: data.whole ? 0 : 4 }).format(shown)
}

function problem(value, data) {
  if (value === null) return data.messages.not_a_number
  if (data.low !== null && (data.low_open ? value <= data.low : value < data.low)) return data.messages.too_low
  if (data.high !== null && value > data.high) return data.messages.too_high
  return ""
}

const states = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".field")
  const label = root.querySelector("label")
  const help = root.querySelector(".help")
  const echo = root.querySelector(".echo")
  const reset = root.querySelector("button")
  const alert = root.querySelector(".alert")
  const wanted = data.choices ? "select" : "input"
  let control = root.querySelector(".control")
  if (!control || control.localName !== wanted) {
    const made = document.createElement(wanted)
    made.className = "control"
    made.id = "control"
    if (wanted === "input") Object.assign(made, { type: "text", inputMode: "decimal", autocomplete: "off" })
    if (control) control.replaceWith(made)
    else root.querySelector(".box").prepend(made)
    control = made
  }
  const state = states.get(root) ?? { typed: null, value: undefined, locale: undefined }
  states.set(root, state)

  label.textContent = data.label
  label.htmlFor = "control"
  help.textContent = data.help
  const unit = root.querySelector(".unit")
  unit.textContent = data.unit
  unit.style.order = data.unit_first ? -1 : 0
  control.setAttribute("aria-describedby", "help echo alert")
  reset.setAttribute("aria-label", data.reset)
  reset.title = data.reset
  reset.hidden = data.value === data.start
  reset.onclick = () => { state.typed = null; setStateValue("value", data.start) }

  const tell = (message) => {
    const said = message || data.problem
    if (alert.textContent !== said) alert.textContent = said
    control.setAttribute("aria-invalid", said ? "true" : "false")
  }

  if (data.choices) {
    if (state.locale !== data.locale || control.options.length !== data.choices.length) {
      control.replaceChildren(...data.choices.map(([value, name]) => new Option(name, value)))
    }
    control.value = data.value
    control.onchange = () => setStateValue("value", control.value)
    echo.textContent = ""
    tell("")
    state.locale = data.locale
    return
  }

  const say = (value) => { echo.textContent = value === null ? "" : data.echo.replace("{n}", format(value, data)) }
  const read = () => {
    const number = parse(control.value, data.language)
    return number === null ? null : data.percent ? Number(`${number}e-2`) : Number(number)
  }
  // What is typed and not yet accepted stays; a value that changed on the server, or a new language, is written anew.
  if (state.typed === null || state.value !== data.value) {
    state.typed = null
    const shown = format(data.value, data)
    if (root.getRootNode().activeElement !== control && control.value !== shown) control.value = shown
    say(data.value)
    tell("")
  } else tell(problem(read(), data))
  state.value = data.value
  state.locale = data.locale

  control.oninput = () => { const value = read(); say(value); if (!problem(value, data)) tell("") }
  const accept = () => {
    const value = read()
    const wrong = problem(value, data)
    state.typed = wrong ? control.value : null
    tell(wrong)
    if (wrong) return
    control.value = format(value, data)
    if (value !== state.value) { state.value = value; setStateValue("value", value) }
  }
  control.onchange = accept
  control.onkeydown = (event) => { if (event.key === "Enter") accept() }
}
