// A block of a spreadsheet: its cells, and where each of them belongs in the sheet.
//
// Rows are found by their names and columns by what they hold. What matches nothing is named and
// left out, never poured into a neighbour.

// Lines and tabs as a spreadsheet copies them; a cell with either of them stands in quotes.
export function cellsOf(text) {
  const lines = [[]]
  let cell = ""
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[(at += 1)]
      else quoted = false
    } else if (sign === '"' && cell === "") quoted = true
    else if (sign === "\t" || sign === "\n") {
      lines.at(-1).push(cell)
      cell = ""
      if (sign === "\n") lines.push([])
    } else if (sign !== "\r") cell += sign
  }
  lines.at(-1).push(cell)
  if (lines.length > 1 && lines.at(-1).length === 1 && cell === "") lines.pop()
  // An input holds one line.
  return lines.map(line => line.map(each => each.replace(/\s*\n\s*/g, " ")))
}

// Where a block goes. `sheet` has rows (id, names, unit), typed (the ids of the columns for typing),
// heads (column id -> what a heading may call it), nothing (what is written where there is no number),
// periods (what a heading may call the sheet's) and at (row and column of the cell pasted into).
// Returns cells ({id, column, text}), named (whether rows were found by name) and left (what has no
// place, as it is called).
export function placed(block, sheet) {
  return byName(block, sheet) ?? byPlace(block, sheet)
}

const plain = text => text.normalize("NFKC").replace(/[\s·:：\u200b\ufeff]+/g, "").toLowerCase()
// A printed table numbers its rows: 1.高端铝业, （二）精细化工.
const NUMBERED = /^(?:[([]?\d{1,3}[)\]]?[、.]?|[([][一二三四五六七八九十]{1,3}[)\]]|[一二三四五六七八九十]{1,3}[、.])(?=[^\d、.)\]])/
// What a heading says is measured, and the unit behind it in brackets: 营业收入（亿元）.
const measure = heading => {
  const [, said, unit] = /^(.*?)\s*(?:[([【](?:单位:?|unit:?)?\s*([^()[\]【】]*)[)\]】])?$/i.exec(heading.normalize("NFKC").trim())
  return { said: plain(said), unit: (unit ?? "").trim() }
}
const FIGURE = /^[¥$(+\-−–]*\d[\d.,' ]*\p{L}{0,4}[%％]?\)?$/u
const figure = text => FIGURE.test(text.normalize("NFKC").trim()) && !/[年月季]/.test(text)
// 2024 above figures is a year.
const YEAR = /^(?:19|20)\d\d$/
const MONEY = /^(万|亿|万亿|百万|千)?元$|^%$/
// 单位：万元 above a table holds for all of it.
const UNIT = /^[([]?(?:计量)?单位:\s*([^()[\]]+?)[)\]]?$|^[([]?unit:\s*([^()[\]]+?)[)\]]?$/i

// The headings of a block: what stands above each of its columns, from above (a heading over several
// columns holds for each), and the unit that is said of all. Alone in the first cell stands a title.
function headed(above, columns, { titled }) {
  const unitSaid = cell => UNIT.exec(cell.normalize("NFKC").trim())
  const all = above.flat().map(unitSaid).find(Boolean)
  const lines = above.flatMap(line => {
    const said = line.map((cell, at) => (cell.trim() && !unitSaid(cell) ? at : -1)).filter(at => at >= 0)
    const title = titled && line.length > 1 && said.length === 1 && said[0] === 0
    return said.length && !title ? [columns.map(at => (said.includes(at) ? line[at].trim() : ""))] : []
  })
  const filled = lines.map((line, down) =>
    down === lines.length - 1 ? line : line.map((cell, at) => cell || line.slice(0, at).findLast(Boolean) || ""))
  const texts = new Map(columns.map((at, n) => [at, filled.map(line => line[n]).filter(Boolean)]))
  const of = at => texts.get(at) ?? []
  return {
    of,
    name: at => of(at).join(" "),
    unit: at => of(at).map(text => measure(text).unit).findLast(Boolean) || (all ? all[1] ?? all[2] : ""),
  }
}

// Whether figures may stand below a heading: below none, a word for the value, this very period, a unit,
// or what each row found is called by. All else (利润, 上年同期, another month) is figures of something else.
function suits(heading, { heads, units, names, periods }) {
  const said = unperiod(measure(heading).said, periods)
  if (!said || heads.value.includes(said) || units.has(said) || MONEY.test(said)) return true
  return names.length > 0 && names.every(name => name.includes(said))
}

function unperiod(said, periods) {
  const plainly = said.replace(/[–—~至到]/g, "-")
  const found = periods.filter(each => plainly.startsWith(each) || plainly.endsWith(each))
  if (!found.length) return said
  const longest = found.reduce((best, each) => (each.length > best.length ? each : best))
  return plainly.startsWith(longest) ? plainly.slice(longest.length) : plainly.slice(0, -longest.length)
}

// 5150 in a table that says 万元 is not 5150 亿元.
const inUnit = (text, unit, row) =>
  unit && plain(unit) !== plain(row.unit ?? "") && figure(text) && !/\p{L}|%/u.test(text) ? text + unit : text

function byName(block, sheet) {
  const { rows, typed, heads } = sheet
  const known = new Map()
  for (const row of rows)
    for (const name of row.names.split("\n").filter(Boolean)) {
      const other = known.get(plain(name))
      known.set(plain(name), other && other !== row.id ? "several" : row.id)
    }
  const width = Math.max(...block.map(line => line.length))
  if (width < 2) return null
  // A name stands in one column, or in two side by side: the cluster, then what is measured.
  const readings = [...Array(width).keys()].flatMap(at => [[at], ...(at + 1 < width ? [[at, at + 1]] : [])])
  const nameIn = (line, reading) => {
    const [first, ...others] = reading.map(at => plain(line[at] ?? ""))
    const [whole, numberless] = [first, first.replace(NUMBERED, "")].map(each => [each, ...others].join(""))
    return known.has(whole) ? whole : numberless
  }
  // A name that only one row has counts for more than one that several have.
  const found = reading => block.reduce((sum, line) => {
    const id = known.get(nameIn(line, reading))
    return sum + (id === undefined ? 0 : id === "several" ? 1 : 2)
  }, 0)
  const reading = readings.reduce((best, each) => (found(each) > found(best) ? each : best))
  if (!found(reading)) return null

  const read = block.map(line => ({ line, name: nameIn(line, reading), id: known.get(nameIn(line, reading)) }))
  const columns = [...Array(width).keys()].filter(at => !reading.includes(at))
  // What stands above the first name that is known heads the rest, as far as it is no figure.
  const first = read.findIndex(each => each.id)
  const holdsFigures = each => columns.some(at => figure(each.line[at] ?? "") && !YEAR.test((each.line[at] ?? "").trim()))
  const start = read.slice(0, first).findLastIndex(holdsFigures) + 1
  const headings = headed(read.slice(start, first).map(each => each.line), columns, { titled: true })
  const lines = [...read.slice(0, start), ...read.slice(first)]
  const sound = lines.filter(each => each.id && each.id !== "several")
  const units = new Set(rows.map(row => plain(row.unit ?? "")).filter(Boolean))
  const measured = byMeasure({ lines, headings, columns, known, reading, units }, sheet)
  if (measured) return measured
  // In the order of preference: where both stand, the running total goes before 本期.
  const called = column => heads[column].map(word => columns.find(at => headings.of(at).length
    && measure(headings.of(at).at(-1)).said === word && owns(at, column))).find(at => at !== undefined)
  const own = { heads, units, names: sound.map(each => each.name), periods: sheet.periods }
  const owns = (at, column) => column !== "value" || headings.of(at).every(text => suits(text, own))
  const holds = at => sound.filter(each => figure(each.line[at] ?? "")).length
  const serial = at => block.length > 1 && at < reading[0] && lines.filter(each => (each.line[at] ?? "").trim())
    .every((each, down, all) => !down || Number(each.line[at]) === Number(all[down - 1].line[at]) + 1)
  const figures = columns.filter(at => holds(at) > sound.length / 2 && !serial(at))
  const fitting = figures.filter(at => owns(at, "value"))
  const value = called("value") ?? fitting.find(at => at > reading[0]) ?? fitting[0]
  const unit = columns.find(at => at !== value && sound.every(each => {
    const said = plain(each.line[at] ?? "")
    return said === "" || units.has(said) || MONEY.test(said)
  }) && sound.some(each => (each.line[at] ?? "").trim()))
  const note = called("note") ?? columns.find(at => at > (value ?? 0) && at !== unit && !figures.includes(at)
    && sound.some(each => (each.line[at] ?? "").trim()))
  const taken = { value, note }
  const cells = []
  const left = []
  const twice = new Set(sound.map(each => each.id).filter((id, at, all) => all.indexOf(id) !== at))
  for (const each of lines) {
    const name = reading.map(at => (each.line[at] ?? "").trim()).filter(Boolean).join(" ")
    if (!each.id || each.id === "several" || twice.has(each.id)) {
      if (each.line.some(cell => cell.trim())) left.push(name || each.line.join(" ").trim())
      continue
    }
    const row = rows.find(one => one.id === each.id)
    for (const column of typed) {
      const text = taken[column] === undefined ? "" : (each.line[taken[column]] ?? "").trim()
      if (!text) continue
      const beside = unit === undefined ? headings.unit(value) : (each.line[unit] ?? "").trim()
      cells.push({ id: each.id, column, text: column === "value" ? inUnit(text, beside, row) : text })
    }
  }
  // Columns that are neither are named by their heading, else by their first cell.
  for (const at of columns) {
    if (at === value || at === note || at === unit || serial(at)) continue
    const said = sound.map(each => (each.line[at] ?? "").trim()).find(Boolean)
    if (said) left.push(headings.name(at) || said)
  }
  return { cells, named: true, left }
}

// A row for each cluster and a column for each indicator: name and heading together are one row here.
function byMeasure({ lines, headings, columns, known, reading, units }, { rows, heads, periods }) {
  // One of the headings says what is measured; the others have to suit it.
  const idOf = (each, at) => {
    const texts = headings.of(at)
    const ids = texts.map(text => each.name && known.get(each.name + unperiod(measure(text).said, periods)))
    const which = ids.findIndex(id => id !== undefined && id !== "")
    const others = texts.every((text, n) => n === which || suits(text, { heads, units, names: [], periods }))
    return which < 0 || ids[which] === "several" || !others ? undefined : ids[which]
  }
  const values = columns.filter(at => lines.some(each => idOf(each, at)))
  if (!values.length) return null
  const given = lines.flatMap(each => values.map(at => idOf(each, at)).filter(Boolean))
  const twice = new Set(given.filter((id, at) => given.indexOf(id) !== at))
  const note = values.length === 1 ? columns.find(at => /^(备注|说明|note|notes)$/i.test(headings.of(at).at(-1) ?? "")) : undefined
  const cells = []
  const left = []
  for (const each of lines) {
    if (!each.line.some(cell => cell.trim())) continue
    const found = values.filter(at => idOf(each, at) && !twice.has(idOf(each, at)))
    if (!found.length) left.push(reading.map(at => (each.line[at] ?? "").trim()).filter(Boolean).join(" ") || each.line.join(" ").trim())
    for (const at of values) {
      const text = (each.line[at] ?? "").trim()
      const id = idOf(each, at)
      if (!text || !found.length) continue
      if (!found.includes(at)) {
        left.push(`${each.line[reading[0]]} ${headings.name(at)}`.trim())
        continue
      }
      cells.push({ id, column: "value", text: inUnit(text, headings.unit(at), rows.find(row => row.id === id)) })
      if (note !== undefined && (each.line[note] ?? "").trim()) cells.push({ id, column: "note", text: each.line[note].trim() })
    }
  }
  for (const at of columns) {
    const name = headings.name(at)
    if (values.includes(at) || at === note || !name || /^(序号|no\.?|#)$/i.test(name)) continue
    if (lines.some(each => (each.line[at] ?? "").trim())) left.push(name)
  }
  return { cells, named: true, left }
}

// No name is known: the block goes where it is pasted, unless its headings speak of something else.
function byPlace(block, sheet) {
  const { rows, typed, heads, nothing, at } = sheet
  const into = typed.slice(typed.indexOf(at.column))
  const headless = at.column !== "value"
  const first = headless ? 0 : Math.max(0, block.findIndex(line => line.some(cell => figure(cell) || nothing.includes(plain(cell)))))
  const below = block.slice(first)
  const width = Math.max(...block.map(line => line.length))
  const headings = headed(block.slice(0, first), [...Array(width).keys()], { titled: false })
  const units = new Set(rows.map(row => plain(row.unit ?? "")).filter(Boolean))
  const ids = rows.map(row => row.id).slice(rows.findIndex(row => row.id === at.id))
  const names = rows.filter(row => ids.slice(0, below.length).includes(row.id)).map(row => plain(row.names))
  const own = { heads, units, names, periods: sheet.periods }
  const some = test => below.filter(line => test((line[0] ?? "").trim())).length > below.length / 2
  const text = said => said && !figure(said) && !nothing.includes(plain(said))
  // Names that no row has stand before figures: they are no figures themselves.
  const strange = width > 1 && !headless && some(text) && below.some(line => figure(line[1] ?? ""))
  if (strange) return { cells: [], named: false, left: below.map(line => (line[0] ?? "").trim()).filter(Boolean) }
  const numbered = !headings.of(0).length || !headings.of(0).every(each => suits(each, own))
  const counted = below.length > 1 && width > 1 && !headless && numbered
    && below.every((line, down) => Number(line[0]) === down + 1 && figure(line[1] ?? ""))
  const shift = counted ? 1 : 0
  const foreign = across => {
    const column = into[across - shift]
    if (across < shift || column === undefined || headless) return false
    if (column === "value") return !headings.of(across).every(each => suits(each, own))
    // A column of figures is no note.
    return below.filter(line => figure(line[across] ?? "")).length > below.length / 2
  }
  const away = [...Array(width).keys()].filter(foreign)
  const left = away.map(across => headings.name(across) || below.map(line => (line[across] ?? "").trim()).find(Boolean))
  if (away.includes(shift)) return { cells: [], named: false, left }
  const cells = []
  below.forEach((line, down) =>
    line.forEach((said, across) => {
      if (across < shift || away.includes(across)) return
      const [id, column] = [ids[down], into[across - shift]]
      if (id !== undefined && column !== undefined) {
        const row = rows.find(one => one.id === id)
        cells.push({ id, column, text: column === "value" ? inUnit(said, headings.unit(across), row) : said })
      } else if (said.trim()) left.push(said.trim())
    })
  )
  return { cells, named: false, left }
}
