// The pictures that follow every change of a figure: who wins, gains with their whiskers, chance by date, cash, and the curve beside each
// question. Drawn as elements and lines of our own, so that they change in place. The pointer, a finger and the arrow keys ask for values;
// colour has one meaning: advised, today's, others.

import { make } from "./dom.js"

const SVG = "http://www.w3.org/2000/svg"
const svg = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  return made
}
const placed = (className, left, width) => {
  const made = make("div", className)
  made.style.left = `${100 * left}%`
  if (width !== undefined) made.style.width = `${100 * width}%`
  return made
}

/** Names under an axis; those near an end stay inside it. */
const axis = (ticks, x) => make("div", "ticks", ...ticks.map((tick) => {
  const at = x(tick.at)
  const made = placed(`tick${tick.at === 0 ? " now" : ""}${at < 0.1 ? " first" : at > 0.9 ? " last" : ""}`, at)
  made.append(make("span", "", tick.text))
  return made
}))

/** A scale from values to shares of a width. */
export const scale = (low, high) => (value) => (high > low ? (value - low) / (high - low) : 0.5)

/** The point nearest to a share of the width. */
export const nearest = (points, share) => points.reduce((best, point, i) => (Math.abs(point.x - share) < Math.abs(points[best].x - share) ? i : best), 0)

/** Lets the pointer, a finger or the arrow keys walk along points `{x, y, text}`, shares of the frame; tells where it stands. */
export function explore(frame, points, name, { keys = true, start = 0 } = {}) {
  const cursor = make("div", "cursor")
  const tip = make("div", "tip")
  cursor.hidden = tip.hidden = true
  let at = start
  const show = (place) => {
    at = Math.min(Math.max(place, 0), points.length - 1)
    const { x, y } = points[at]
    const text = typeof points[at].text === "function" ? points[at].text() : points[at].text
    cursor.style.left = `${100 * x}%`
    cursor.style.top = `${100 * y}%`
    tip.textContent = text
    tip.style.left = `${100 * Math.min(Math.max(x, 0.2), 0.8)}%`
    cursor.hidden = tip.hidden = false
    if (keys) frame.setAttribute("aria-valuenow", String(at))
    if (keys) frame.setAttribute("aria-valuetext", text)
  }
  const hide = () => { cursor.hidden = tip.hidden = true }
  const follow = (event) => {
    const { left, width } = frame.getBoundingClientRect()
    show(nearest(points, (event.clientX - left) / width))
  }
  frame.onpointermove = follow
  frame.onpointerdown = follow
  frame.onpointerleave = hide
  if (keys) {
    frame.tabIndex = 0
    for (const [key, value] of Object.entries({ role: "slider", "aria-label": name, "aria-valuemin": 0, "aria-valuemax": points.length - 1, "aria-valuenow": at, "aria-valuetext": points[at].text })) frame.setAttribute(key, String(value))
    frame.onfocus = () => show(at)
    frame.onblur = hide
    frame.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -points.length, End: points.length }[event.key]
      if (step) { event.preventDefault(); show(at + step) }
      if (event.key === "Escape") hide()
    }
  }
  frame.append(cursor, tip)
  return frame
}

/** Shares of a whole, as one bar with its names under it. */
export function shares(b) {
  const bar = make("div", "shares", ...b.parts.map((part) => {
    const made = make("div", `share ${part.tone}`, make("span", "amount", part.share < 0.06 ? "\u00a0" : part.shown), make("span", "name", part.label))
    made.style.flexGrow = String(part.share)
    made.title = `${part.label}, ${part.shown}`
    return made
  }))
  const legend = make("p", "legend", ...b.parts.map((part) => make("span", "", make("span", `square ${part.tone}`), `${part.label} ${part.shown}`)))
  return make("figure", `who-wins ${b.parts.some((part) => part.share < 0.15) ? "narrow" : ""}`, ...(b.title ? [make("figcaption", "", b.title)] : []), bar, legend)
}

/** Rows of a dot and its whisker around zero. Each row tells its values, and asks where they come from. */
export function dots(b, { figure, table }) {
  const x = scale(b.low, b.high)
  const tip = make("p", "told", b.hint)
  tip.setAttribute("aria-live", "off")
  const rows = b.rows.map((row) => {
    const plot = make("div", "plot", placed("zero", x(0)))
    if (row.high > row.low) plot.append(placed(`whisker ${row.tone}`, x(row.low), x(row.high) - x(row.low)))
    plot.append(placed(`dot ${row.tone}`, x(row.mid)))
    const made = make("button", `line ${row.tone}`, make("span", "name", row.label), plot)
    made.type = "button"
    made.setAttribute("aria-label", row.told)
    made.onpointerenter = made.onfocus = () => { tip.textContent = row.told }
    made.onpointerleave = made.onblur = () => { tip.textContent = b.hint }
    made.onclick = () => figure(row.figure)
    return made
  })
  const ticks = axis(b.ticks, x)
  return make("figure", "dots", make("figcaption", "", make("strong", "", b.title), " ", make("span", "quiet", b.note)), ...rows, make("div", "line axis", make("span", "name"), ticks), make("div", "foot", tip, table(b.table)))
}

/** What the colours stand for. */
const keys = (legend = []) => (legend.length ? [make("p", "legend keys", ...legend.map((one) => make("span", "", make("span", `square ${one.tone}`), one.text)))] : [])

/** Rows of bars on one scale, a lane or more each, with words at their ends; each row tells its values, and asks where its figure comes from. */
export function spans(b, { figure, table }) {
  const x = scale(b.low, b.high)
  const inset = (made) => { // room for the words at the ends of the bars
    made.style.margin = `0 ${b.room.after / 2 + 0.5}em 0 ${b.room.before / 2}em`
    return made
  }
  const tip = make("p", "told")
  const rows = b.rows.map((row) => {
    const plot = inset(make("div", "plot", ...(b.zero ? [placed("zero", x(0))] : [])))
    if (b.band) plot.append(placed("target", x(b.band.from), x(b.band.to) - x(b.band.from)))
    const lanes = row.lanes.map((line) => {
      const made = make("div", "lane", ...line.bars.map((part) => placed(`bar ${part.tone}`, x(part.from), Math.max(x(part.to) - x(part.from), 0.003))))
      const [first, last] = [Math.min(...line.bars.map((part) => part.from)), Math.max(...line.bars.map((part) => part.to))]
      made.append(...line.dots.map((dot) => placed(`dot ${dot.tone}`, x(dot.at))))
      if (line.name) made.append(make("span", "lane-name", line.name))
      for (const [className, at, words] of [["after", x(last), line.after], ["before", x(first), line.before]]) if (words) { const said = placed(className, at); said.append(make("span", "", words)); made.append(said) }
      return made
    })
    plot.append(...lanes)
    const made = make(row.figure ? "button" : "div", `line${row.strong ? " strong" : ""}`, make("span", "name", row.label), plot)
    if (row.figure) { made.type = "button"; made.onclick = () => figure(row.figure) } else { made.tabIndex = 0; made.setAttribute("role", "img") }
    made.setAttribute("aria-label", row.told)
    made.onpointerenter = made.onpointerdown = made.onfocus = () => { tip.textContent = row.told }
    made.onpointerleave = made.onblur = () => { tip.textContent = "" }
    return made
  })
  const named = b.band ? [make("div", "line axis", make("span", "name"), inset(make("div", "band-name", b.band.text)))] : []
  return make("figure", "dots spans", make("figcaption", b.titled ? "" : "untitled", make("strong", "", b.title), " ", make("span", "quiet", b.note)), ...keys(b.legend), ...named, ...rows, make("div", "foot", tip, ...(b.table ? [table(b.table)] : [])))
}

/** Lines over time: one or two, each with its band, on one ground, with marks and a strip of what to do under it. */
export function lines(b, { table }) {
  const x = scale(b.x[0], b.x[1])
  const y = (value) => 1 - scale(b.low, b.high)(value)
  const ground = svg("svg", { viewBox: "0 0 1000 1000", preserveAspectRatio: "none", "aria-hidden": "true" })
  const path = (points) => points.map(([a, c]) => `${(1000 * x(a)).toFixed(1)},${(1000 * y(c)).toFixed(1)}`).join(" ")
  for (const level of b.levels) ground.append(svg("line", { class: `level ${level.tone}`, x1: 0, x2: 1000, y1: 1000 * y(level.at), y2: 1000 * y(level.at) }))
  for (const line of b.lines) {
    if (line.band) ground.append(svg("polygon", { class: `band ${line.tone}`, points: `${path(line.band.low)} ${path([...line.band.high].reverse())}` }))
    if (line.fill !== undefined) ground.append(svg("polygon", { class: `fill ${line.tone}`, points: `${path([[line.points[0][0], line.fill], ...line.points, [line.points.at(-1)[0], line.fill]])}` }))
    ground.append(svg("polyline", { class: `curve ${line.tone}`, points: path(line.points) }))
  }
  const frame = make("div", "ground")
  frame.append(ground, ...b.levels.filter((level) => level.text).map((level) => { const made = make("span", "level-name", level.text); made.style.top = `${100 * y(level.at)}%`; return made }))
  for (const mark of b.marks ?? []) { const made = placed(`dot ${mark.tone}`, x(mark.x)); made.style.top = `${100 * y(mark.y)}%`; frame.append(made) }
  explore(frame, b.points.map((point) => ({ x: x(point.x), y: y(point.y), text: point.text })), b.title)
  const under = axis(b.ticks, x)
  const stages = b.stages?.length ? [make("div", "stages", ...b.stages.map((stage) => { const made = placed(`stage ${stage.tone}`, x(stage.from), x(stage.to) - x(stage.from)); made.append(make("span", "", stage.label)); made.title = stage.label; return made }))] : []
  return make("figure", "lines", make("figcaption", "", make("strong", "", b.title), " ", make("span", "quiet", b.note)), ...keys(b.legend), frame, ...stages, under, table(b.table))
}

/** The small curve beside a question: where the answer wins, today's dot, and where it flips, which can be tried. */
export function curve(c, act, say) {
  const x = scale(c.values[0], c.values.at(-1))
  const [low, high] = [Math.min(...c.leads, 0), Math.max(...c.leads, 0)]
  const y = (value) => 0.96 - 0.92 * scale(low, high)(value)
  const level = 1000 * y(0)
  const ground = svg("svg", { viewBox: "0 0 1000 1000", preserveAspectRatio: "none", "aria-hidden": "true" })
  const points = c.values.map((value, i) => [1000 * x(value), c.leads[i]])
  const side = (keep) => points.map(([a, lead]) => `${a.toFixed(0)},${(1000 * y(keep(lead))).toFixed(0)}`).join(" ")
  const closed = (keep) => `0,${level} ${side(keep)} 1000,${level}`
  ground.append(
    svg("polygon", { class: "wins", points: closed((lead) => Math.max(lead, 0)) }), svg("polygon", { class: "loses", points: closed((lead) => Math.min(lead, 0)) }),
    svg("line", { class: "level", x1: 0, x2: 1000, y1: level, y2: level }), svg("polyline", { class: "curve", points: side((lead) => lead) }))
  const here = placed("dot advised", x(c.today))
  const at = c.leads[c.values.indexOf(c.today)]
  here.style.top = `${100 * y(at)}%`
  const frame = make("div", "ground", ground, here, ...c.flips.map((flip) => { const made = placed("flip", x(flip.value)); made.title = flip.text; made.onclick = () => act(flip.value); return made }))
  explore(frame, c.values.map((value, i) => ({ x: x(value), y: y(c.leads[i]), text: () => say(value, c.leads[i]) })), "", { keys: false })
  const under = make("div", "said", ...c.flips.slice(0, 2).map((flip) => {
    const made = make("button", "", flip.shown)
    made.type = "button"
    made.tabIndex = -1
    made.setAttribute("aria-label", flip.text)
    made.title = flip.text
    made.onclick = () => act(flip.value)
    return made
  }), ...(c.flips.length ? [] : [document.createTextNode(c.none)]))
  return make("div", "question-curve", frame, under)
}
