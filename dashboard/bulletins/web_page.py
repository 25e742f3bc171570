"""A bulletin as one HTML file: it needs no network and no server, and its charts can be explored."""

import json
from typing import Any

from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.drawings import completion_drawings
from dashboard.bulletins.sections import sections
from dashboard.bulletins.signature import Signature
from dashboard.charts.figure import painted, plotly_config
from dashboard.charts.goal import goal_figure
from dashboard.judging import Standing
from dashboard.languages import LOCALES, say
from dashboard.views.environment import Markup, render

MOST_BYTES = 8 * 1024 * 1024
# Charts after the library itself, which is most of the file.
_MOST_CHARTS_BYTES = 2 * 1024 * 1024


def write_web_page(bulletin: Bulletin, signature: Signature, standing: Standing) -> bytes:
    """Return the page; `standing` is what the bulletin was composed from. Less than `MOST_BYTES`."""
    from plotly.offline import get_plotlyjs

    lang = bulletin.lang
    charts, size = [], 0
    for line in bulletin.goals:
        figure = goal_figure(standing, line.id, lang)
        drawn = None if figure is None else _json(painted(figure, "light"))
        if drawn is None or size + len(drawn) > _MOST_CHARTS_BYTES:
            continue
        size += len(drawn)
        charts.append({"name": line.name, "figure": Markup(drawn)})
    written = render(
        "bulletin",
        lang=lang,
        locale=LOCALES[lang],
        title=bulletin.title,
        addressees=bulletin.addressees,
        sections=sections(bulletin),
        drawing=Markup("".join(completion_drawings(bulletin))),
        charts=charts,
        issuer=signature.issuer_text,
        issued=bulletin.issued,
        made=signature.made_text,
        id=signature.id_text,
        offline=say("bulletin.offline", lang, day=bulletin.issued),
        charts_title=say("bulletin.section.charts", lang),
        settings=Markup(_json(plotly_config(lang))),
        library=Markup(get_plotlyjs().replace("</script", "<\\/script")),
    )
    return written.encode()


def _json(value: Any) -> str:
    """Return JSON that no text in it can end as a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
