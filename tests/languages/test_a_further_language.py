"""A language is one folder of catalogues and one line: tried with one made from the English wordings.

Its wordings are the English ones in brackets, so that whatever is not taken from its catalogue shows.
The installed package is copied, given the folder and the line, and run as it is.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the package speaks Esperanto, too."""
    folder = tmp_path_factory.mktemp("esperanto")
    made = folder / "dashboard"
    shutil.copytree(ROOT / "dashboard", made, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(made / "languages" / "en", made / "languages" / "eo")
    for path in (made / "languages" / "eo").glob("*.yaml"):
        if path.stem != "language":
            own = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
            path.write_text(yaml.safe_dump(bracketed(own), allow_unicode=True), encoding="utf-8")
    listed = made / "languages" / "__init__.py"
    text = listed.read_text(encoding="utf-8")
    assert text.count('"en": "en"}') == 1
    listed.write_text(text.replace('"en": "en"}', '"en": "en", "eo": "eo"}'), encoding="utf-8")
    return folder


def bracketed(node: object) -> object:
    return (
        {key: bracketed(below) for key, below in node.items()}
        if isinstance(node, dict)
        else f"⟦{node}⟧"
    )


SPEAK = """
import json, sys
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

from dashboard.actuals.store import Store
from dashboard.cli import main
from dashboard.judging import Judging
from dashboard.register import load_register
from dashboard.addresses.selection import Selection
from dashboard.views import overview, region


def said(*words):
    sys.argv = ["cluster-dashboard", "--lang", "eo", *words]
    with redirect_stdout(StringIO()) as out:
        assert main() == 0
    return out.getvalue()


with Store.open("sqlite:///figures.db") as store:
    standing = Judging(store).standing(load_register(Path("REGISTER")), date(2026, 10, 20))
    page = str(overview.overview(standing, "eo", Selection()))
    page += str(region.headline(standing, "binzhou", "eo"))
told = {
    "page": page,
    "table": said("assess", "--region", "binzhou"),
    "csv": said("goals", "--region", "binzhou", "--format", "csv"),
}
said("bulletin", "binzhou", "--period", "2026-M09", "--format", "html", "-o", "bulletin.html")
told["bulletin"] = Path("bulletin.html").read_text(encoding="utf-8")
Path("said.json").write_text(json.dumps(told), encoding="utf-8")
"""


@pytest.fixture(scope="module")
def said(package: Path) -> dict[str, str]:
    """Return what a page, the command line's table and CSV, and a bulletin say in it."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CLUSTER_")},
        "PYTHONPATH": str(package),
        "PYTHONUTF8": "1",
        "XDG_DATA_HOME": str(package / "data"),
        "XDG_CACHE_HOME": str(package / "cache"),
        "CLUSTER_DASHBOARD_TODAY": "2026-10-20",
        "CLUSTER_DASHBOARD_REGISTER": str(ROOT / "data" / "targets.yaml"),
    }
    script = SPEAK.replace("REGISTER", str(ROOT / "data" / "targets.yaml"))
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=package,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, str] = json.loads((package / "said.json").read_text(encoding="utf-8"))
    return told


def bare(text: str) -> str:
    """What stands in no bracket, nested ones gone from the inside out."""
    while (less := re.sub("⟦[^⟦⟧]*⟧", "", text)) != text:
        text = less
    return text


def words_of_another_language(text: str) -> list[str]:
    return re.findall("[A-Za-z]{4,}", bare(text))


def test_a_page_speaks_it(said: dict[str, str]) -> None:
    assert "<h1>⟦4 plans, 10" in said["page"]
    assert words_of_another_language(re.sub("<[^>]*>", " ", said["page"])) == []


def test_the_command_line_and_its_csv_speak_it(said: dict[str, str]) -> None:
    assert words_of_another_language(said["table"].splitlines()[0]) == []
    rows = list(csv.DictReader(said["csv"].removeprefix("\ufeff").splitlines()))
    assert rows[0]["indicator_name_eo"] == "⟦Operating revenue (untranslated)⟧"
    # 5,500 times 10^8 yuan are 550 times 10^9.
    assert rows[1]["subject_name_eo"] == "⟦⟦above ⟦550 ⟦billion yuan⟧⟧⟧⟧"


def test_a_bulletin_speaks_it(said: dict[str, str]) -> None:
    assert '<html lang="eo"' in said["bulletin"]
    heads = re.findall("<h[12][^>]*>(.*?)</h[12]>", said["bulletin"], re.DOTALL)
    assert len(heads) > 5
    assert [head for head in heads if words_of_another_language(re.sub("<[^>]*>", " ", head))] == []
