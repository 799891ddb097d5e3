// What the decision says: headline, sentences, lamps, a table, an explanation. Every figure is a button that asks where it comes from.
// Text arrives as text and is set as text: nothing here ever becomes mark-up.

const make = (tag, className, ...children) => {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.append(...children)
  return element
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".readout")
  if (data.page) document.documentElement.lang = data.page

  const figure = (part) => {
    const button = make("button", "figure", part.text)
    button.type = "button"
    button.setAttribute("aria-label", `${part.text}. ${data.why}`)
    button.onclick = () => setTriggerValue("why", part.name)
    return button
  }
  const flow = (parts) => parts.map((part) => (part.name ? figure(part) : document.createTextNode(part.text)))
  const blocks = {
    headline: (b) => make("h1", "", ...flow(b.parts)),
    amount: (b) => make("p", "amount", ...flow(b.parts)),
    heading: (b) => make("h2", "", ...flow(b.parts)),
    prose: (b) => make("p", b.tone ?? "", ...flow(b.parts)),
    lamps: (b) => make("ul", "lamps", ...b.lamps.map((lamp) => make("li", lamp.lit ? "lit" : "",
      make("div", "lamp-name", make("span", "bulb"), make("strong", "", lamp.name), make("span", "state", lamp.state)),
      make("p", "", ...flow(lamp.measure)), make("p", "", ...flow(lamp.when)), make("p", "quiet", lamp.limit)))),
    facts: (b) => make("dl", "facts", ...b.rows.flatMap((row) => [make("dt", "", ...flow(row.label)), make("dd", "", ...flow(row.value))])),
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
    links: (b) => make("ul", "links", ...b.items.map((item) => make("li", "", ...flow(item)))),
    source: (b) => {
      if (!b.address) return make("p", "quiet", b.text)
      const link = make("a", "", b.text)
      link.href = b.address
      link.target = "_blank"
      link.rel = "noopener noreferrer"
      return make("p", "quiet", link)
    },
  }
  // A redraw keeps the place of whoever works by keyboard.
  const held = root.getRootNode().activeElement
  const place = held ? [...root.querySelectorAll("button")].indexOf(held) : -1
  root.replaceChildren(...data.blocks.map((b) => blocks[b.kind](b)))
  root.setAttribute("aria-live", data.live ? "polite" : "off")
  if (place >= 0) root.querySelectorAll("button")[place]?.focus()
}
