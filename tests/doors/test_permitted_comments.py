"""Comments and evidence as one person may see and give them: every role, every audience, in and out of scope."""

from decimal import Decimal
from itertools import product

import pytest

from dashboard.actuals.evidence_storage import EvidenceFault
from dashboard.actuals.figure_records import Audience, CommentRefused
from dashboard.actuals.records import Entry
from dashboard.actuals.return_steps import ReturnKey
from dashboard.actuals.store import Store
from dashboard.doors.identity import people
from dashboard.doors.permitted_comments import PermittedComments
from dashboard.people.actor import By
from dashboard.people.identity import GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings, default_register

HIS, OTHER = "binzhou", "foshan"
# Two figures of one series: the first is published, the second entered since.
OLD = (HIS, "clusters", "high-tech-firms", "2024")
NEW = (*OLD[:3], "2025")
UNIT, OTHER_UNIT = "市科技局", "市信息通信发展办公室"
TEXT = "含新并入的两家企业"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(default_register())


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(
        database=sqlite_url, mode="team", evidence="database", evidence_megabytes=1
    )


@pytest.fixture
def store(sqlite_url: str) -> Store:
    kept = Store.open(sqlite_url)
    kept.write([Entry(*OLD, Decimal(5))], "before")
    kept.publish([HIS], "before")
    kept.write([Entry(*NEW, Decimal(6))], "before")
    for figure, audience in product((OLD, NEW), Audience):
        kept.comments.add(figure, "before", audience.value, audience)
        named = (f"{audience}.txt", "text/plain")
        content = f"{figure} {audience}".encode()
        kept.evidence.add(figure, "before", named, content, audience, None)
    return kept


def somebody(*grants: Grant, kind: Kind = Kind.ACCOUNT) -> Person:
    return Person(1, "li", kind, "Li", grants)


def desk(
    person: Person, store: Store, catalogue: Catalogue, settings: Settings
) -> PermittedComments:
    by = By(person, regions_tree(catalogue), "request", "")
    return PermittedComments(store, catalogue, settings, lambda: by)


# By hand, from what the audiences are called: to whom each is open, of a published figure.
INSIDE = {Role.CLERK, Role.REVIEWER, Role.PUBLISHER}
EVERYTHING = set(Audience)


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_is_for_it_and_whose_only_if_it_may_know(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(role, region)), store, catalogue, settings)
    if region == OTHER:
        expected: dict[str, set[Audience]] = {"2024": set(), "2025": set()}
    elif role in INSIDE:
        expected = {"2024": EVERYTHING, "2025": EVERYTHING}
    else:
        # What is not published yet is not spoken of either.
        expected = {"2024": {Audience.READERS, Audience.PUBLIC}, "2025": set()}
    found = own.of([OLD, NEW])
    for part in found:
        seen = {
            code: {Audience(each.audience) for each in part if each.period == code}
            for code in expected
        }
        assert seen == expected
        assert {each.author for each in part} <= ({"before"} if role in INSIDE else {""})
    assert own.of_series(OLD[:3]) == found
    assert own.of_regions([HIS]).comments == found.comments
    for file in store.evidence.of([OLD, NEW]):
        if file in store.evidence.of([OLD, NEW]) and file.id in {one.id for one in found.files}:
            assert own.file(file.id)[1] == f"{file.figure} {file.audience}".encode()
        else:
            with pytest.raises(EvidenceFault) as refused:
                own.file(file.id)
            assert refused.value.args[0] == "evidence.unknown"


def test_a_reviewer_of_a_level_above_sees_what_belongs_to_a_return_while_it_is_their_turn(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    above = desk(somebody(Grant(Role.REVIEWER, "shandong")), store, catalogue, settings)
    key = ReturnKey(HIS, UNIT, NEW[3])
    store.returns.submit(key, [NEW], "before", through=(HIS, "shandong"), seen=0)
    # Not yet: the city's own reviewer has not read it.
    assert above.of([OLD, NEW]) == ([], [])
    store.returns.approve(key, "wang", seen=1)
    seen = above.of([OLD, NEW])
    assert {each.figure for part in seen for each in part} == {NEW}
    assert [each.audience for each in seen.comments] == list(Audience)
    assert {each.author for each in seen.comments} == {"before"}
    assert above.file(seen.files[0].id)[1] == f"{NEW} {seen.files[0].audience}".encode()
    assert above.open_to([NEW]) == {}
    store.returns.send_back(key, "zhao", "again", seen=2)
    assert above.of([OLD, NEW]) == ([], [])


def test_looking_back_shows_what_was_said_by_then_and_withdrawn_by_then(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(Role.REVIEWER, HIS)), store, catalogue, settings)
    first, second, third = own.of([OLD]).comments
    early = own.withdraw_comment(first.id, "wrong figure")
    later = own.comment(OLD, TEXT, "reporting")
    gone = own.withdraw_comment(second.id, "said elsewhere")
    file = own.of([OLD]).files[0]
    between = later.at + 1
    assert early.withdrawn_at < between <= gone.withdrawn_at
    for found in (own.of([OLD], between), own.of_series(OLD[:3], between)):
        of_figure = found.of(OLD)
        assert of_figure.comments == [early, second, third, later]
        assert own.of([OLD], third.at).comments == [first, second]
    # What is gone today is nobody else's by looking back either.
    guest = desk(GUEST, store, catalogue, settings.with_changes(reading="public"))
    assert own.withdraw_comment(third.id, "for all no more").withdrawn
    assert guest.of([OLD], between).comments == []
    # Its bytes are given to nobody today, so the page says today that it was withdrawn.
    clerk = desk(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    assert clerk.withdraw(file.id, "wrong one").withdrawn
    assert own.of([OLD], between).files[0].withdrawn


@pytest.mark.parametrize("units", [(UNIT,), (OTHER_UNIT,)])
def test_a_clerk_of_another_unit_is_not_the_reporting_unit(
    units: tuple[str, ...], store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(Role.CLERK, HIS, units=units)), store, catalogue, settings)
    seen = {each.audience for each in own.of([OLD]).comments}
    assert (Audience.REPORTING in seen) is (units == (UNIT,))
    assert (OLD in own.open_to([OLD])) is (units == (UNIT,))


@pytest.mark.parametrize("reading", ["public", "signed-in"])
@pytest.mark.parametrize("kind", ["guest", "link"])
def test_a_guest_and_a_link_see_what_is_for_all_where_all_may_read(
    kind: str, reading: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    link = Person(
        1, "li", Kind.LINK, grants=(Grant(Role.VIEWER, OTHER),), only_regions=frozenset({OTHER}),
        only=frozenset({"read-published"}),
    )  # fmt: skip
    person = GUEST if kind == "guest" else link
    own = desk(person, store, catalogue, settings.with_changes(reading=reading))
    seen = {(each.period, each.audience) for each in own.of([OLD, NEW]).comments}
    assert seen == ({("2024", "public")} if (kind, reading) == ("guest", "public") else set())
    with pytest.raises(NotPermitted):
        own.comment(OLD, TEXT, "reporting")
    with pytest.raises(NotPermitted):
        own.attach(OLD, "a.txt", b"text", "reporting")


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_says_and_hands_in_what_it_may_and_it_is_written_down(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(role, region)), store, catalogue, settings)
    if role in INSIDE and region == HIS:
        said = own.comment(NEW, TEXT, "reporting")
        assert (said.author, said.text) == ("li", TEXT)
        told = people(settings).audit.latest(1)[0]
        assert (told.action, told.subject, told.outcome) == ("comment", "/".join(NEW), "done")
    else:
        with pytest.raises(NotPermitted):
            own.comment(NEW, TEXT, "reporting")
        assert people(settings).audit.latest(1)[0].outcome == "refused"
    if role is Role.CLERK and region == HIS:
        kept = own.attach(NEW, "佐证.txt", b"text", "readers")
        assert own.withdraw(kept.id, "wrong one").withdrawn
        assert people(settings).audit.latest(1)[0].action == "attach-evidence"
        with pytest.raises(EvidenceFault) as refused:
            own.file(kept.id)
        assert refused.value.args[0] == "evidence.withdrawn"
    else:
        with pytest.raises(NotPermitted):
            own.attach(NEW, "佐证.txt", b"text", "readers")
        with pytest.raises((NotPermitted, EvidenceFault)):
            own.withdraw(1, "not mine")
    assert not store.evidence.of([OLD])[0].withdrawn


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_a_comment_is_withdrawn_by_who_made_it_or_who_reviews_there(
    role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    grant, inside = Grant(role, region), role in INSIDE and region == HIS
    own = desk(somebody(grant), store, catalogue, settings)
    of_another = store.comments.of([OLD])[0]
    if inside:
        mine = own.comment(NEW, TEXT, "readers")
        assert [one.id for one in own.may_withdraw([mine])] == [mine.id]
        done = own.withdraw_comment(mine.id, "wrong month")
        assert (done.withdrawn_by, done.reason, done.text) == ("li", "wrong month", TEXT)
        # Once: who comes later is told the first.
        assert own.withdraw_comment(mine.id, "again").reason == "wrong month"
        told = people(settings).audit.latest(1)[0]
        assert (told.action, told.detail["withdrawn"]) == ("comment", "yes")
    if role is Role.REVIEWER and region == HIS:
        assert own.withdraw_comment(of_another.id, "impolite").withdrawn
    else:
        assert own.may_withdraw([of_another]) == []
        with pytest.raises((NotPermitted, CommentRefused)):
            own.withdraw_comment(of_another.id, "impolite")
        assert not store.comments.of([OLD])[0].withdrawn


def test_a_withdrawn_comment_stays_for_who_reports_and_reviews_and_for_nobody_else(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    for comment in store.comments.of([OLD]):
        store.comments.withdraw(comment.id, "wang", "wrong month")
    for role in Role:
        seen = desk(somebody(Grant(role, HIS)), store, catalogue, settings).of([OLD]).comments
        assert [one.withdrawn for one in seen] == ([True] * 3 if role in INSIDE else []), role
    public = settings.with_changes(reading="public")
    assert desk(GUEST, store, catalogue, public).of([OLD]).comments == []


def test_what_everybody_may_read_is_written_by_who_may_publish(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    clerk = desk(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    with pytest.raises(CommentRefused):
        clerk.comment(NEW, TEXT, "public")
    with pytest.raises(CommentRefused):
        clerk.attach(NEW, "a.txt", b"text", "public")
    assert Audience.PUBLIC not in clerk.audiences(NEW)
    publisher = desk(somebody(Grant(Role.PUBLISHER, HIS)), store, catalogue, settings)
    assert publisher.comment(NEW, TEXT, "public").audience == "public"
    free = desk(
        somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings.with_changes(review="off")
    )
    assert free.comment(NEW, TEXT, "public").audience == "public"


def test_nothing_is_kept_of_what_is_refused(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    before = store.evidence.count()
    nobody_asks = (HIS, "clusters", "no-such-indicator", "2024")
    for figure, name, content, audience in (
        (OLD, "../a.txt", b"text", "reporting"),
        (OLD, "a.txt", b"<html></html>", "reporting"),
        (OLD, "a.txt", b"x" * ((1 << 20) + 1), "reporting"),
        (OLD, "a.txt", b"text", "everybody"),
        ((*OLD[:3], "2024-M13"), "a.txt", b"text", "reporting"),
    ):
        with pytest.raises((EvidenceFault, CommentRefused)):
            own.attach(figure, name, content, audience)
    with pytest.raises((NotPermitted, CommentRefused)):
        own.attach(nobody_asks, "a.txt", b"text", "reporting")
    assert store.evidence.count() == before


def test_where_no_place_is_named_no_file_is_taken_shown_or_given(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    off = settings.with_changes(evidence="")
    own = desk(somebody(Grant(Role.CLERK, HIS)), store, catalogue, off)
    assert own.of([OLD]).files == []
    assert len(own.of([OLD]).comments) == 3
    with pytest.raises(EvidenceFault) as refused:
        own.attach(OLD, "a.txt", b"text", "reporting")
    assert refused.value.args[0] == "evidence.off"
    with pytest.raises(EvidenceFault):
        own.file(1)
    with pytest.raises(NotPermitted):
        desk(
            somebody(Grant(Role.CLERK, HIS)), store, catalogue, off.with_changes(read_only=True)
        ).comment(OLD, TEXT, "reporting")
