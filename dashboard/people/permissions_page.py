"""The page `docs/permissions.md`, printed from the matrix so that it cannot say anything else.

python -m dashboard.people.permissions_page > docs/permissions.md
"""

import sys
from collections.abc import Iterator

from dashboard.languages import LOGGED, say
from dashboard.people.identity import Role
from dashboard.people.matrix import NEVER_BY_TOKEN, OPEN_WHEN_PUBLIC, RULES, Action, Scope


def as_markdown(lang: str = LOGGED) -> str:
    """Return the page: action × role × scope, and what the cells mean."""
    return "\n".join(_lines(lang)) + "\n"


def _lines(lang: str) -> Iterator[str]:
    yield f"# {say('people.page.title', lang)}"
    yield ""
    yield say("people.page.about", lang)
    yield ""
    # people.role.administrator, people.role.clerk, people.role.curator, people.role.publisher,
    # people.role.reviewer, people.role.viewer
    roles = [say(f"people.role.{role}", lang) for role in Role]
    yield f"| {say('people.page.action', lang)} | {' | '.join(roles)} |"
    yield "| --- " * (len(roles) + 1) + "|"
    for action in Action:
        cells = [_cell(RULES[action].get(role), lang) for role in Role]
        # people.action.*
        yield f"| {say(f'people.action.{action}', lang)} (`{action}`) | {' | '.join(cells)} |"
    yield ""
    for scope in Scope:
        # people.scope-meaning.own, people.scope-meaning.person, people.scope-meaning.region,
        # people.scope-meaning.units
        meaning = say(f"people.scope-meaning.{scope}", lang)
        yield f"- **{_cell(scope, lang)}**: {meaning}"
    yield f"- **—**: {say('people.page.never', lang)}"
    yield ""
    yield say("people.page.public", lang, actions=_named(OPEN_WHEN_PUBLIC))
    yield ""
    yield say("people.page.tokens", lang, actions=_named(NEVER_BY_TOKEN))
    yield ""
    yield say("people.page.local", lang)


def _cell(scope: Scope | None, lang: str) -> str:
    # people.scope.own, people.scope.person, people.scope.region, people.scope.units
    return "—" if scope is None else say(f"people.scope.{scope}", lang)


def _named(actions: frozenset[Action]) -> str:
    return ", ".join(f"`{action}`" for action in Action if action in actions)


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
