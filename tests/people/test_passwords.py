"""Passwords: which are taken, how they are kept, and that nobody's name can be told by its time."""

import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn.matching import L33T_TABLE, enumerate_l33t_subs, relevant_l33t_subtable

from dashboard.people.passwords import (
    _SIGNS,
    PasswordRefused,
    Passwords,
    is_hopeless,
    normal,
    one_time_password,
)
from tests.people.conftest import QUICK

GOOD = "ferry lantern seven cinnamon"


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(QUICK)


def refusal(passwords: Passwords, password: str, name: str = "li") -> str:
    with pytest.raises(PasswordRefused) as caught:
        passwords.hash(password, name)
    assert caught.value.message.text("zh")
    return caught.value.code.removeprefix("password.")


def test_ours_are_argon2id_with_the_parameters_of_rfc_9106() -> None:
    passwords = Passwords()
    kept = passwords.hash(GOOD, "li")
    # RFC 9106, 4, second recommended option: t = 3, m = 2^16 KiB, p = 4, salt 128, tag 256 bits.
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    found = extract_parameters(kept)
    assert (found.salt_len, found.hash_len) == (16, 32)
    assert passwords.matches(kept, GOOD)


def test_a_password_opens_only_itself(passwords: Passwords) -> None:
    kept = passwords.hash(GOOD, "li")
    assert GOOD not in kept
    assert passwords.matches(kept, GOOD)
    for other in ("", GOOD + " ", GOOD.upper(), GOOD[:-1], kept):
        assert not passwords.matches(kept, other)


def test_the_same_password_is_kept_differently_each_time(passwords: Passwords) -> None:
    assert passwords.hash(GOOD, "li") != passwords.hash(GOOD, "li")


@pytest.mark.parametrize("kept", [None, "not a hash", "kept", "missing"])
def test_one_check_is_done_whatever_the_answer(passwords: Passwords, kept: str | None) -> None:
    real = passwords.hash(GOOD, "li") if kept == "kept" else kept
    for typed in (GOOD, "wrong", "x" * 5000, "\ud800"):
        before = passwords.checked
        assert passwords.matches(real, typed) is (kept == "kept" and typed == GOOD)
        assert passwords.checked == before + 1


def test_what_nobody_has_matches_nothing_not_even_nothing(passwords: Passwords) -> None:
    assert not passwords.matches(None, "")
    assert not passwords.matches("", "")


def test_twelve_characters_are_enough_and_eleven_are_not(passwords: Passwords) -> None:
    assert passwords.hash("kzvmqjxwtbhf", "li")
    assert refusal(passwords, "kzvmqjxwtbh") == "too-short"
    # Characters, not bytes: each of these has three.
    assert refusal(passwords, "渡口灯笼七桂皮") == "too-short"
    assert passwords.hash("渡口灯笼七桂皮明月松间照", "li")


def test_characters_are_counted_after_normalisation(passwords: Passwords) -> None:
    # Eleven letters with an accent each, written as two characters: 22, but 11 when composed.
    written = unicodedata.normalize("NFD", "é" * 5 + "áóúíàè")
    assert len(written) == 22
    assert refusal(passwords, written) == "too-short"


def test_a_password_has_at_most_1024_bytes(passwords: Passwords) -> None:
    # 8 characters, 128 times.
    assert passwords.hash("kzvmqjxw" + "ab cd efg hij" * 78, "li")
    assert refusal(passwords, "k" * 1025) == "too-long"
    # 342 × 3 bytes = 1026.
    assert refusal(passwords, "渡" * 342) == "too-long"
    # One character that NFKC writes as 18, of 33 bytes: 60 of them are 1,980.
    assert refusal(passwords, "\ufdfa" * 60) == "too-long"


def test_what_cannot_be_written_in_utf8_is_refused(passwords: Passwords) -> None:
    assert refusal(passwords, "ferry lantern \ud800") == "unreadable"


def test_full_width_letters_are_the_same_password(passwords: Passwords) -> None:
    kept = passwords.hash("ferry lantern ７", "li")
    assert passwords.matches(kept, "ｆerry　lantern 7")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password1234",
        "P@ssw0rd2026!",
        "password 2024 password",
        "clusterdashboard",
        "Cluster-Dashboard-1",
        "cluster-target-tracking-dashboard",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "qazwsxedcrfv",
        "asdfghjkl;'asd",
        "123456789012",
        "098765432109",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "xkqxkqxkqxkq",
        "121212121212",
        "administrator1",
        "woaini5201314",
        "woaini1314520",
        "p@ssw0rd1234",
        "P@55word4321",
        "147258369147",
        "741852963741",
        "woaizhongguo1949",
        "iloveyou1234",
        "changeme-changeme",
        "welcome to china",
        "correct horse battery staple",
        "我爱中国我爱中国我爱中国",
        "管理员密码管理员密码",
        "产业集群目标跟踪2026",
        "            ",
        "............",
        "!!!!!!!!!!!!!!!",
        "summer2026summer",
        # Ten letters a hundred times are still ten, also when the last time is cut short.
        "xyzzyplugh" * 100,
        "xyzzyplughxyzzyplughxyz",
        "x" * 1000,
    ],
)
def test_everybodys_first_tries_are_refused(password: str) -> None:
    assert is_hopeless(password, "someone")


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("wangxiaoming2026", "wangxiaoming"),
        ("WangXiaoMing!!!!", "wangxiaoming"),
        ("xiaoming.wang.1990", "xiaoming.wang"),
        ("lantern@ferry.example", "lantern@ferry.example"),
        ("王小明王小明2026年", "王小明"),
    ],
)
def test_the_account_s_own_name_is_no_password(password: str, name: str) -> None:
    assert is_hopeless(password, name)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "kzvmqjxwtbhf",
        "839201746528",
        "渡口灯笼七桂皮明月松间照",
        "my cluster grew by lamps",
        "Tr0ub4dor&3x!",
        "%&)=?§;:_#~+",
        "3xq7-mm2p-zz9k",
        # Twelve said twice are twelve.
        "kzvmqjxwtbhfkzvmqjxwtbhf",
    ],
)
def test_no_rules_of_composition_are_asked(password: str) -> None:
    assert not is_hopeless(password, "li")


def test_one_time_passwords_are_long_different_and_accepted(passwords: Passwords) -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert [len(group) for group in password.split("-")] == [5, 5, 5, 5]
        assert not set(password) & set("01ilo")
        assert not is_hopeless(password, "li")


def test_a_hash_of_weaker_parameters_is_outdated_and_one_of_todays_is_not() -> None:
    today = Passwords(QUICK)
    kept = today.hash(GOOD, "li")
    assert not today.outdated(kept)
    assert PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).check_needs_rehash(kept)
    assert today.matches(today.renewed(GOOD), GOOD)


@given(st.text(max_size=1500))
def test_any_text_is_hashed_or_refused_with_a_sentence(text: str) -> None:
    try:
        found = normal(text)
    except PasswordRefused as refused:
        assert refused.message.text("en").endswith(".")
    else:
        assert len(found) <= 1024


def test_signs_that_stand_for_letters_are_tried_in_few_mixtures() -> None:
    # As it is, a text of these 20 signs is tried in 736 mixtures, which takes seconds.
    signs = "4@8({[<369!1|7$50+%2"
    for text, tried in ((signs, 736), (signs.translate(_SIGNS), 6)):
        mixtures = enumerate_l33t_subs(relevant_l33t_subtable(text, L33T_TABLE))
        assert len(mixtures) == tried
    assert not is_hopeless(signs * 50, "li")


@given(st.text(max_size=300), st.text(max_size=70))
def test_any_text_can_be_judged(text: str, name: str) -> None:
    assert is_hopeless(text, name) in {True, False}
