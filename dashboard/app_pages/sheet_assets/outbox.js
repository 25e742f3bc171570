// What has been typed in this tab and not been answered for: kept beside the component, so that a
// cell which is drawn anew or taken away, a lost connection, and a reload of the page lose nothing.
//
// Every change carries a stamp that only grows. The desk names, region by region, the highest stamp it
// has taken in, and only what is at or below it is let go.

const KEPT = "cluster-dashboard.unanswered"
const PAUSE_MS = 300
const AGAIN_MS = 5000
// One message holds no more than this: what is larger is not let in.
const MOST_SIGNS = 300000

let unanswered = new Map()
let person = null
let newest = 0
let enter = null
let report = null
let timer = 0

const key = (region, period, id) => [region, period, id].join("\n")

// Whose hands these are; what somebody else left in this tab is never sent for them.
export function typedBy(who) {
  if (person === who) return
  person = who
  unanswered = new Map()
  enter = null
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null")
    if (kept?.who === who) for (const edit of kept.edits) unanswered.set(key(edit.region, edit.period, edit.id), edit)
    newest = Math.max(newest, ...[...unanswered.values()].map(edit => edit.stamp))
  } catch { /* a tab that may keep nothing still sends */ }
}

// How the desk is told; the component that was drawn last is the way.
export function way(tell) {
  report = tell
}

export function typedAt(region, period, id) {
  return unanswered.get(key(region, period, id))
}

export function anything() {
  return unanswered.size > 0
}

export function put(place, texts, floor) {
  const at = key(place.region, place.period, place.id)
  newest = Math.max(newest + 1, Date.now(), floor + 1)
  unanswered.set(at, { ...place, ...unanswered.get(at), ...texts, stamp: newest })
  keep()
  later(PAUSE_MS)
}

// What is typed in the form goes along to the period that has been chosen for it meanwhile.
export function move(place, before) {
  const edit = unanswered.get(key(place.region, before, place.id))
  if (!edit) return
  unanswered.delete(key(place.region, before, place.id))
  const { region, period, id, seen, stamp, ...texts } = edit
  put(place, texts, stamp)
}

// Enter in the form, or saving by a key: what stands there is to be saved. Of the table, where one
// types on meanwhile, `place` names no figure.
export function entered(place, floor) {
  newest = Math.max(newest + 1, Date.now(), floor + 1)
  enter = { ...place, stamp: newest }
  tell()
}

// Whether the desk has not yet answered the last Enter in the form.
export function waiting() {
  return enter !== null && enter.id !== ""
}

export function answered(taken, entered) {
  const before = unanswered.size
  if (enter && enter.stamp <= entered) enter = null
  for (const [at, edit] of unanswered) if (edit.stamp <= (taken[edit.region] ?? 0)) unanswered.delete(at)
  keep()
  if (!unanswered.size && !enter) clearTimeout(timer)
  else if (unanswered.size < before) later(PAUSE_MS)
}

// The oldest first, as many as one message holds: an answer lets go of all up to its stamp.
export function tell() {
  clearTimeout(timer)
  let room = MOST_SIGNS
  const all = [...unanswered.values()].sort((one, other) => one.stamp - other.stamp)
  const edits = all.filter(edit => (room -= JSON.stringify(edit).length) > 0)
  report?.({ edits: edits.length ? edits : all.slice(0, 1), enter: edits.length === all.length ? enter : null })
  if (unanswered.size || enter) later(AGAIN_MS)
}

function later(pause) {
  clearTimeout(timer)
  timer = setTimeout(tell, pause)
}

function keep() {
  try {
    if (unanswered.size) sessionStorage.setItem(KEPT, JSON.stringify({ who: person, edits: [...unanswered.values()] }))
    else sessionStorage.removeItem(KEPT)
  } catch { /* the same */ }
}

// Who closes the page in the middle of a figure finds it again.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && unanswered.size) tell()
})
// Back on line, nothing waits for the next key.
let connected = true
new MutationObserver(() => {
  const state = document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState
  const now = state === undefined || state === "CONNECTED"
  if (now && !connected && unanswered.size) {
    tell()
    // A server that was started anew knows no part of this page: it is asked for the whole of it, as
    // the Back button would ask.
    setTimeout(() => dispatchEvent(new PopStateEvent("popstate", { state: {} })), PAUSE_MS)
  }
  connected = now
}).observe(document.documentElement, {
  subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"],
})
