// Figures as they are typed: plain text inputs, in a table or as a form of one row, so that no key,
// paste or row is ever dropped. What is typed is in the outbox until the desk has taken it in.

import { cellsOf, placed } from "./block.js"
import * as outbox from "./outbox.js"

const sheets = new WeakMap()
// The cell that is typed in, across whatever is drawn: { region, period, id, column, live }.
let hand = null
// The steps that can be taken back, and those taken back: lists of { place, column, before, after }.
const past = []
const future = []
// What the sheet said last, so that a table drawn anew still says it.
let said = { text: "", warns: false, undo: false }
let turn = 0
let discards = 0
// What was typed after Enter in the form, before the next cell was there: it is typed there.
let ahead = []
// The figure that Enter was pressed at: where the desk stays with it, it asks about it.
let enteredAt = null

export default function sheet({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".sheet")
  if (!root || !data) return undefined
  let held = sheets.get(root)
  const fresh = !held
  if (fresh) {
    // What was read until now gives way: from here on it is typed.
    document.getElementById("first-answer")?.remove()
    held = { root, cells: new Map(), anchor: null, head: null }
    sheets.set(root, held)
    listen(held)
  }
  const moved = !fresh && (held.data.region !== data.region || held.data.period !== data.period)
  if (moved) commit(held)
  const along = moved && data.form && held.data.form && held.data.region === data.region
    && held.data.rows[0]?.id === data.rows[0].id
  const before = held.data?.period
  held.data = data
  outbox.typedBy(data.who)
  const waited = outbox.waiting()
  outbox.answered(data.taken, data.entered)
  outbox.way(report => setStateValue("report", report))
  if (along) {
    const { id, seen } = data.rows[0]
    outbox.move({ region: data.region, period: data.period, id, seen: seen ?? null }, before)
    if (hand) hand.period = data.period
  }
  root.classList.toggle("form", data.form)
  const layout = JSON.stringify([data.columns, data.rows.map(row => row.id), data.form])
  if (layout !== held.layout) {
    draw(held)
    held.layout = layout
  }
  fill(held)
  if (moved && !along) hand?.live && held.root.getRootNode().activeElement?.blur()
  else if (hand?.live && !focused(held)) focus(held, hand.id, hand.column)
  if (fresh && outbox.anything()) outbox.tell()
  const waits = outbox.waiting()
  wait(held, waits)
  const led = data.focus.turn > turn
  const discarded = data.discarded.turn > discards
  if (led) {
    turn = data.focus.turn
    lead(held, data.focus, !discarded)
  }
  if (discarded) {
    discards = data.discarded.turn
    keepDiscarded(held, data.discarded)
  }
  if (waited && !waits) {
    if (!data.form && !led && focused(held)) go(held, focused(held), 1, 0)
    typeAhead(held)
  }
  // Streamlit also calls this for a call that came too late, while the sheet lives on; what matters
  // here outlives the sheet.
  return undefined
}

// ---- drawing

function draw(held) {
  const { columns, rows, words } = held.data
  const live = focused(held) !== null
  held.cells = new Map()
  held.anchor = held.head = null
  const table = made("table")
  const head = table.createTHead().insertRow()
  for (const column of columns) {
    const cell = made("th", { scope: "col", textContent: column.label, className: column.id })
    cell.onclick = () => chooseColumn(held, column.id)
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
      if (column.typed) cell.append((cells[column.id] = input(row, column)))
      else {
        cells[column.id] = cell
        cell.tabIndex = -1
      }
      cells[column.id].dataset.id = row.id
      cells[column.id].dataset.column = column.id
      cell.dataset.label = column.label
      line.append(cell)
    }
    held.cells.set(row.id, { line, cells })
  }
  const status = made("p", { className: "told", role: "status" })
  const undo = made("button", { type: "button", textContent: words.undo, hidden: true })
  undo.onclick = () => step(held, past, future, words.undone)
  const foot = made("div", { className: "foot" })
  foot.append(status, undo)
  const frame = made("div", { className: "frame" })
  frame.append(table)
  // The cell that is taken away under the hand is left by nobody: half a figure goes on in its successor.
  held.drawing = true
  held.root.replaceChildren(frame, foot)
  held.drawing = false
  Object.assign(held, { status, undo })
  repeat(held)
  if (live && hand) hand.live = true
}

function input(row, column) {
  return made("input", {
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
    enterKeyHint: "next",
    placeholder: column.hint,
    ariaLabel: `${row.name} ${column.label}`,
  })
}

// Shows what the desk says, except where something newer is typed here.
function fill(held) {
  const { region, period, rows } = held.data
  for (const row of rows) {
    const { line, cells } = held.cells.get(row.id)
    const own = outbox.typedAt(region, period, row.id)
    for (const [name, cell] of Object.entries(cells)) {
      const field = cell instanceof HTMLInputElement
      const text = (field && own ? own[name] ?? row[name] : row[name]) ?? ""
      if (field && cell.value !== text) cell.value = text
      if (!field && cell.textContent !== text) cell.textContent = text
    }
    line.className = own ? "typed" : row.mark
    cells.value.title = own ? "" : row.told
    cells.value.ariaInvalid = String(!own && row.mark === "fault")
  }
}

function tellPerson(held, sentence, warns = false) {
  said = { text: sentence, warns, undo: false }
  repeat(held)
}

function repeat(held) {
  held.status.textContent = said.text
  held.status.classList.toggle("warn", said.warns)
  held.undo.hidden = !said.undo
}

// ---- focus

function focused(held) {
  const active = held.root.getRootNode().activeElement
  return active?.dataset?.column ? active : null
}

function focus(held, id, column) {
  const cell = held.cells.get(id)?.cells[column]
  if (!cell) return false
  // A field that is typed in keeps its caret where it was; one that is gone to is replaced whole.
  const typing = hand && hand.live && hand.id === id && hand.column === column && hand.typing
  cell.focus({ preventScroll: false })
  if (cell instanceof HTMLInputElement) typing ? cell.setSelectionRange(cell.value.length, cell.value.length) : cell.select()
  return true
}

// Leads the focus to what the desk asks for: a cell, or an element of the page around the sheet.
function lead(held, { id, column, selector }, done) {
  if (!id && !selector) {
    // What is saved is taken back by a correction only.
    if (done) past.length = future.length = 0
    const at = hand && held.cells.has(hand.id) ? hand : { id: held.data.rows[0]?.id, column: "value" }
    focus(held, at.id, at.column)
    return
  }
  if (id && focus(held, id, column)) return
  // What asks may be drawn a moment after the sheet, and drawn anew a moment after that: the focus
  // follows until somebody takes it elsewhere.
  let left = 100
  let given = null
  const look = () => {
    const found = selector && document.querySelector(selector)
    const taken = given && document.activeElement !== given && document.activeElement !== document.body
    if (taken) return
    if (found && document.activeElement !== found) {
      if (hand) hand.live = false
      found.focus()
      found.scrollIntoView({ block: "nearest" })
      if (!given) left = 20
      given = found
    }
    if ((left -= 1)) setTimeout(look, 50)
  }
  setTimeout(look, 50)
}

// ---- typing

// Between Enter and the next cell the form takes no keys itself, but none is lost.
function wait(held, waits) {
  held.root.classList.toggle("waits", waits)
  for (const { cells } of held.cells.values())
    for (const cell of Object.values(cells)) if (cell instanceof HTMLInputElement) cell.readOnly = waits
}

function typeAhead(held) {
  while (ahead.length) {
    const cell = focused(held)
    // What was meant for the next figure is never added to the one that is asked about.
    if (!(cell instanceof HTMLInputElement) || cell.dataset.id === enteredAt) {
      const text = ahead.map(each => (each === "Enter" ? " " : each)).join("").trim()
      ahead = []
      if (text) tellPerson(held, held.data.words.ahead.replace("{text}", text), true)
      return
    }
    const pressed = ahead.shift()
    if (pressed === "Enter") {
      enter(held, cell, false)
      if (outbox.waiting()) return
    } else {
      cell.setRangeText(pressed, cell.selectionStart, cell.selectionEnd, "end")
      if (hand) hand.typing = true
      note(held, cell.dataset.id, cell.dataset.column, cell.value)
    }
  }
}

function note(held, id, column, text, before = null) {
  const { region, period, rows, taken } = held.data
  const row = rows.find(each => each.id === id)
  const seen = row ? row.seen ?? null : before
  outbox.put({ region, period, id, seen }, { [column]: text }, taken[region] ?? 0)
  if (row) held.cells.get(id).line.className = "typed"
}

function listen(held) {
  const { root } = held
  const cellOf = event => event.target.closest?.("[data-column]") ?? event.target.querySelector?.("[data-column]")
  root.addEventListener("focusin", event => {
    const cell = cellOf(event)
    if (!cell) return
    const { region, period } = held.data
    const same = hand?.live && hand.id === cell.dataset.id && hand.column === cell.dataset.column
    const whole = { region, period, id: cell.dataset.id, column: cell.dataset.column, live: true }
    hand = same ? { ...hand, live: true } : { ...whole, before: cell.value ?? "", typing: false }
    if (!same && cell instanceof HTMLInputElement) cell.select()
    if (!held.ranging) choose(held, cell.dataset, cell.dataset)
  })
  root.addEventListener("focusout", () => {
    // A cell that is taken away under the hand is left too; only a hand that goes elsewhere is done.
    if (!root.isConnected || held.drawing) return
    commit(held)
    setTimeout(() => { if (hand && root.isConnected && document.hasFocus() && !focused(held)) hand.live = false })
  })
  root.addEventListener("input", event => {
    const { id, column } = event.target.dataset
    if (hand) hand.typing = true
    if (several(held)) choose(held, event.target.dataset, event.target.dataset)
    note(held, id, column, event.target.value)
  })
  root.addEventListener("change", () => outbox.anything() && outbox.tell())
  // The browser's own undo knows nothing of what the sheet has written into a field.
  root.addEventListener("beforeinput", event => {
    const steps = { historyUndo: () => undo(held), historyRedo: () => redo(held) }[event.inputType]
    if (!steps) return
    event.preventDefault()
    steps()
  })
  root.addEventListener("keydown", event => {
    const cell = cellOf(event)
    // 229: the key that ends a composition, in browsers that end it before the key.
    if (cell && !event.isComposing && event.keyCode !== 229) key(held, cell, event)
  })
  root.addEventListener("paste", event => {
    const cell = cellOf(event)
    if (cell instanceof HTMLInputElement) paste(held, cell, event)
  })
  root.addEventListener("pointerdown", event => {
    const cell = event.button === 0 && event.target.closest("tbody") ? cellOf(event) : null
    if (!cell) return
    held.dragged = event.pointerType === "mouse" ? cell : null
    if (event.shiftKey && held.anchor) {
      event.preventDefault()
      choose(held, held.anchor, cell.dataset)
    }
  })
  root.addEventListener("pointerover", event => {
    const cell = held.dragged && event.buttons & 1 && event.target.closest("tbody") ? cellOf(event) : null
    if (!cell || (cell === held.dragged && !several(held))) return
    getSelection()?.removeAllRanges()
    choose(held, held.dragged.dataset, cell.dataset)
  })
  addEventListener("pointerup", () => { held.dragged = null })
}

// Ends what is being typed in a cell: from here on it is one step.
function commit(held) {
  if (!hand?.typing) return
  const { region, period, id, column, before } = hand
  const text = held.cells.get(id)?.cells[column]?.value
  hand.typing = false
  if (text === undefined || text === before) return
  past.push([{ region, period, id, column, before, after: text }])
  future.length = 0
  hand.before = text
}

// Writes into several cells as one step.
function write(held, cells) {
  commit(held)
  const { region, period } = held.data
  const done = []
  for (const { id, column, text } of cells) {
    const field = held.cells.get(id)?.cells[column]
    if (!(field instanceof HTMLInputElement) || field.value === text) continue
    done.push({ region, period, id, column, before: field.value, after: text })
    field.value = text
    note(held, id, column, text)
  }
  if (done.length) {
    past.push(done)
    future.length = 0
  }
  rest(held)
  outbox.tell()
  return done.length
}

// A discard is a step like any other.
function keepDiscarded(held, { period, rows }) {
  const { region, columns } = held.data
  const typed = columns.filter(column => column.typed).map(column => column.id)
  const steps = rows.flatMap(row => typed.filter(column => row[column])
    .map(column => ({ region, period, id: row.id, column, seen: row.seen ?? null, before: row[column], after: "" })))
  if (!steps.length) return
  past.push(steps)
  future.length = 0
  tellPerson(held, held.data.words.discarded.replace("{n}", steps.length))
  said.undo = true
  repeat(held)
}

const undo = held => step(held, past, future, held.data.words.undone)
const redo = held => step(held, future, past, held.data.words.redone)

// Takes the last step of `from` back, or does it again, and lays it onto `onto`.
function step(held, from, onto, words) {
  commit(held)
  const { region, period } = held.data
  let last = from.pop()
  while (last && (last[0].region !== region || last[0].period !== period)) last = from.pop()
  if (!last) return
  const turned = last.map(each => ({ ...each, before: each.after, after: each.before }))
  for (const { id, column, after, seen } of turned) {
    const field = held.cells.get(id)?.cells[column]
    if (field) field.value = after
    // A row that is not listed just now is put back too.
    if (field || seen !== undefined) note(held, id, column, after, seen)
  }
  onto.push(turned)
  rest(held)
  tellPerson(held, words.replace("{n}", turned.length))
  const [{ id, column }] = turned
  focus(held, id, column)
  outbox.tell()
}

// The text that stands in the cell under the hand is no longer being typed.
function rest(held) {
  const cell = hand && held.cells.get(hand.id)?.cells[hand.column]
  if (cell instanceof HTMLInputElement) Object.assign(hand, { before: cell.value, typing: false })
}

// ---- keys

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

function key(held, cell, event) {
  const { id, column } = cell.dataset
  const field = cell instanceof HTMLInputElement
  const command = event.ctrlKey || event.metaKey
  const pressed = event.key.toLowerCase()
  const done = () => event.preventDefault()
  if (outbox.waiting() && !command && event.key !== "Tab") {
    if (event.key === "Backspace") ahead.pop()
    else if (event.key.length === 1 || event.key === "Enter") ahead.push(event.key)
    return done()
  }
  if (command && pressed === "z") return done(), event.shiftKey ? redo(held) : undo(held)
  if (command && pressed === "y") return done(), redo(held)
  if (command && pressed === "s") return done(), save(held)
  if (command && pressed === "d") return done(), fillDown(held)
  if (command && event.key === " ") return done(), chooseColumn(held, column)
  if (command && (pressed === "c" || pressed === "x") && (several(held) || !field)) {
    done()
    copy(held)
    if (pressed === "x") clear(held)
    return undefined
  }
  if ((event.key === "Delete" || event.key === "Backspace") && several(held)) return done(), clear(held)
  if (event.key === "F2" && field) return cell.setSelectionRange(cell.value.length, cell.value.length)
  if (event.key === "Enter") return done(), enter(held, cell, event.shiftKey)
  if (event.key === "Escape") {
    if (several(held)) return choose(held, cell.dataset, cell.dataset)
    if (hand?.typing && field && cell.value !== hand.before) {
      cell.value = hand.before
      note(held, id, column, cell.value)
    }
    return undefined
  }
  const pages = { PageUp: [-10, 0], PageDown: [10, 0] }[event.key]
  const way = pages ?? ARROWS[event.key]
  if (!way || event.altKey) return undefined
  const [down, across] = way
  // Within a text the arrows move the caret, until they meet its end.
  if (across && field && !several(held) && cell.value) {
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length
    const edge = cell.selectionStart === cell.selectionEnd && cell.selectionStart === (across < 0 ? 0 : cell.value.length)
    if (hand?.typing && !edge) return undefined
    if (!whole && !edge) return undefined
  }
  done()
  if (event.shiftKey && !held.data.form) return stretch(held, cell, down, across, command)
  return go(held, cell, down, across, command)
}

// Saves all that is typed, as the button does.
function save(held) {
  commit(held)
  const { form, region, period, rows, taken } = held.data
  outbox.entered({ region, period, id: form ? rows[0].id : "", seen: null }, taken[region] ?? 0)
  if (form) wait(held, true)
}

function enter(held, cell, back) {
  commit(held)
  const { form, region, period, taken } = held.data
  if (!form) {
    if (!go(held, cell, back ? -1 : 1, 0) && !back) cell.blur()
    return
  }
  enteredAt = cell.dataset.id
  outbox.entered({ region, period, id: enteredAt, seen: null }, taken[region] ?? 0)
  wait(held, true)
}

// Goes so many rows and columns on, or to the end; in the form one input after the other.
function go(held, cell, down, across, far = false) {
  const next = neighbour(held, cell.dataset, ...(held.data.form ? [0, down + across] : [down, across]), far)
  if (next.id === cell.dataset.id && next.column === cell.dataset.column) return false
  commit(held)
  if (hand) hand.live = false
  return focus(held, next.id, next.column)
}

function neighbour(held, at, down, across, far) {
  const ids = held.data.rows.map(row => row.id)
  const columns = held.data.columns.map(column => column.id)
  const within = (list, from, by) => list[Math.min(list.length - 1, Math.max(0, far && by ? by * list.length : from + by))]
  return { id: within(ids, ids.indexOf(at.id), down), column: within(columns, columns.indexOf(at.column), across) }
}

// ---- ranges

function several(held) {
  const { anchor, head } = held
  return Boolean(anchor && head && (anchor.id !== head.id || anchor.column !== head.column))
}

function choose(held, anchor, head) {
  held.anchor = { id: anchor.id, column: anchor.column }
  held.head = { id: head.id, column: head.column }
  const chosen = several(held) ? range(held) : { ids: [], columns: [] }
  for (const [id, { cells }] of held.cells)
    for (const [column, cell] of Object.entries(cells)) {
      const inside = chosen.ids.includes(id) && chosen.columns.includes(column)
      const box = cell instanceof HTMLInputElement ? cell.parentElement : cell
      box.classList.toggle("chosen", inside)
    }
}

function chooseColumn(held, column) {
  const ids = held.data.rows.map(row => row.id)
  if (held.data.form || !ids.length) return
  held.ranging = true
  if (hand) hand.live = false
  focus(held, ids[0], column)
  held.ranging = false
  choose(held, { id: ids[0], column }, { id: ids.at(-1), column })
}

function stretch(held, cell, down, across, far) {
  const head = neighbour(held, held.head ?? cell.dataset, down, across, far)
  choose(held, held.anchor ?? cell.dataset, head)
  const reached = held.cells.get(head.id).cells[head.column]
  reached.scrollIntoView({ block: "nearest", inline: "nearest" })
}

function range(held) {
  const between = (list, one, other) => {
    const [from, to] = [list.indexOf(one), list.indexOf(other)].sort((a, b) => a - b)
    return list.slice(from, to + 1)
  }
  return {
    ids: between(held.data.rows.map(row => row.id), held.anchor.id, held.head.id),
    columns: between(held.data.columns.map(column => column.id), held.anchor.column, held.head.column),
  }
}

function textOf(held, id, column) {
  const cell = held.cells.get(id).cells[column]
  return cell instanceof HTMLInputElement ? cell.value : cell.textContent
}

function copy(held) {
  const { ids, columns } = range(held)
  const quoted = text => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const block = ids.map(id => columns.map(column => quoted(textOf(held, id, column))).join("\t")).join("\n")
  const byHand = () => {
    const area = made("textarea", { value: block })
    const back = held.root.getRootNode().activeElement
    document.body.append(area)
    area.select()
    document.execCommand("copy")
    area.remove()
    back?.focus()
  }
  if (navigator.clipboard) navigator.clipboard.writeText(block).catch(byHand)
  else byHand()
  tellPerson(held, held.data.words.copied.replace("{n}", ids.length * columns.length))
}

function clear(held) {
  const { ids, columns } = range(held)
  const n = write(held, ids.flatMap(id => columns.map(column => ({ id, column, text: "" }))))
  tellPerson(held, held.data.words.cleared.replace("{n}", n))
}

// The first row of a range into the others; a single cell from the one above it.
function fillDown(held) {
  if (!held.anchor || held.data.form) return
  const { ids, columns } = range(held)
  const all = held.data.rows.map(row => row.id)
  const source = ids.length > 1 ? ids[0] : all[all.indexOf(ids[0]) - 1]
  if (source === undefined) return
  const into = ids.filter(id => id !== source)
  const n = write(held, into.flatMap(id => columns.map(column => ({ id, column, text: textOf(held, source, column) }))))
  tellPerson(held, held.data.words.filled.replace("{n}", n))
}

// ---- pasting

function paste(held, field, event) {
  const block = cellsOf(event.clipboardData?.getData("text/plain") ?? "")
  event.preventDefault()
  const single = block.length === 1 && block[0].length === 1
  if (held.data.form || (single && !several(held))) {
    field.setRangeText(block.map(line => line.join(" ")).join(" "), field.selectionStart, field.selectionEnd, "end")
    if (hand) hand.typing = true
    note(held, field.dataset.id, field.dataset.column, field.value)
    commit(held)
    return
  }
  const { rows, columns, words, most, periods } = held.data
  if (block.reduce((sum, line) => sum + line.length, 0) > most) {
    return tellPerson(held, words["too-many"].replace("{n}", most), true)
  }
  if (single) {
    const { ids, columns: across } = range(held)
    const n = write(held, ids.flatMap(id => across.map(column => ({ id, column, text: block[0][0] }))))
    return tellPerson(held, words.pasted.replace("{n}", n))
  }
  const typed = columns.filter(column => column.typed)
  const heads = Object.fromEntries(typed.map(column => [column.id, column.heads]))
  const nothing = typed.flatMap(column => column.nothing)
  const { cells, named, left } = placed(block, { rows, typed: typed.map(each => each.id), heads, nothing, periods, at: field.dataset })
  write(held, cells)
  const sentences = [words.pasted.replace("{n}", cells.length)]
  if (named) sentences.push(words["by-name"].replace("{n}", new Set(cells.map(each => each.id)).size))
  if (left.length) {
    const listed = left.slice(0, 6).join(words.comma) + (left.length > 6 ? " …" : "")
    sentences.push(words.unplaced.replace("{n}", left.length).replace("{names}", listed))
  }
  tellPerson(held, sentences.join(" "), left.length > 0)
  said.undo = cells.length > 0
  repeat(held)
}

function made(name, properties = {}) {
  const element = document.createElement(name)
  for (const [property, value] of Object.entries(properties)) {
    if (property === "role") element.setAttribute("role", value)
    else element[property] = value
  }
  return element
}
