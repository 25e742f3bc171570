"""The states of a return (报表) and the steps between them: what may follow what. No I/O.

draft -submit-> submitted -approve (once a level)-> approved -publish-> published
                    |  ^                               |                   |
                    return -> returned -submit---------+ return            correct -> draft
                                                                           (a new round)
"""

from enum import StrEnum
from typing import NamedTuple

from dashboard.actuals.messages import ActualsError, Message
from dashboard.languages.characters import hidden


class State(StrEnum):
    """Where a return stands. `DRAFT` is every return that nobody has submitted yet."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"


class Step(StrEnum):
    """What is done to a return."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    CORRECT = "correct"


class Vintage(StrEnum):
    """How settled a figure is: 初步, 最终, 修订."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    REVISED = "revised"


# What somebody is looking at, or has looked at, nobody changes under their eyes.
LOCKED = frozenset({State.SUBMITTED, State.APPROVED, State.PUBLISHED})
# What is not to be published with the rest of its region: it is looked at, or being mended.
UNDER_WAY = frozenset({State.SUBMITTED, State.RETURNED, State.DRAFT})

_FROM = {
    Step.SUBMIT: frozenset({State.DRAFT, State.RETURNED}),
    Step.RETURN: frozenset({State.SUBMITTED, State.APPROVED}),
    Step.APPROVE: frozenset({State.SUBMITTED}),
    Step.PUBLISH: frozenset({State.APPROVED}),
    Step.CORRECT: frozenset({State.PUBLISHED}),
}
# Steps that nobody may take without saying why.
WANT_REASON = frozenset({Step.RETURN, Step.CORRECT})
REASON_LENGTH = 500


class Lock(NamedTuple):
    """What keeps a figure from being changed: the state of the return it stands in, and its unit."""

    state: State
    unit: str

    @property
    def message(self) -> Message:
        """Return why a figure that stands in it cannot be changed."""
        # actuals.entering.locked-approved, actuals.entering.locked-published,
        # actuals.entering.locked-submitted
        return Message(f"actuals.entering.locked-{self.state}", {"unit": self.unit})


class StepRefused(ActualsError):
    """The return is in no state for this step, or the step wants a reason; nothing was done."""


class Place(NamedTuple):
    """Where a return stands: its state, how many levels have approved, and which round it is."""

    state: State = State.DRAFT
    level: int = 0
    round: int = 1


def steps_from(state: State) -> tuple[Step, ...]:
    """Return the steps that may be taken from a state."""
    return tuple(step for step, known in _FROM.items() if state in known)


def checked_reason(reason: str) -> None:
    """Raise `StepRefused` for a reason that is too long or holds signs that cannot be seen."""
    if len(reason) > REASON_LENGTH:
        raise StepRefused("returns.refused.reason-long", most=REASON_LENGTH)
    if unseen := hidden(reason):
        raise StepRefused("returns.refused.reason-control", codes=tuple(unseen[:5]))


def after(place: Place, step: Step, levels: int, reason: str = "") -> Place:
    """Return where a return stands after a step; `levels` have to approve it.

    Raises `StepRefused`.
    """
    if place.state not in _FROM[step]:
        raise StepRefused(f"returns.refused.{step}-{place.state}")
    if step in WANT_REASON and not reason.strip():
        raise StepRefused(f"returns.refused.{step}-reason")
    checked_reason(reason)
    if step is Step.APPROVE:
        level = place.level + 1
        state = State.APPROVED if level >= levels else State.SUBMITTED
        return Place(state, level, place.round)
    if step is Step.CORRECT:
        return Place(State.DRAFT, 0, place.round + 1)
    if step is Step.PUBLISH:
        return place._replace(state=State.PUBLISHED)
    reached = {Step.SUBMIT: State.SUBMITTED, Step.RETURN: State.RETURNED}[step]
    return Place(reached, 0, place.round)
