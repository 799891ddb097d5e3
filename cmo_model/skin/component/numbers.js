// A number as people type it, in any language: spaces and marks left out, 850k and 2,3 M read, a lone comma a decimal one.

const SPACES = /[\s\u00a0\u202f\u2009']/g

function parse(typed, locale) {
  let s = typed.normalize("NFKC").replace(SPACES, "").replace(/\$|%|CAD|CA/gi, "")
  const thousands = /^(.*\d)(k|M)$/i.exec(s)
  if (thousands) s = thousands[1]
  s = s.replace(/[\u2212\u2013]/g, "-")
  const pointed = new Intl.NumberFormat(locale).format(0.5).includes(".")
  const grouped = pointed ? /^-?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^-?\d{1,3}(\.\d{3}){2,}(,\d*)?$/
  if (grouped.test(s)) s = s.replace(pointed ? /,/g : /\./g, "")
  s = s.replace(",", ".")
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(s)) return null
  return thousands ? `${s}e${thousands[2].toLowerCase() === "k" ? 3 : 6}` : s
}
