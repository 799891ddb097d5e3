// What the components share: an element with its class and words, and a redraw that disturbs nobody: it keeps the place of whoever
// works by keyboard, and waits while a button is held down, or else a click that began before it would be lost.

export const make = (tag, className, ...children) => {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.append(...children)
  return element
}
export const button = (className, text, act) => {
  const made = make("button", className, text)
  made.type = "button"
  if (act) made.onclick = act
  return made
}
export const download = (content, name) => {
  const url = URL.createObjectURL(new Blob([content]))
  const anchor = make("a")
  Object.assign(anchor, { href: url, download: name })
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
const drawing = new WeakMap()
export const redraw = (root, ...children) => {
  if (!drawing.has(root)) {
    const mine = { held: false, later: null }
    drawing.set(root, mine)
    root.addEventListener("pointerdown", () => { mine.held = true })
    const released = () => setTimeout(() => { mine.held = false; mine.later?.(); mine.later = null })
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, released)
  }
  const mine = drawing.get(root)
  const draw = () => {
    const reachable = "button, input, a, [tabindex], summary"
    const focused = root.getRootNode().activeElement
    const place = focused ? [...root.querySelectorAll(reachable)].indexOf(focused) : -1
    root.replaceChildren(...children)
    if (!focused) return
    root.tabIndex = -1 // when what had the focus is gone its place has it, so that Escape still closes a dialog
    ;(root.querySelectorAll(reachable)[place] ?? root).focus()
  }
  if (mine.held) mine.later = draw
  else draw()
}
