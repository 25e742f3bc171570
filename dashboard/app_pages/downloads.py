"""Files that a page makes when they are asked for, and only for who may then still have them."""

import re
from collections.abc import Callable

import streamlit as st

from dashboard.doors import identity
from dashboard.loading import View
from dashboard.people.matrix import Decision, NotPermitted

# What browsers call a workbook.
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(title: str) -> str:
    """Return a title as the name of a file, on any system: no signs that one of them refuses."""
    bare = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", title)
    return " ".join(bare.split())[:80].rstrip(". ")


def download(
    seen: View, label: str, build: Callable[[], bytes], file_name: str, mime: str, key: str
) -> None:
    """Offer a file; `build` makes it at the click, in no run of the page.

    Who is there is asked again then: they may have signed out, or have other rights, since the
    page was drawn.
    """
    who = identity.asked_later(seen.settings)

    def made() -> bytes:
        if who() != seen.visitor:
            raise NotPermitted(Decision(False, "not-signed-in"))
        return build()

    st.download_button(label, made, file_name=file_name, mime=mime, key=key, on_click="ignore")
