// What the decision says: headline, sentences, signals, a table, an explanation. Every figure is a button that asks where it comes from.
// Text arrives as text and is set as text: nothing here ever becomes mark-up.

const drawn = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  if (outdated(parentElement, data)) return
  const root = parentElement.querySelector(".readout")
  const mine = drawn.get(root) ?? {}
  drawn.set(root, mine)
  mine.tell = setTriggerValue
  const whole = JSON.stringify({ ...data, order: null })
  if (mine.whole === whole) return
  mine.whole = whole

  const figure = (part) => {
    const made = button("figure", part.text, () => mine.tell("why", part.name))
    made.setAttribute("aria-label", `${part.text}. ${data.why}`)
    return made
  }
  const anchor = ({ text, address }) => {
    if (!address) return document.createTextNode(text)
    const link = make("a", "", text)
    link.href = address
    link.target = "_blank"
    link.rel = "noopener noreferrer"
    return link
  }
  const flow = (parts) => parts.map((part) => (part.name ? figure(part) : document.createTextNode(part.text)))
  const blocks = {
    headline: (b) => make("h1", "", ...flow(b.parts)),
    amount: (b) => make("p", "amount", ...flow(b.parts)),
    heading: (b) => make("h2", "", ...flow(b.parts)),
    prose: (b) => make("p", b.tone ?? "", ...flow(b.parts)),
    signals: (b) => make("ul", "signals", ...b.signals.map((signal) => make("li", signal.lit ? "lit" : "",
      make("div", "signal-name", make("span", "bulb"), make("strong", "", signal.name), make("span", "state", signal.state)),
      make("p", "", ...flow(signal.measure)), make("p", "", ...flow(signal.when)), make("p", "quiet", signal.limit)))),
    facts: (b) => make("dl", "facts", ...b.rows.flatMap((row) => [make("dt", "", ...flow(row.label), ...(row.note ? [make("small", "", row.note)] : [])), make("dd", "", ...flow(row.value))])),
    table: (b) => {
      const head = make("tr", "", ...b.columns.map((name, i) => { const th = make("th", i ? "number" : "", name); th.scope = "col"; return th }))
      const rows = b.rows.map((row) => make("tr", row.best ? "best" : "",
        ...row.cells.map((parts, i) => { const cell = make(i ? "td" : "th", i ? "number" : "", ...flow(parts)); if (!i) cell.scope = "row"; return cell })))
      const table = make("table", "", make("caption", "", b.caption), make("thead", "", head), make("tbody", "", ...rows))
      const frame = make("div", "frame", table)
      frame.tabIndex = 0
      frame.setAttribute("role", "region")
      frame.setAttribute("aria-label", b.caption)
      return frame
    },
    gauge: (b) => {
      const track = make("div", "track")
      const part = (className, left, width) => {
        const made = make("div", className)
        made.style.left = `${left * 100}%`
        made.style.width = `${width * 100}%`
        track.append(made)
      }
      part("band", b.low, Math.max(b.high - b.low, 0.004))
      part("fill", 0, b.share)
      track.setAttribute("aria-hidden", "true")
      return make("div", "gauge", make("div", "row", make("span", "", ...flow(b.label)), make("span", "", ...flow(b.value))), track)
    },
    links: (b) => make("ul", "links", ...b.items.map((item) => make("li", "", ...flow(item)))),
    pair: (b) => make("section", "pair", make("div", "", make("strong", "", b.head), make("span", "word", b.word)),
      make("div", "", ...b.texts.map((text) => make("p", "", text)), make("p", "quiet", b.note, ...b.links.flatMap((one) => ["; ", anchor(one)])))),
    source: (b) => make("p", "quiet", anchor(b)),
  }
  root.classList.toggle("large", data.large)
  redraw(root, ...data.blocks.map((b) => blocks[b.kind](b)))
  root.setAttribute("aria-live", data.live ? "polite" : "off")
}
