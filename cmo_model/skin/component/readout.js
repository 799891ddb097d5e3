// What the decision says: headline, sentences, signals, a table, an explanation. Every figure is a button that asks where it comes from.
// Text arrives as text and is set as text: nothing here ever becomes mark-up.

import { dots, lines, shares, spans } from "./charts.js"
import { button, make, redraw } from "./dom.js"

const drawn = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement
  const mine = drawn.get(root) ?? {}
  drawn.set(root, mine)
  mine.tell = setTriggerValue
  const whole = JSON.stringify({ ...data, order: null, sequence: null, of: null })
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
  // A line may end between the sign and the dollar of an English amount: the two stay together.
  const unbroken = (text) => text.split(/(−\$[\d,.]*\d)/).map((piece, i) => (i % 2 ? make("span", "unbroken", piece) : document.createTextNode(piece)))
  const flow = (parts) => parts.flatMap((part) => (part.name ? [figure(part)] : unbroken(part.text)))
  const pressed = (className, act, ...children) => {
    const made = button(className, "", () => mine.tell("did", { ...act, at: Date.now() }))
    made.append(...children)
    return made
  }
  const track = (b) => {
    const made = make("div", "track")
    for (const [className, left, width] of [["fill", 0, b.share], ["band", b.low, Math.max(b.high - b.low, 0.004)]]) {
      const part = make("div", className)
      part.style.left = `${left * 100}%`
      part.style.width = `${width * 100}%`
      made.append(part)
    }
    made.setAttribute("aria-hidden", "true")
    return made
  }
  const folded = (b) => make("details", "as-table", make("summary", "", data.table), blocks.table(b))
  const blocks = {
    headline: (b) => make("h1", "", ...flow(b.parts)),
    amount: (b) => make("p", "amount", ...flow(b.parts)),
    heading: (b) => make("h2", "", ...flow(b.parts)),
    prose: (b) => make("p", b.tone ?? "", ...flow(b.parts)),
    signals: (b) => make("ul", "signals", ...b.signals.map((signal) => make("li", signal.lit ? "lit" : "",
      make("div", "signal-name", make("span", "bulb"), make("strong", "", signal.name), make("span", "state", signal.state)),
      track(signal.gauge),
      make("p", "", ...flow(signal.measure)), make("p", "", ...flow(signal.when)), make("p", "quiet", signal.limit)))),
    facts: (b) => make("dl", "facts", ...b.rows.flatMap((row) => [make("dt", "", ...flow(row.label), ...(row.note ? [make("small", "", row.note)] : [])), make("dd", "", ...flow(row.value))])),
    table: (b) => {
      const head = make("tr", "", ...b.columns.map((name, i) => { const th = make("th", i > (b.words ?? 0) ? "number" : "", name); th.scope = "col"; return th }))
      const named = (row, i) => (row.act && !i ? [pressed("open", row.act, ...flow(row.cells[0]))] : flow(row.cells[i]))
      const rows = b.rows.map((row) => make("tr", row.best ? "best" : "",
        ...row.cells.map((_, i) => { const cell = make(i ? "td" : "th", i > (b.words ?? 0) ? "number" : "", ...named(row, i)); if (i) cell.dataset.title = b.columns[i]; else cell.scope = "row"; return cell })))
      const table = make("table", b.rows.some((row) => row.act) ? "opening" : "", make("caption", "", b.caption), make("thead", "", head), make("tbody", "", ...rows))
      const frame = make("div", "frame", table)
      frame.tabIndex = 0
      frame.setAttribute("role", "region")
      frame.setAttribute("aria-label", b.caption)
      return frame
    },
    shares,
    dots: (b) => dots(b, { figure: (name) => mine.tell("why", name), table: folded }),
    spans: (b) => spans(b, { figure: (name) => mine.tell("why", name), table: folded }),
    lines: (b) => lines(b, { table: folded }),
    cards: (b) => make("div", "cards", ...b.cards.map((card) => make("section", "card", make("h2", "", card.title),
      ...card.rows.map((row) => {
        const said = [make("span", "", ...flow(row.label)), make("span", "value", ...flow(row.value))]
        if (!row.act) return make("div", `pair-row ${row.tone}`, ...said)
        const made = pressed(`pair-row ${row.tone}`, row.act, ...said)
        if (row.act.what === "claim") made.setAttribute("aria-pressed", String(row.tone === "advised"))
        return made
      }), ...(card.foot ? [make("p", "quiet", card.foot)] : [])))),
    gauge: (b) => make("div", "gauge", make("div", "row", make("span", "", ...flow(b.label)), make("span", "", ...flow(b.value))), track(b)),
    links: (b) => make("ul", "links", ...b.items.map((item) => make("li", "", ...flow(item)))),
    pair: (b) => make("section", "pair", make("div", "", make("strong", "", b.head), make("span", "word", b.word)),
      make("div", "", ...b.texts.map((text) => make("p", "", text)), make("p", "quiet", b.note, ...b.links.flatMap((one) => ["; ", anchor(one)])))),
    source: (b) => make("p", "quiet", anchor(b)),
  }
  redraw(root, ...data.blocks.map((b) => blocks[b.kind](b)))
  root.setAttribute("aria-live", data.live ? "polite" : "off")
}
