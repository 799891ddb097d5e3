// When the server stops answering, Streamlit covers the page with a dialog of its own, in English. It is closed as it opens, and whoever
// listens here says it in the reader's words instead.

const TITLE = "Connection error"

export const whenGone = (say) => {
  new MutationObserver(() => {
    const gone = [...document.querySelectorAll(".stDialog [role=dialog]")].find((dialog) => dialog.querySelector("h2")?.textContent === TITLE)
    if (!gone) return
    gone.querySelector("button[aria-label=Close]")?.click()
    say()
  }).observe(document.body, { childList: true })
}
