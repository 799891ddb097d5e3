// A number as people type it, in either language: spaces, units and multiples left out or counted ("850k", "2 millions", "12 h"); two marks of
// one kind part thousands, a mark before three digits may part them or begin decimals. What can be read in two ways is given both ways.

const SPACES = /[\s\u00a0\u202f\u2009']/g
const MULTIPLES = { k: 3, mille: 3, thousand: 3, m: 6, million: 6, millions: 6 }
const UNITS = /^(h|hr|hrs|heures?|hours?|h\/(sem|week)\.?|clients?|customers?|dollars?|euros?|mois|months?|ans?|years?|jours?|days?|(par|\/|a|per)(an|ann\u00e9e|mois|month|year|sem|semaine|week))$/
const GROUPED = /^\d{1,3}([.,]\d{3})+$/

/** The readings of what was typed, as plain numbers in text: none, one, or two to choose from (thousands first). */
export function readings(typed, locale, { money = false, percent = false } = {}) {
  const plain = typed.normalize("NFKC").replace(SPACES, "").replace(/[$€%]|CAD|CA(?![a-z])|EUR(?!O)/gi, "").replace(/[\u2212\u2013]/g, "-")
  const [, sign, digits, tail] = /^(-?)([\d.,]+)(.*)$/.exec(plain) ?? []
  if (digits === undefined || !/\d/.test(digits)) return []
  const power = MULTIPLES[tail.toLowerCase()] ?? 0
  if (tail && !power && !UNITS.test(tail.toLowerCase())) return []
  const made = (number) => `${sign}${number}${power ? `e${power}` : ""}`
  const marks = digits.replace(/\d/g, "")
  const pointed = new Intl.NumberFormat(locale).format(0.5).includes(".")
  if (marks.length > 1 && new Set(marks).size === 1) return GROUPED.test(digits) ? [made(digits.replace(/[.,]/g, ""))] : []
  if (marks.length > 1) { // the last mark is the decimal one, those before it part thousands
    const at = digits.lastIndexOf(marks.at(-1))
    const whole = digits.slice(0, at)
    return GROUPED.test(whole) && new Set(marks.slice(0, -1)).size === 1 && marks.at(-1) !== marks[0] ? [made(`${whole.replace(/[.,]/g, "")}.${digits.slice(at + 1)}`)] : []
  }
  const decimal = made(digits.replace(",", "."))
  if (!power && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) {
    const thousands = made(digits.replace(/[.,]/g, ""))
    if (pointed && marks === ",") return [thousands] // the way that English itself writes them
    if (money) return [thousands, decimal]
  }
  if (percent && !power && Number(decimal) > 0 && Number(decimal) < 1) return [String(Number(`${decimal}e2`)), decimal]
  return [decimal]
}

/** The one reading of what was typed, or nothing. */
export function parse(typed, locale) {
  const found = readings(typed, locale)
  return found.length === 1 ? found[0] : null
}
