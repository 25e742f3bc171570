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
// heads (column id -> what a heading may call it) and at (row and column of the cell pasted into).
// Returns cells ({id, column, text}), named (whether rows were found by name) and left (what has no
// place, as it is called).
export function placed(block, sheet) {
  return byName(block, sheet) ?? byPlace(block, sheet)
}

const plain = text => text.normalize("NFKC").replace(/[\s·:：\u200b\ufeff]+/g, "").toLowerCase()
// What a heading says is measured, and the unit behind it in brackets: 营业收入（亿元）.
const measure = heading => {
  const [, said, unit] = /^(.*?)\s*(?:[([【](?:单位:?|unit:?)?\s*([^()[\]【】]*)[)\]】])?$/i.exec(heading.normalize("NFKC").trim())
  return { said: plain(said), unit: (unit ?? "").trim() }
}
const FIGURE = /^[¥$(+\-−–]*\d[\d.,' ]*\p{L}{0,4}[%％]?\)?$/u
const figure = text => FIGURE.test(text.normalize("NFKC").trim())

// A heading under which figures may stand: none, a word for the value, a period, a unit, or what each
// row found is called by. All else (利润, 上年同期) says that they are figures of something else.
const PERIOD = /^[\d年月日季度上下半第一二三四全当至到末底累计数值q.~/–—-]+$/
function suits(heading, { heads, units, names }) {
  const { said } = measure(heading)
  if (!said || heads.value.includes(said) || units.has(said) || /^(万|亿|万亿|百万|千)?元$|^%$/.test(said)) return true
  if (names.length && names.every(name => name.includes(said))) return true
  return PERIOD.test(said) && !/上年|去年/.test(said)
}

function byName(block, { rows, typed, heads }) {
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
  const nameIn = (line, reading) => plain(reading.map(at => line[at] ?? "").join(""))
  // A name that only one row has counts for more than one that several have.
  const found = reading => block.reduce((sum, line) => {
    const id = known.get(nameIn(line, reading))
    return sum + (id === undefined ? 0 : id === "several" ? 1 : 2)
  }, 0)
  const reading = readings.reduce((best, each) => (found(each) > found(best) ? each : best))
  if (!found(reading)) return null

  const lines = block.map(line => ({ line, name: nameIn(line, reading), id: known.get(nameIn(line, reading)) }))
  const sound = lines.filter(each => each.id && each.id !== "several")
  const columns = [...Array(width).keys()].filter(at => !reading.includes(at))
  const heading = lines.find(each => !each.id && columns.every(at => !figure(each.line[at] ?? "")))?.line ?? []
  const measured = byMeasure({ lines, heading, columns, known, reading, rows })
  if (measured) return measured
  const called = column => columns.find(at => heading[at] && heads[column].includes(measure(heading[at]).said))
  const holds = at => sound.filter(each => figure(each.line[at] ?? "")).length
  const serial = at => block.length > 1 && at < reading[0] && lines.filter(each => (each.line[at] ?? "").trim())
    .every((each, down, all) => !down || Number(each.line[at]) === Number(all[down - 1].line[at]) + 1)
  const figures = columns.filter(at => holds(at) > sound.length / 2 && !serial(at))
  const units = new Set(rows.map(row => plain(row.unit ?? "")).filter(Boolean))
  const own = figures.filter(at => suits(heading[at] ?? "", { heads, units, names: sound.map(each => each.name) }))
  const value = called("value") ?? own.find(at => at > reading[0]) ?? own[0]
  const unit = columns.find(at => at !== value && sound.every(each => {
    const said = plain(each.line[at] ?? "")
    return said === "" || units.has(said) || /^(万|亿|万亿|百万|千)?元$|^%$/.test(said)
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
      if (each.line !== heading && each.line.some(cell => cell.trim())) left.push(name || each.line.join(" ").trim())
      continue
    }
    const row = rows.find(one => one.id === each.id)
    for (const column of typed) {
      const text = taken[column] === undefined ? "" : (each.line[taken[column]] ?? "").trim()
      if (!text) continue
      // 5150 in a table that says 万元 is not 5150 亿元.
      const beside = unit === undefined ? measure(heading[value] ?? "").unit : (each.line[unit] ?? "").trim()
      const own = column === "value" ? beside : ""
      const other = own && plain(own) !== plain(row.unit ?? "") && figure(text) && !/\p{L}|%/u.test(text)
      cells.push({ id: each.id, column, text: other ? text + own : text })
    }
  }
  // Columns that are neither are named by their heading, else by their first cell.
  for (const at of columns) {
    if (at === value || at === note || at === unit || serial(at)) continue
    const said = sound.map(each => (each.line[at] ?? "").trim()).find(Boolean)
    if (said) left.push((heading[at] ?? "").trim() || said)
  }
  return { cells, named: true, left }
}

// A row for each cluster and a column for each indicator: name and heading together are one row here.
function byMeasure({ lines, heading, columns, known, reading, rows }) {
  const idOf = (each, at) => {
    const id = each.name && heading[at] ? known.get(each.name + measure(heading[at]).said) : undefined
    return id === "several" ? undefined : id
  }
  const values = columns.filter(at => lines.some(each => each.line !== heading && idOf(each, at)))
  if (!values.length) return null
  const given = lines.flatMap(each => values.map(at => idOf(each, at)).filter(Boolean))
  const twice = new Set(given.filter((id, at) => given.indexOf(id) !== at))
  const note = values.length === 1 ? columns.find(at => /^(备注|说明|note|notes)$/i.test((heading[at] ?? "").trim())) : undefined
  const cells = []
  const left = []
  for (const each of lines) {
    if (each.line === heading || !each.line.some(cell => cell.trim())) continue
    const found = values.filter(at => idOf(each, at) && !twice.has(idOf(each, at)))
    if (!found.length) left.push(reading.map(at => (each.line[at] ?? "").trim()).filter(Boolean).join(" ") || each.line.join(" ").trim())
    for (const at of values) {
      const text = (each.line[at] ?? "").trim()
      const id = idOf(each, at)
      if (!text || !found.length) continue
      if (!found.includes(at)) {
        left.push(`${each.line[reading[0]]} ${heading[at]}`.trim())
        continue
      }
      const { unit } = measure(heading[at])
      const other = unit && plain(unit) !== plain(rows.find(row => row.id === id).unit ?? "")
      cells.push({ id, column: "value", text: other && figure(text) && !/\p{L}|%/u.test(text) ? text + unit : text })
      if (note !== undefined && (each.line[note] ?? "").trim()) cells.push({ id, column: "note", text: each.line[note].trim() })
    }
  }
  for (const at of columns) {
    if (values.includes(at) || at === note || !(heading[at] ?? "").trim() || /^(序号|no\.?|#)$/i.test(heading[at].trim())) continue
    if (lines.some(each => each.line !== heading && (each.line[at] ?? "").trim())) left.push(heading[at].trim())
  }
  return { cells, named: true, left }
}

function byPlace(block, { rows, typed, at }) {
  const width = Math.max(...block.map(line => line.length))
  const places = typed.slice(typed.indexOf(at.column))
  const some = test => block.filter(line => test((line[0] ?? "").trim())).length > block.length / 2
  const text = said => said && !figure(said)
  // Names that no row has stand before figures: they are no figures themselves.
  const strange = width > 1 && at.column === "value" && some(text) && block.some(line => figure(line[1] ?? ""))
  if (strange) return { cells: [], named: false, left: block.map(line => (line[0] ?? "").trim()).filter(Boolean) }
  const counted = block.length > 1 && width > 1 && at.column === "value"
    && block.every((line, down) => Number(line[0]) === down + 1 && figure(line[1] ?? ""))
  const ids = rows.map(row => row.id).slice(rows.findIndex(row => row.id === at.id))
  const cells = []
  const left = []
  block.forEach((line, down) =>
    (counted ? line.slice(1) : line).forEach((said, across) => {
      const [id, column] = [ids[down], places[across]]
      if (id !== undefined && column !== undefined) cells.push({ id, column, text: said })
      else if (said.trim()) left.push(said.trim())
    })
  )
  return { cells, named: false, left }
}
