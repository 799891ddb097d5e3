// The presenter's keys: left and right through the story, Escape to leave; the same by three buttons.

import { button, make, redraw } from "./dom.js"

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement
  const go = (step) => setTriggerValue("step", { step, at: Date.now() })
  const press = (text, act, off) => { const made = button("", text, act); made.disabled = off; return made }
  let step = data.step // keys pressed faster than the server answers are counted here
  const next = () => step < data.last && go(++step)
  const back = () => step > 0 && go(--step)
  const place = make("span", "", data.place)
  place.setAttribute("role", "status")
  redraw(root, make("strong", "", data.firm), press(data.words.back, back, data.step === 0), place, press(data.words.next, next, data.step === data.last), press(data.words.leave, () => go(-1), false))
  window.cmoStageKeys?.abort()
  const listening = (window.cmoStageKeys = new AbortController())
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector('[role="dialog"]')) return
    if (event.key === "ArrowRight" || event.key === "PageDown") { event.preventDefault(); next() }
    if (event.key === "ArrowLeft" || event.key === "PageUp") { event.preventDefault(); back() }
    if (event.key === "Escape") go(-1)
  }, { signal: listening.signal })
  return () => listening.abort()
}
