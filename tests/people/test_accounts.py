"""Accounts and grants: who may make them, what they are called, what ends with them."""

from decimal import Decimal

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.people.accounts import NoPassword
from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.grants import NoSuchGrant, UnknownRegion
from dashboard.people.identity import EVERYWHERE, GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.names import NameRefused, folded
from dashboard.people.passwords import PasswordRefused
from dashboard.people.persons import NameTaken, NoSuchPerson
from dashboard.people.sessions import SignInRefused
from dashboard.people.sign_in import OneTimeExpired
from tests.people.clocks import SetClock
from tests.people.regions import TREE

GOOD = "ferry lantern seven cinnamon"
VISITOR = By(address="192.0.2.7", request_id="request-2")


def administrator(people: Directory, operator: By, name: str, region: str, subtree: bool) -> By:
    grant = Grant(Role.ADMINISTRATOR, region, subtree)
    added = people.accounts.add(operator, name, grants=[grant], password=GOOD)
    return By(added.person, TREE)


def test_the_first_administrator_signs_in_with_a_password_told_once(
    people: Directory, operator: By
) -> None:
    added = people.accounts.add(
        operator, "Li", "李雷", [Grant(Role.ADMINISTRATOR, EVERYWHERE, True)]
    )
    assert added.one_time_password is not None
    assert added.one_time_password not in repr(added)
    signed_in = people.signing_in.sign_in(VISITOR, "li", added.one_time_password)
    assert signed_in.person == Person(
        1, "Li", Kind.ACCOUNT, "李雷", (Grant(Role.ADMINISTRATOR, EVERYWHERE, True),), True
    )


def test_there_is_no_account_and_no_password_before_one_is_made(people: Directory) -> None:
    for name in ("admin", "administrator", "root", ""):
        for password in ("", "admin", "password"):
            with pytest.raises(SignInRefused):
                people.signing_in.sign_in(By(address=f"192.0.2.{len(name)}"), name, password)


def test_the_one_time_password_in_other_letters_is_no_new_one(
    people: Directory, operator: By
) -> None:
    one_time = people.accounts.add(operator, "li").one_time_password
    assert one_time
    by = By(people.signing_in.sign_in(VISITOR, "li", one_time).person, TREE, "", "192.0.2.7")
    # The first letter full-width: the same password, as passwords are compared.
    letter = next(each for each in one_time if each.isalpha())
    same = one_time.replace(letter, chr(ord(letter) + 0xFEE0), 1)
    with pytest.raises(PasswordRefused, match="the old one"):
        people.signing_in.change_password(by, one_time, same)
    assert people.signing_in.sign_in(VISITOR, "li", one_time).person.must_change


def test_until_the_one_time_password_is_replaced_nothing_else_goes(
    people: Directory, operator: By
) -> None:
    first = people.accounts.add(operator, "li", grants=[Grant(Role.ADMINISTRATOR, EVERYWHERE)])
    assert first.one_time_password
    by = By(people.signing_in.sign_in(VISITOR, "li", first.one_time_password).person, TREE)
    with pytest.raises(NotPermitted) as caught:
        people.accounts.add(by, "wang")
    assert caught.value.decision.reason == "must-change-password"
    session = people.signing_in.change_password(by, first.one_time_password, GOOD)
    person = people.sessions.resolve(session)
    assert person is not None
    assert not person.must_change
    assert people.accounts.add(By(person, TREE), "wang").person.name == "wang"


def test_a_one_time_password_expires(people: Directory, operator: By, clock: SetClock) -> None:
    one_time = people.accounts.add(operator, "li").one_time_password
    assert one_time
    clock.pass_by(hours=72)
    with pytest.raises(OneTimeExpired):
        people.signing_in.sign_in(VISITOR, "li", one_time)
    told = people.audit.latest(1)[0]
    assert (told.action, told.subject, told.outcome) == ("sign-in", "li", "failed")
    assert (told.detail, told.address) == ({"one_time": "expired"}, VISITOR.address)
    again = people.accounts.reset(operator, "li").one_time_password
    assert again
    assert people.signing_in.sign_in(VISITOR, "li", again).person.must_change


@pytest.mark.parametrize("name", ["li", "Li", " LI ", "ｌｉ"])
def test_one_name_is_one_account_however_it_is_written(
    people: Directory, operator: By, name: str
) -> None:
    people.accounts.add(operator, "Li", password=GOOD)
    with pytest.raises(NameTaken):
        people.accounts.add(operator, name)
    assert people.signing_in.sign_in(VISITOR, name, GOOD).person.name == "Li"


@pytest.mark.parametrize(
    "name",
    ["", " ", "-", "li lei", "li\n", "li\x00", "<b>li</b>", "li'--", "../li", "a,b", "x" * 65, "\ufdfa" * 9,
     "\ud800"],
)  # fmt: skip
def test_what_is_no_name_is_refused(people: Directory, operator: By, name: str) -> None:
    if name.strip() == "li":
        assert folded(name) == "li"
        return
    assert folded(name) == ""
    with pytest.raises(NameRefused):
        people.accounts.add(operator, name)


def test_a_letter_that_nobody_can_see_is_in_no_name(people: Directory, operator: By) -> None:
    # Hangul fillers are letters to Unicode; the second is folded into the third.
    for filler in "\u115f\u3164\u1160":
        with pytest.raises(NameRefused):
            people.accounts.add(operator, f"li{filler}")
        with pytest.raises(NameRefused):
            people.accounts.add(operator, "li", display=f"Li{filler}")


@pytest.mark.parametrize(
    "name", ["李雷", "li.lei@example.org", "li+1@example.org", "7", "Ångström"]
)
def test_names_of_any_script_and_mail_addresses_are_names(
    people: Directory, operator: By, name: str
) -> None:
    assert people.accounts.add(operator, name).person.name == name


def test_an_account_without_its_grants_is_not_left_behind(people: Directory, operator: By) -> None:
    with pytest.raises(UnknownRegion):
        people.accounts.add(operator, "li", grants=[Grant(Role.CLERK, "atlantis")])
    with pytest.raises(PasswordRefused):
        people.accounts.add(operator, "li", password=GOOD[:11])
    assert people.accounts.find("li") is None


def test_disabling_ends_every_session_and_keeps_the_person_out(
    people: Directory, operator: By
) -> None:
    people.accounts.add(operator, "li", password=GOOD)
    sessions = [people.signing_in.sign_in(VISITOR, "li", GOOD).session for _ in range(2)]
    people.accounts.disable(operator, "LI")
    assert [people.sessions.resolve(each) for each in sessions] == [None, None]
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, "li", GOOD)
    people.accounts.enable(operator, "li")
    # The old sessions stay ended.
    assert [people.sessions.resolve(each) for each in sessions] == [None, None]
    assert people.signing_in.sign_in(VISITOR, "li", GOOD).person.name == "li"


def test_a_reset_ends_every_session_and_the_old_password(people: Directory, operator: By) -> None:
    people.accounts.add(operator, "li", password=GOOD)
    session = people.signing_in.sign_in(VISITOR, "li", GOOD).session
    people.accounts.reset(operator, "li")
    assert people.sessions.resolve(session) is None
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, "li", GOOD)


def test_a_program_has_no_password_at_all(people: Directory, operator: By) -> None:
    people.accounts.add(operator, "harvester", for_program=True)
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, "harvester", "")
    with pytest.raises(NoPassword):
        people.accounts.reset(operator, "harvester")


def test_an_administrator_of_a_region_manages_its_people_only(
    people: Directory, operator: By
) -> None:
    by = administrator(people, operator, "wang", "shandong", True)
    people.accounts.add(by, "li", grants=[Grant(Role.CLERK, "binzhou", units=("统计局",))])
    people.accounts.add(operator, "zhao", grants=[Grant(Role.VIEWER, "jiangsu")])
    administrator(people, operator, "boss", EVERYWHERE, True)
    assert [each.person.name for each in people.accounts.managed(by)] == ["li", "wang"]
    assert len(people.accounts.managed(operator)) == 4
    for name in ("zhao", "boss", "nobody-at-all"):
        for act in (people.accounts.disable, people.accounts.enable, people.accounts.reset):
            with pytest.raises(NotPermitted) as caught:
                act(by, name)
            # Whether there is such a person is not told.
            assert caught.value.decision.reason == "person-out-of-scope"
    people.accounts.disable(by, "li")


def test_an_administrator_grants_no_more_than_they_have(people: Directory, operator: By) -> None:
    city = administrator(people, operator, "wang", "binzhou", False)
    people.accounts.add(city, "li", grants=[Grant(Role.CLERK, "binzhou")])
    for grant in (
        Grant(Role.VIEWER, "jinan"),
        Grant(Role.VIEWER, "shandong"),
        Grant(Role.VIEWER, "zouping"),
        Grant(Role.VIEWER, "binzhou", with_subtree=True),
        Grant(Role.ADMINISTRATOR, EVERYWHERE),
    ):
        for name in ("li", "wang"):
            with pytest.raises(NotPermitted):
                people.grants.give(city, name, grant)
        with pytest.raises(NotPermitted):
            people.accounts.add(city, "new", grants=[grant])
    with pytest.raises(NotPermitted):
        # Without any role, the person might be meant for another region.
        people.accounts.add(city, "new")
    assert people.grants.of("li") == (Grant(Role.CLERK, "binzhou"),)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_administrators_manages_people(
    people: Directory, operator: By, role: Role
) -> None:
    people.accounts.add(operator, "li", grants=[Grant(role, EVERYWHERE, True)])
    li = people.accounts.find("li")
    assert li
    by = By(li.person, TREE)
    for act in (
        lambda: people.accounts.add(by, "new"),
        lambda: people.accounts.disable(by, "li"),
        lambda: people.grants.give(by, "li", Grant(Role.ADMINISTRATOR, EVERYWHERE)),
        lambda: people.grants.take_back(by, "li", role, EVERYWHERE),
        lambda: people.accounts.add(By(GUEST, TREE), "new"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert people.grants.of("li") == (Grant(role, EVERYWHERE, True),)


def test_a_role_granted_again_replaces_the_first_and_can_be_taken_back(
    people: Directory, operator: By
) -> None:
    people.accounts.add(operator, "li", grants=[Grant(Role.CLERK, "binzhou")])
    units = ("统计局", "商务局")
    after = people.grants.give(operator, "li", Grant(Role.CLERK, "binzhou", True, units))
    assert after.grants == (Grant(Role.CLERK, "binzhou", True, units),)
    assert people.grants.take_back(operator, "li", Role.CLERK, "binzhou").grants == ()
    with pytest.raises(NoSuchGrant):
        people.grants.take_back(operator, "li", Role.CLERK, "binzhou")
    with pytest.raises(NoSuchPerson):
        people.grants.give(operator, "nobody", Grant(Role.CLERK, "binzhou"))


def test_a_wider_grant_is_not_taken_back_by_a_narrower_administrator(
    people: Directory, operator: By
) -> None:
    city = administrator(people, operator, "wang", "binzhou", False)
    people.accounts.add(operator, "li", grants=[Grant(Role.CLERK, "binzhou", True)])
    with pytest.raises(NotPermitted):
        people.grants.take_back(city, "li", Role.CLERK, "binzhou")


def test_who_is_known_from_outside_is_known_by_their_key_not_their_name(
    people: Directory, operator: By
) -> None:
    people.accounts.add(operator, "li", password=GOOD)
    first = people.outside.known(VISITOR, Kind.OIDC, "https://id 17", "li", "李雷")
    other = people.outside.known(VISITOR, Kind.OIDC, "https://id 18", "li")
    assert first is not None
    assert other is not None
    # The account keeps its name; revisions must not be mistaken for its owner's.
    assert (first.name, other.name) == ("li-2", "li-3")
    later = people.outside.known(
        VISITOR, Kind.OIDC, "https://id 17", "renamed", grants=[Grant(Role.VIEWER, "binzhou")]
    )
    assert later == Person(first.id, "li-2", Kind.OIDC, "李雷", (Grant(Role.VIEWER, "binzhou"),))
    # What the provider grants is asked each time, not kept.
    assert people.grants.of("li-2") == ()


@pytest.mark.parametrize("where", ["revision", "draft", "publication"])
def test_a_name_that_figures_were_entered_under_is_not_given_to_somebody_from_outside(
    people: Directory, store_url: str, where: str
) -> None:
    with Store.open(store_url) as store:
        if where == "draft":
            store.save_draft("li", "screen", "{}")
        else:
            author = "Li" if where == "revision" else "wang"
            store.write([Entry("binzhou", "clusters", "revenue", "2024", Decimal(1))], author)
        if where == "publication":
            store.publish(["binzhou"], "LI")
    person = people.outside.known(VISITOR, Kind.OIDC, "https://id 17", "li")
    assert person is not None
    assert person.name == "li-2"


def test_the_first_visit_is_written_down_with_where_it_came_from(people: Directory) -> None:
    people.outside.known(VISITOR, Kind.PROXY, "li", "li")
    (told,) = people.audit.latest(1)
    assert (told.actor, told.action, told.subject) == ("proxy li", "first-visit", "li")
    assert (told.address, told.request_id) == (VISITOR.address, VISITOR.request_id)


def test_a_long_or_broken_display_name_keeps_nobody_out(people: Directory) -> None:
    # 100 letters are shown; a provider may send more, or a line feed.
    names = (("李" * 101, "李" * 100), ("a\nb", "outside-2"), ("a\u3164", "outside-3"))
    for number, (given, shown) in enumerate(names):
        person = people.outside.known(
            VISITOR, Kind.OIDC, f"https://id {number}", f"outside-{number + 1}", given
        )
        assert person is not None
        assert person.display == shown


@pytest.mark.parametrize("name", ["лi", "аdmin", "Ηarris", "l\u0456"])
def test_a_name_of_letters_that_only_look_alike_is_refused(
    people: Directory, operator: By, name: str
) -> None:
    with pytest.raises(NameRefused, match="look alike"):
        people.accounts.add(operator, name)
    # From outside, nobody is kept out for it; they are called otherwise.
    person = people.outside.known(VISITOR, Kind.OIDC, "https://id 17", name)
    assert person is not None
    assert person.name == "oidc"


@pytest.mark.parametrize("name", ["李Li", "Иван", "Νίκος", "李雷2"])
def test_a_name_in_one_alphabet_is_a_name(people: Directory, operator: By, name: str) -> None:
    assert people.accounts.add(operator, name).person.name == name


def test_who_is_known_from_outside_can_be_kept_out(people: Directory, operator: By) -> None:
    people.outside.known(VISITOR, Kind.PROXY, "li", "li")
    people.accounts.disable(operator, "li")
    assert people.outside.known(VISITOR, Kind.PROXY, "li", "li") is None
    with pytest.raises(NoPassword):
        people.accounts.reset(operator, "li")


def test_a_name_that_is_none_does_not_keep_its_person_out(people: Directory) -> None:
    person = people.outside.known(VISITOR, Kind.OIDC, "https://id 17", "<script>")
    assert person is not None
    assert person.name == "oidc"
