// Figures as they are typed: plain text inputs, in a table or as a form of one row, so that no key,
// paste or row is ever dropped.
//
// What is typed is kept here until the server has answered that it took it in. Every change carries
// a stamp that only grows; the server names the highest stamp it has seen, and only what is at or
// below it is let go. A slow line or a slow machine delays what is shown, and loses nothing.

const PAUSE_MS = 300
const sheets = new WeakMap()

export default function sheet({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".sheet")
  if (!root || !data) return undefined
  let held = sheets.get(root)
  if (!held) {
    held = { local: new Map(), stamp: 0, rows: new Map(), order: [], timer: 0, pasted: null }
    sheets.set(root, held)
    // Who closes the page in the middle of a figure finds it again.
    held.leave = () => document.visibilityState === "hidden" && held.local.size && held.tell()
    document.addEventListener("visibilitychange", held.leave)
  }
  root.classList.toggle("form", data.form)
  held.data = data
  held.tell = () => {
    clearTimeout(held.timer)
    setStateValue("edits", Object.fromEntries(held.local))
  }
  for (const [id, cell] of held.local) if (cell.stamp <= data.seen) held.local.delete(id)
  const layout = JSON.stringify([data.columns, data.rows.map(row => row.id)])
  if (layout !== held.layout) {
    draw(root, held)
    held.layout = layout
  }
  fill(held)
  return () => {
    clearTimeout(held.timer)
    document.removeEventListener("visibilitychange", held.leave)
  }
}

function typedColumns(held) {
  return held.data.columns.filter(column => column.typed).map(column => column.id)
}

// ---- drawing

function draw(root, held) {
  const { columns, rows, words } = held.data
  const focused = root.getRootNode().activeElement?.dataset
  const place = focused?.id ? { ...focused } : null
  held.rows = new Map()
  held.order = rows.map(row => row.id)
  const table = made("table")
  const head = table.createTHead().insertRow()
  for (const column of columns) {
    const cell = made("th", { scope: "col", textContent: column.label, className: column.id })
    head.append(cell)
  }
  const body = table.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    const cells = {}
    for (const column of columns) {
      const name = column.id === "what"
      const cell = made(name ? "th" : "td", { className: column.id })
      if (name) cell.scope = "row"
      if (column.typed) cell.append((cells[column.id] = input(held, row, column)))
      else cells[column.id] = cell
      cell.dataset.label = column.label
      line.append(cell)
    }
    held.rows.set(row.id, { line, cells })
  }
  const status = made("p", { className: "told", role: "status" })
  const undo = made("button", { type: "button", textContent: words.undo, hidden: true })
  undo.onclick = () => takeBack(held)
  const foot = made("div", { className: "foot" })
  foot.append(status, undo)
  const frame = made("div", { className: "frame" })
  frame.append(table)
  root.replaceChildren(frame, foot)
  Object.assign(held, { status, undo })
  if (place) held.rows.get(place.id)?.cells[place.column]?.focus()
}

function input(held, row, column) {
  const field = made("input", {
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
    enterKeyHint: "next",
    placeholder: column.hint,
    ariaLabel: `${row.name} ${column.label}`,
  })
  field.dataset.id = row.id
  field.dataset.column = column.id
  field.oninput = () => note(held, row.id, column.id, field.value)
  field.onchange = () => held.local.has(row.id) && held.tell()
  field.onfocus = () => {
    field.dataset.before = field.value
    field.select()
  }
  field.onkeydown = event => key(held, field, event)
  field.onpaste = event => paste(held, field, event)
  return field
}

// Shows what the server says, except where something newer is typed here.
function fill(held) {
  for (const row of held.data.rows) {
    const { line, cells } = held.rows.get(row.id)
    const own = held.local.get(row.id)
    for (const [name, cell] of Object.entries(cells)) {
      const field = cell instanceof HTMLInputElement
      const text = (field && own ? own[name] : row[name]) ?? ""
      if (field && cell.value !== text) cell.value = text
      if (!field && cell.textContent !== text) cell.textContent = text
    }
    line.className = own ? "typed" : row.mark
    cells.value.title = own ? "" : row.told
    cells.value.ariaInvalid = String(!own && row.mark === "fault")
  }
}

// ---- typing

function note(held, id, column, text) {
  const row = held.data.rows.find(each => each.id === id)
  const shown = Object.fromEntries(typedColumns(held).map(each => [each, row[each]]))
  const cell = held.local.get(id) ?? shown
  held.stamp = Math.max(held.stamp + 1, Date.now(), held.data.seen + 1)
  held.local.set(id, { ...cell, [column]: text, stamp: held.stamp })
  held.rows.get(id).line.className = "typed"
  clearTimeout(held.timer)
  held.timer = setTimeout(held.tell, PAUSE_MS)
}

function key(held, field, event) {
  if (event.isComposing) return
  const { id, column, before } = field.dataset
  const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey)
  if (back || event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault()
    const next = held.order[held.order.indexOf(id) + (back ? -1 : 1)]
    if (next) held.rows.get(next).cells[column].focus()
    else if (event.key === "Enter") field.blur()
  } else if (event.key === "Escape" && field.value !== before) {
    field.value = before
    note(held, id, column, before)
  }
}

// ---- pasting a block of a spreadsheet

function paste(held, field, event) {
  const block = cellsOf(event.clipboardData?.getData("text/plain") ?? "")
  event.preventDefault()
  const single = block.length === 1 && block[0].length === 1
  if (single || held.data.form) {
    const text = block.map(line => line.join(" ")).join(" ")
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end")
    note(held, field.dataset.id, field.dataset.column, field.value)
    return
  }
  const typed = typedColumns(held)
  const places = typed.slice(typed.indexOf(field.dataset.column))
  const named = rowsByName(held, block)
  const ids = named ?? held.order.slice(held.order.indexOf(field.dataset.id))
  held.pasted = new Map()
  let count = 0
  let left = 0
  block.forEach((line, down) =>
    (named ? line.slice(1) : line).forEach((text, across) => {
      const [id, column] = [ids[down], (named ? typed : places)[across]]
      if (id === undefined || column === undefined) {
        if (text.trim()) left += 1
        return
      }
      const target = held.rows.get(id).cells[column]
      held.pasted.set(`${id}\n${column}`, target.value)
      target.value = text
      note(held, id, column, text)
      count += 1
    })
  )
  const { pasted, left: leftOut } = held.data.words
  held.status.textContent =
    pasted.replace("{n}", count) + (left ? ` ${leftOut.replace("{n}", left)}` : "")
  held.status.classList.toggle("warn", left > 0)
  held.undo.hidden = false
  held.tell()
}

// A block whose first column names rows goes to these rows, whatever its order; null for any other.
function rowsByName(held, block) {
  const plain = text => text.replace(/[\s·:：]+/g, "").toLowerCase()
  const ids = new Map()
  for (const row of held.data.rows)
    for (const name of row.names.split("\n").filter(Boolean)) {
      const known = ids.get(plain(name))
      ids.set(plain(name), known && known !== row.id ? "two rows" : row.id)
    }
  const found = block.map(line => (line.length > 1 ? ids.get(plain(line[0])) : undefined))
  const clear = found.every(id => id && id !== "two rows") && new Set(found).size === found.length
  return clear ? found : null
}

function takeBack(held) {
  for (const [place, text] of held.pasted ?? []) {
    const [id, column] = place.split("\n")
    const field = held.rows.get(id)?.cells[column]
    if (!field) continue
    field.value = text
    note(held, id, column, text)
  }
  held.pasted = null
  held.undo.hidden = true
  held.status.textContent = ""
  held.tell()
}

// Lines and tabs as a spreadsheet copies them; a cell with either of them stands in quotes.
function cellsOf(text) {
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

function made(name, properties = {}) {
  const element = document.createElement(name)
  for (const [property, value] of Object.entries(properties)) {
    if (property === "role") element.setAttribute("role", value)
    else element[property] = value
  }
  return element
}
