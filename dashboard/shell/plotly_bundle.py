"""The script that draws charts, without the kinds of drawings that no page has, each when it is near.

The installed package's holds all of Plotly: maps, globes and volumes are two thirds of its 4.7 MB,
and a phone reads and runs all of them before it draws the first bar. Plotly's own partial bundles
are the same modules with fewer kinds registered; this is one more of them, made from the installed
file. Each module is a function that runs when another asks for it by its name, so what nobody asks
for can be left out.

A chart waits until its place comes near the screen: drawing one holds up a phone for longer than
reading the page's words. `front_page.js` tells when; without it each is drawn at once.
"""

import re

# As the file of each kind is called. Lines are part of the core.
KINDS = ("lib/bar.js",)

_MODULE = re.compile(r'([\w$]+)=[\w$]+\(\{"((?:src|lib|node_modules)/[^"]+)"\(')
# The last module asks for the core and names all kinds.
_WHOLE = re.compile(r'return [\w$]+\(\{"lib/index\.js"\(')
_KINDS = re.compile(r"\.register\(\[((?:[\w$]+\(\),?)+)\]\)")
_ASKED = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
# Where the page's frame hands a chart to Plotly.
_DRAWS = re.compile(r"return (?P<draw>\w+\.react\((?P<place>\w+)\.current,\{[\w:,]+\}\))")
# A module that ends like this is followed by the next, and by nothing that others use as well.
_CLEAN_END = "}}),"
_WHEN_NEAR = (
    r"return (globalThis.nearTheScreen?.(\g<place>.current)??Promise.resolve())"
    r".then(()=>\g<place>.current&&\g<draw>)"
)


def trimmed(source: str) -> str | None:
    """Return the script with the kinds of drawings in `KINDS` alone, each drawn when it is near.

    None where it is not made as expected: then all of it is needed.
    """
    found = list(_MODULE.finditer(source))
    last = _WHOLE.search(source)
    kinds = _KINDS.search(source, last.start()) if last else None
    if not found or last is None or kinds is None or found[-1].start() > last.start():
        return None
    begins = [module.start() for module in found]
    texts = [source[a:b] for a, b in zip(begins, [*begins[1:], last.start()], strict=True)]
    names = [module[1] for module in found]
    text_of = dict(zip(names, texts, strict=True))
    wanted = [module[1] for module in found if module[2] in KINDS]
    if len(text_of) < len(texts) or len(wanted) < len(KINDS):
        return None
    calls = ",".join(f"{name}()" for name in wanted)
    end = source[last.start() : kinds.start(1)] + calls + source[kinds.end(1) :]
    before = _DRAWS.sub(_WHEN_NEAR, source[: begins[0]])
    asked: set[str] = set()
    waiting = _ASKED.findall(before + end)
    while waiting:
        name = waiting.pop()
        if name in text_of and name not in asked:
            asked.add(name)
            waiting += _ASKED.findall(text_of[name])
    kept = [
        text if module[1] in asked or not text.endswith(_CLEAN_END) else f"{module[0]}){{}}}}),"
        for module, text in zip(found, texts, strict=True)
    ]
    return "".join((before, *kept, end))
