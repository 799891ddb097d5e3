// What stands above the page where another site frames it: the whole calculator, opened apart with the same figures, and whether the
// server is there.

import { make, redraw } from "./dom.js"
import { whenGone } from "./gone.js"

const slim = { say: null }
whenGone(() => slim.say?.())

export default function ({ parentElement, data }) {
  const gone = make("p", "lost")
  gone.setAttribute("role", "alert")
  slim.say = () => { gone.textContent = data.words.gone }
  const whole = make("a", "", data.words.whole)
  Object.assign(whole, { href: `./${data.link ? `#${data.link}` : ""}`, target: "_blank", rel: "noopener" })
  redraw(parentElement, whole, gone)
}
