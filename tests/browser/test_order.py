"""What a component is given last is what it shows, whatever order the browser hands it over in while the module loads."""

from pathlib import Path

from playwright.sync_api import Browser

import cmo_model

VIEWS = Path(cmo_model.__file__).parent / "skin" / "component"

SHOWN = """async ([script, given]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }))
  const { default: show } = await import(url)
  const parentElement = document.createElement("div")
  parentElement.innerHTML = '<div class="readout"></div>'
  for (const [words, order] of given) {
    const blocks = [{ kind: "prose", parts: [{ text: words }] }]
    show({ parentElement, data: { blocks, why: "", live: false, large: false, order }, setTriggerValue: () => {} })
  }
  return parentElement.textContent
}"""


def test_what_arrives_after_something_newer_is_dropped(chromium: Browser) -> None:
    page = chromium.new_page()
    script = "".join((VIEWS / name).read_text("utf-8") for name in ("order.js", "dom.js", "readout.js"))

    def shown(*given: tuple[str, tuple[str, int]]) -> str:
        return str(page.evaluate(SHOWN, [script, given]))

    assert shown(("old", ("a", 1)), ("new", ("a", 2))) == "new"
    assert shown(("new", ("a", 2)), ("old", ("a", 1))) == "new"
    assert shown(("before the restart", ("a", 9)), ("after it", ("b", 1))) == "after it"
    page.close()
