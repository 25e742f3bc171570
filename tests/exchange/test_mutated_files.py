"""Files that were damaged on their way: never a traceback, never a part of them written."""

import io
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.actuals.messages import ActualsError
from dashboard.actuals.store import Store
from dashboard.exchange.entry_templates import template_of, write_template
from dashboard.exchange.intake import take_in
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings

TODAY = date(2026, 10, 20)
HEAD = ("地区", "集群", "指标", "时期", "数值（亿元）", "备注")
ROWS = (
    ("滨州市", "高端铝业", "营业收入", "2025年", 4711.5, "年报"),
    ("滨州市", "精细化工", "营业收入", "2025年", "2,240", "=1+1"),
    ("佛山市", "", "", "", "", "注：初步数"),
)


@pytest.fixture(scope="module")
def catalogue(compiled: Path) -> Catalogue:
    settings = Settings.from_environment(cache=compiled)
    return load_register(settings.register, settings.seeds, settings.cache)


@pytest.fixture
def sound(catalogue: Catalogue, sqlite_url: str) -> list[bytes]:
    """Return files as they should be: workbooks, and texts in the encodings of offices."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        share = book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, HEAD)
        for place, row in enumerate(ROWS, 1):
            sheet.write_row(place, 0, row)
        sheet.write_number(3, 4, 0.12, share)
        sheet.write_formula(4, 4, "=A1", None, 5)
    text = "\n".join(",".join(map(str, row)) for row in (HEAD, *ROWS))
    with Store.open(sqlite_url) as store:
        template = template_of(catalogue, "foshan", "2025")
        blank = write_template(template, catalogue, store, TODAY, "zh")
    encoded = [text.encode(each) for each in ("utf-8-sig", "gb18030", "utf-16")]
    return [out.getvalue(), blank, *encoded, text.replace(",", ";").encode()]


def mutated(content: bytes, chance: random.Random) -> bytes:
    if content.startswith(b"PK") and chance.random() < 0.7:
        return repacked(content, chance)
    return scrambled(content, chance)


def repacked(content: bytes, chance: random.Random) -> bytes:
    """Scramble one part of a workbook and leave the archive in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = [entry.filename for entry in old.infolist()]
        hit = chance.choice([each for each in names if "xl/" in each])
        for name in names:
            part = old.read(name)
            new.writestr(name, scrambled(part, chance) if name == hit else part)
    return out.getvalue()


def scrambled(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(found) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            del found[at : at + chance.choice((1, 3, 200))]
        elif kind == 1:
            found[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 4))))
        elif kind == 2:
            found[at:at] = found[at : at + chance.choice((5, 60, 900))]
        elif kind == 3:
            digits = [i for i, byte in enumerate(found) if 48 <= byte <= 57]
            if digits:
                found[chance.choice(digits)] = chance.choice(b"0123456789.eE-%,<>/")
        elif found:
            found[at % len(found)] ^= 1 << chance.randrange(8)
        if not found:
            break
    return bytes(found)


def take_in_or_refuse(content: bytes, catalogue: Catalogue, store: Store) -> None:
    before = store.revision()
    taken = take_in(content, catalogue, store, TODAY)
    for row in taken.comparison.rows:
        for message in (*row.reasons, *row.warnings, *row.notices):
            assert message.text("zh") and message.text("en")
    found = taken.comparison
    try:
        written = taken.write(store, "clerk", "a reason").count
    except ActualsError:
        written = 0
        assert found.refused
    assert not (written and found.refused)
    assert store.revision() - before == written


def go_through(rounds: int, sound: list[bytes], catalogue: Catalogue, sqlite_url: str) -> None:
    with Store.open(sqlite_url) as store:
        for content in sound:
            take_in_or_refuse(content, catalogue, store)
        for seed in range(rounds):
            chance = random.Random(seed)
            take_in_or_refuse(mutated(chance.choice(sound), chance), catalogue, store)


def test_what_is_no_figure_and_wrong_keeps_the_others_from_being_written(
    catalogue: Catalogue, sqlite_url: str
) -> None:
    rows = [",".join(map(str, row)) for row in (HEAD, ROWS[0])]
    content = "\n".join([*rows, "滨州市,精细化工,营业收入,2025年,1,,,9"]).encode()
    with Store.open(sqlite_url) as store:
        taken = take_in(content, catalogue, store, TODAY)
        assert (taken.comparison.new, taken.comparison.refused) == (1, 1)
        with pytest.raises(ActualsError):
            taken.write(store, "clerk", "a reason")
        assert store.revision() == 0


def test_a_sample_of_damaged_files_is_refused_or_read_whole(
    sound: list[bytes], catalogue: Catalogue, sqlite_url: str
) -> None:
    go_through(60, sound, catalogue, sqlite_url)


@pytest.mark.long
def test_two_thousand_damaged_files_are_refused_or_read_whole(
    sound: list[bytes], catalogue: Catalogue, sqlite_url: str
) -> None:
    go_through(2_000, sound, catalogue, sqlite_url)
