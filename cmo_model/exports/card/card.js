// Moves a mark along each curve with the pointer, a finger or the arrow keys, and says what the answer is there. Every point and every
// sentence came with the page; without this script the page stands as it is, at the values entered.

const curves = JSON.parse(document.getElementById("curves").textContent)
const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity }

document.querySelectorAll(".plot").forEach((plot, number) => {
  const { points, said, at } = curves[number]
  const mark = plot.querySelector(".mark")
  const [line, dot] = mark.children
  const sentence = plot.parentElement.querySelector(".said")
  let place = at
  const put = (to, visible) => {
    place = Math.min(Math.max(to, 0), points.length - 1)
    const [x, y] = points[place].map((share) => `${share}%`)
    for (const [part, name, value] of [[line, "x1", x], [line, "x2", x], [dot, "cx", x], [dot, "cy", y]]) part.setAttribute(name, value)
    mark.setAttribute("visibility", visible ? "visible" : "hidden")
    sentence.textContent = said[place]
    plot.setAttribute("aria-valuenow", String(place))
    plot.setAttribute("aria-valuetext", said[place])
  }
  const rest = () => put(at, false)
  const follow = (event) => {
    const { left, width } = plot.getBoundingClientRect()
    const x = (100 * (event.clientX - left)) / width
    const far = points.map((point) => Math.abs(point[0] - x))
    put(far.indexOf(Math.min(...far)), true)
  }
  const given = { role: "slider", tabindex: 0, "aria-label": plot.dataset.name, "aria-valuemin": 0, "aria-valuemax": points.length - 1 }
  for (const [name, value] of Object.entries(given)) plot.setAttribute(name, String(value))
  rest()
  plot.addEventListener("pointermove", follow)
  plot.addEventListener("pointerdown", follow)
  plot.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && document.activeElement !== plot) rest() })
  plot.addEventListener("focus", () => put(place, true))
  plot.addEventListener("blur", rest)
  plot.addEventListener("keydown", (event) => {
    if (event.key === "Escape") rest()
    if (!(event.key in steps)) return
    event.preventDefault()
    put(place + steps[event.key], true)
  })
  window.addEventListener("beforeprint", rest)
})
document.querySelector(".hint").hidden = false
