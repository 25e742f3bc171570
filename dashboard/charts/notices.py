"""Notices, the demo ribbon, and empty states that say what to do next."""

from collections.abc import Sequence

from dashboard.charts.markup import linked, root, safe_href, text
from dashboard.charts.rows import Link
from dashboard.languages import say

KINDS = ("info", "warn", "fault")


def notice(
    kind: str,
    lang: str,
    title: str | None = None,
    message: str | None = None,
    items: Sequence[str] = (),
) -> str:
    """Return a notice (`kind` info, warn or fault) with its list, for example of faults."""
    if kind not in KINDS:
        raise ValueError(f"a notice is one of {', '.join(KINDS)}, not {kind!r}")
    head = title if title is not None else say(f"charts.notice.{kind}", lang)
    inner = f"<h2>{text(head)}</h2>" if head else ""
    inner += f"<p>{text(message)}</p>" if message else ""
    inner += f"<ul>{''.join(f'<li>{text(item)}</li>' for item in items)}</ul>" if items else ""
    role = "status" if kind == "info" else "alert"
    return root(f'<div class="ct-notice ct-notice-{kind}" role="{role}">{inner}</div>')


def demo_ribbon(lang: str) -> str:
    """Return the ribbon that marks every page of the demonstration, in both languages."""
    return root(f'<p class="ct-ribbon" role="note">{text(say("charts.demo", lang))}</p>')


def empty_state(title: str, message: str, lang: str, link: Link | None = None) -> str:
    """Return what stands where nothing is yet: what is missing, and the next step as a link."""
    action = linked(text(link.label), link.href, "ct-action") if link else ""
    if link and not safe_href(link.href):
        action = ""
    inner = f"<h2>{text(title)}</h2><p>{text(message)}</p>{action}"
    return root(f'<section class="ct-card ct-empty">{inner}</section>', lang=_LOCALE[lang])


_LOCALE = {"zh": "zh-CN", "en": "en"}
