"""What was said of figures and handed in for them, as a table: what, by whom, when, for whom."""

from collections.abc import Callable, Mapping, Sequence

from dashboard.actuals.evidence_files import EvidenceFile
from dashboard.actuals.figure_comments import Comment
from dashboard.actuals.observations import FigureKey, moment_text
from dashboard.languages import numbers, say
from dashboard.views.environment import Markup
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.wording.states import audience_word


def comments_table(
    comments: Sequence[Comment],
    files: Sequence[EvidenceFile],
    names: Mapping[FigureKey, str],
    address: Callable[[int], str],
    lang: str,
    *,
    framed: bool = False,
) -> Markup:
    """Return comments and files, oldest first; nothing without any.

    `names` says what each figure is called where there are several, `address` where a file is fetched.
    """
    both: list[Comment | EvidenceFile] = [*comments, *files]
    rows = sorted(both, key=lambda one: one.at)
    if not rows:
        return Markup()
    columns = [
        Column("figure", say("comments.column.figure", lang)),
        Column("said", say("comments.column.text", lang), width="46%"),
        Column("by", say("comments.column.author", lang), "muted"),
        Column("audience", say("comments.column.audience", lang), "muted"),
    ]
    if not names:
        del columns[0]
    cells = [
        {
            "figure": names.get(one.figure, ""),
            "said": _file(one, address, lang)
            if isinstance(one, EvidenceFile)
            else _text(one, lang),
            "by": Cell(
                one.author or say("comments.nobody-named", lang),
                sub=numbers.moment_text(moment_text(one.at), lang),
            ),
            "audience": audience_word(one.audience, lang),
        }
        for one in rows
    ]
    title = say("comments.title", lang)
    return goal_table(cells, columns, lang, title=title, framed_card=framed)


def _text(comment: Comment, lang: str) -> Cell:
    """A comment's words; of a withdrawn one also by whom and why it was."""
    return Cell(comment.text, sub=_gone(comment, lang) if comment.withdrawn else None)


def _gone(one: Comment | EvidenceFile, lang: str) -> str:
    at = numbers.moment_text(moment_text(one.withdrawn_at), lang)
    return say("comments.withdrawn", lang, at=at, by=one.withdrawn_by, reason=one.reason).strip()


def _file(file: EvidenceFile, address: Callable[[int], str], lang: str) -> Cell:
    """A file as a link to be saved; of a withdrawn one the name and why."""
    if file.withdrawn:
        return Cell(file.name, sub=_gone(file, lang))
    size = say("comments.size", lang, n=max(1, round(file.size / 1024)))
    return Cell(file.name, sub=size, href=address(file.id))
