// What the pages' own server cannot reach: words of the page's own frame in the reader's language, names
// for what is only drawn, and lamps that open over the page without loading it anew. All of it is a
// courtesy: without it every page works. WORDS holds the frame's English -> ours; "{n}" is a number.
(() => {
  // The server is where this page is from: it need not be looked for. A page's address is one word below
  // the path where all of ours begin.
  window.__streamlit = {
    BACKEND_BASE_URL: new URL(".", location.href).href,
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
  };
  // The look stands before this script for the first paint, and behind the frame's own styles, which
  // are written into the head while the page is built, for all that follows.
  const look = document.currentScript.previousElementSibling;
  addEventListener("DOMContentLoaded", () => document.body.append(look));

  // What the page itself is made of is fetched when the first answer is on the screen: both at once would
  // keep its reader waiting.
  const begin = () => {
    const frame = document.getElementById("frame");
    if (!frame) return;
    document.head.append(frame.content);
    frame.remove();
  };
  addEventListener("DOMContentLoaded", () => {
    if (document.hidden) return begin();
    requestAnimationFrame(() => setTimeout(begin));
    setTimeout(begin, 300);
  });

  // The first answer goes when the page itself stands, and the page stands where its reader has got to;
  // what keeps the page from standing is not hidden for long. Its root is closed to all but this.
  class FirstAnswer extends HTMLElement {
    #internals = this.attachInternals();
    get read() { return this.#internals.shadowRoot && this.#internals.shadowRoot.querySelector(".ct-first"); }
  }
  customElements.define("first-answer", FirstAnswer);
  const READ = "h1, h2, h3, summary, tr, .ct-bar, .ct-late, .ct-verdict, .ct-caption";
  const place = (first, app) => {
    const read = first.read, main = app && app.querySelector('[data-testid="stMain"]');
    if (!read || !main || !read.scrollTop) return;
    const said = one => one.tagName + one.textContent.replace(/\s+/g, "");
    const top = one => one.getBoundingClientRect().top;
    const seen = [...read.querySelectorAll(READ)].find(one => one.offsetHeight && top(one) > 56);
    const same = seen && [...main.querySelectorAll(READ)].find(one => said(one) === said(seen));
    main.scrollTop = same ? main.scrollTop + top(same) - top(seen) : read.scrollTop;
  };
  const undrawn = app => [...app.querySelectorAll('[data-testid="stPlotlyChart"], .stPlotlyChart')].some(chart => {
    const its = chart.getBoundingClientRect();
    return its.height && its.bottom > 0 && its.top < innerHeight && !chart.querySelector(".main-svg");
  });
  // On a phone the pages are wider than their row, which begins with the one looked at in sight.
  const rows = new WeakMap();
  const insight = (row, which) => {
    const one = row && row.querySelector(which);
    if (!one || rows.get(row) === one) return;
    rows.set(row, one);
    const its = one.getBoundingClientRect(), room = row.getBoundingClientRect();
    if (its.left < room.left + 12 || its.right > room.right - 40) row.scrollLeft += its.left - room.left - 44;
  };
  let since = 0;
  const over = () => {
    const first = document.getElementById("first-answer");
    if (first && first.read) insight(first.read.querySelector(".ct-first-bar nav"), "[aria-current]");
    if (!first) { if (document.readyState === "loading") setTimeout(over, 40); return; }
    const app = document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]');
    if (app) since ||= performance.now();
    const stands = app && app.querySelector("h1, .ct-empty") && !app.querySelector('[data-testid="stSkeleton"]');
    const waited = since && performance.now() - since > 15000;
    // A dialog is read at once, but not while the page under it is still being put together.
    const asked = document.querySelector('[role="dialog"]')
      && !document.querySelector('[data-testid="stApp"][data-test-script-state="running"]');
    if (!stands && !waited && !asked) { setTimeout(over, 40); return; }
    // Where its reader has got to, a chart may come into view only now: an empty place is no page yet.
    place(first, app);
    if (!waited && !asked && undrawn(app)) { setTimeout(over, 40); return; }
    first.remove();
    name();
  };
  over();

  const exact = new Map(), counted = [];
  for (const [english, ours] of Object.entries(WORDS)) {
    if (!english.includes("{n}")) exact.set(english, ours);
    else counted.push([new RegExp("^" + english.split("{n}").map(part =>
      part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(\\d+)") + "$"), ours]);
  }
  const translated = said => {
    const bare = said.trim(), ours = exact.get(bare);
    if (ours !== undefined) return said.replace(bare, ours);
    for (const [pattern, words] of counted) {
      const found = pattern.exec(bare);
      if (found) return words.replace("{n}", found[1]);
    }
    return said;
  };
  const ATTRIBUTES = ["aria-label", "placeholder", "title"];
  // Our own texts are never touched, and drawings hold nothing to translate.
  const ours = ".stHtml, .stMarkdown, .stCode code, svg";

  const word = element => {
    for (const name of ATTRIBUTES) {
      const said = element.getAttribute(name);
      if (said) { const told = translated(said); if (told !== said) element.setAttribute(name, told); }
    }
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const told = translated(node.data);
      if (told !== node.data) node.data = told;
    }
  };
  const name = () => {
    for (const link of document.querySelectorAll(".st-key-frame-pages a")) {
      const here = link.querySelector("strong");
      if (here && link.getAttribute("aria-current") !== "page") link.setAttribute("aria-current", "page");
      if (!here && link.hasAttribute("aria-current")) link.removeAttribute("aria-current");
    }
    insight(document.querySelector(".st-key-frame-pages"), "a:has(strong)");
    // What takes files has a name and can be focused: it is no mere presentation.
    for (const zone of document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')) {
      zone.setAttribute("role", "group");
    }
    const captions = [...document.querySelectorAll(".ct-caption")];
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      const over = captions.filter(one =>
        one.compareDocumentPosition(plot) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
      const said = over ? `${over.innerText} ${over.dataset.finding || ""}`.replace(/\s+/g, " ").trim() : "";
      if (said && plot.getAttribute("aria-label") !== said) {
        // Not "img": it holds buttons.
        plot.setAttribute("role", "figure");
        plot.setAttribute("aria-label", said);
      }
    }
  };

  let waiting = false;
  const changed = new Set();
  const settle = () => {
    waiting = false;
    if (exact.size) for (const root of changed) {
      if (!root.isConnected || root.closest(ours)) continue;
      word(root);
      for (const element of root.querySelectorAll("*")) if (!element.closest(ours)) word(element);
    }
    changed.clear();
    name();
    lead();
  };
  new MutationObserver(records => {
    for (const record of records) {
      if (record.target.nodeType === Node.ELEMENT_NODE && record.target.closest("svg")) continue;
      if (record.type === "childList") {
        for (const node of record.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) changed.add(node);
        if (record.target.nodeType === Node.ELEMENT_NODE && record.addedNodes.length) {
          for (const node of record.addedNodes) if (node.nodeType === Node.TEXT_NODE) changed.add(record.target);
        }
      } else {
        const element = record.target.nodeType === Node.ELEMENT_NODE ? record.target : record.target.parentElement;
        if (element) changed.add(element);
      }
    }
    if (!waiting && changed.size) { waiting = true; requestAnimationFrame(settle); }
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });

  // The focus goes to what a step asks for, once for each turn. It may be drawn a moment later, and
  // drawn anew a moment after that: the focus follows until somebody takes it elsewhere.
  let turn = "";
  const lead = () => {
    const asks = [...document.querySelectorAll(".ct-focus")].pop();
    if (!asks || asks.dataset.turn === turn) return;
    turn = asks.dataset.turn;
    let left = 100, given = null;
    const look = () => {
      if (given && document.activeElement !== given && document.activeElement !== document.body) return;
      const found = document.querySelector(asks.dataset.on);
      if (found && document.activeElement !== found) {
        toward(found);
        if (!given) left = 20;
        given = found;
      }
      if ((left -= 1)) setTimeout(look, 50);
    };
    look();
  };
  const toward = element => {
    if (element.tabIndex < 0) element.setAttribute("tabindex", "-1");
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  };
  // The frame's own link skips to what holds our bar too: it is to skip the bar.
  document.addEventListener("click", event => {
    const skips = event.target.closest && event.target.closest('a[href="#stMain"]');
    const title = skips && document.querySelector("main h1");
    if (!title) return;
    event.preventDefault();
    event.stopPropagation();
    toward(title);
  }, true);

  // A lost connection is said at the edge of the page, and the focus stays where it is: the frame's own
  // dialog would take it from who is typing.
  const line = document.createElement("div");
  line.setAttribute("role", "status");
  line.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:1000000;padding:.6rem 1rem;"
    + "text-align:center;font:600 .9rem/1.4 system-ui,sans-serif;background:#8A5A00;color:#fff;display:none";
  let connected = false, lost = false, left = null, held = null;
  const inDialog = node => Boolean(node.closest && node.closest('[role="dialog"]'));
  // Within a component focus moves unseen from here; what it leaves when it goes to a dialog is told.
  addEventListener("focusout", event => {
    if (!inDialog(event.target)) left = { field: event.composedPath()[0], at: event.timeStamp };
  }, true);
  addEventListener("focusin", event => {
    if (inDialog(event.target)) held ??= left && event.timeStamp - left.at < 500 ? left.field : null;
    else held = null;
  }, true);
  // Gives the focus back where it was, with the caret where it stood.
  const giveBack = field => {
    if (!field || !field.isConnected) return;
    const { selectionStart: start, selectionEnd: end } = field;
    field.focus({ preventScroll: true });
    if (typeof start === "number") field.setSelectionRange(start, end);
  };
  // A key pressed while the dialog is still going belongs where one typed.
  addEventListener("keydown", event => {
    const astray = inDialog(event.target) || event.target === document.body;
    if (lost && held && astray) giveBack(held);
  }, true);
  const watch = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const state = app && app.dataset.testConnectionState;
    if (state === "CONNECTED") connected = true;
    lost = connected && state !== undefined && state !== null && state !== "CONNECTED";
    if (!line.isConnected && document.body) document.body.append(line);
    const told = lost ? LOST : "";
    if (line.textContent !== told) line.textContent = told;
    line.style.display = lost ? "block" : "none";
    if (!lost) return;
    const errors = ["Connection error", exact.get("Connection error")].filter(Boolean);
    for (const dialog of document.querySelectorAll('[role="dialog"]')) {
      if (!errors.some(said => dialog.textContent.includes(said))) continue;
      const close = dialog.querySelector("button");
      const back = held;
      if (close) close.click();
      setTimeout(() => giveBack(back));
    }
  };
  new MutationObserver(watch).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-connection-state"],
  });

  // A chart is drawn when its place comes near the screen, or goes on paper.
  const awaited = new Map();
  window.nearTheScreen = place => {
    if (!place || place.classList.contains("js-plotly-plot")) return Promise.resolve();
    return new Promise(draw => {
      const root = place.closest('[data-testid="stMain"]');
      const sight = new IntersectionObserver(seen => {
        if (seen.some(one => one.isIntersecting) || !place.isConnected) drawn();
      }, { root, rootMargin: "50% 0px" });
      const drawn = () => { sight.disconnect(); awaited.delete(place); draw(); };
      awaited.set(place, drawn);
      sight.observe(place);
    });
  };
  // What draws them may not be there yet: then the table behind each goes on paper in its place.
  addEventListener("beforeprint", () => {
    for (const drawn of [...awaited.values()]) drawn();
    for (const place of document.querySelectorAll('[data-testid="stSkeleton"]')) {
      const frame = place.closest('[data-testid="stElementContainer"]'), next = frame && frame.nextElementSibling;
      const table = next && next.querySelector("details");
      if (table) table.open = true;
    }
  });

  // A chart that is given another width draws itself anew, too late for paper: it keeps its own, and
  // shrinks as a picture would.
  const paper = 690;
  addEventListener("beforeprint", () => {
    const app = document.querySelector('[data-testid="stApp"]');
    document.documentElement.classList.toggle("ct-was-dark", !!app && getComputedStyle(app).colorScheme === "dark");
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      const frame = plot.closest('[data-testid="stElementContainer"]'), width = frame ? frame.offsetWidth : 0;
      if (!width) continue;
      frame.style.cssText += `;width:${width}px;min-width:${width}px;flex:none`;
      if (width > paper) frame.style.zoom = String(paper / width);
    }
  });
  addEventListener("afterprint", () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      const frame = plot.closest('[data-testid="stElementContainer"]');
      if (frame) for (const name of ["width", "min-width", "flex", "zoom"]) frame.style.removeProperty(name);
    }
  });

  // A lamp's link asks for its explanation over the same page: the address changes as the Back button
  // would change it, which the page follows, and nothing is loaded anew.
  document.addEventListener("click", event => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest && event.target.closest('a[href*="why=yes"]');
    if (!link || link.target === "_blank") return;
    const there = new URL(link.href, location.href);
    if (there.origin !== location.origin || there.pathname !== location.pathname) return;
    event.preventDefault();
    history.pushState({}, "", there);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });
})();
