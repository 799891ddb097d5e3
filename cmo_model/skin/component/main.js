// The one component: what it is given says which kind of part it is, and everything else it draws. Modules are fetched once and shared by
// all its places on a page; so are the style sheets, ours and the page's, and the letters of headings, which are ready before anything is
// drawn, so that nothing is seen undressed and nothing moves. What is drawn says so on its host, where the page's measures wait for it.

import bar from "./bar.js"
import store from "./browser_store.js"
import checklist from "./checklist.js"
import { keepFresh } from "./fresh.js"
import fields from "./fields.js"
import { outdated } from "./order.js"
import readout from "./readout.js"
import rows from "./rows.js"
import slim from "./slim.js"
import stage from "./stage.js"

const parts = { bar, checklist, fields, readout, rows, slim, stage, store }
const letters = Promise.race([document.fonts.load("600 1em 'Source Serif'"), new Promise((resolve) => setTimeout(resolve, 1000))])
const [sheet, around] = await Promise.all(["look.css", "page.css"].map(async (name) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(await (await fetch(new URL(name, import.meta.url))).text())
  return sheet
}))
document.adoptedStyleSheets.push(around)
await letters.catch(() => null)

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".part")
  if (outdated(root, data)) return undefined
  const ground = root.getRootNode()
  if (!ground.adoptedStyleSheets.includes(sheet)) ground.adoptedStyleSheets.push(sheet)
  root.className = `part ${data.part} ${data.look ?? ""}`
  keepFresh(root, data)
  if (data.look === "pin") root.setAttribute("aria-hidden", "true") // the same answer again, for the eyes
  const drawn = parts[data.part]({ parentElement: root, data, setStateValue, setTriggerValue })
  if (ground.host) ground.host.dataset.drawn = ""
  return drawn
}
