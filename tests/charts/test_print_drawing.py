"""A chart as a picture holds what the page's chart holds, and says itself what it shows."""

import re
import struct
from xml.etree import ElementTree as ET

import pytest

from dashboard.charts.print_drawing import WIDTH, print_drawing
from dashboard.charts.rows import GoalMark, YearPoint
from dashboard.charts.years import years_bar
from dashboard.exchange.typesetting import as_png
from dashboard.wording.chart_headings import Heading
from tests.charts.figures import all_figures

SVG = "{http://www.w3.org/2000/svg}"
NOTE = "截至2026年11月30日 · 集群目标跟踪"


def drawn_of(figure: dict[str, object]) -> ET.Element:
    return ET.fromstring(print_drawing(figure, NOTE))  # noqa: S314 - our own drawing


def words_of(svg: ET.Element) -> list[str]:
    return [str(one.text) for one in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_chart_says_title_unit_period_source_and_day_in_the_picture(
    lang: str,
) -> None:
    for name, figure in all_figures(lang).items():
        svg = drawn_of(figure)
        said = "".join(words_of(svg)).replace(" ", "")
        meta = figure["layout"]["meta"]
        for part in (meta["title"], meta["stated"], NOTE):
            assert part.replace(" ", "") in said, name
        # What has no words is a line from words to what they name.
        for one in filter(lambda told: told["text"], figure["layout"].get("annotations", ())):
            shown = re.sub(r"</?b>", "", one["text"]).replace("&gt;", ">").replace("&lt;", "<")
            assert shown in words_of(svg), name


def test_marks_and_words_stay_within_the_picture() -> None:
    for name, figure in all_figures("zh").items():
        svg = drawn_of(figure)
        height = float(svg.attrib["height"])
        for one in svg.iter(f"{SVG}text"):
            assert 0 <= float(one.attrib["x"]) <= WIDTH, (name, one.text)
            assert 0 < float(one.attrib["y"]) < height, (name, one.text)


def test_bars_stand_to_scale() -> None:
    heading = Heading(subject="甲", indicator="乙", unit="count", period="年", source="丙")
    points = [YearPoint(2024, "100"), YearPoint(2025, "250")]
    svg = drawn_of(years_bar(heading, "zh", points, GoalMark(year=2026, value="300")))
    bars = [
        [tuple(map(float, place.split(","))) for place in re.findall(r"[-\d.]+,[-\d.]+", path)]
        for path in (one.attrib["d"] for one in svg.iter(f"{SVG}path") if "clip-path" in one.attrib)
    ]
    heights = [max(y for _, y in bar) - min(y for _, y in bar) for bar in bars]
    assert heights[1] / heights[0] == pytest.approx(2.5, rel=0.01)


def test_what_comes_from_data_is_text_and_never_markup() -> None:
    heading = Heading(
        subject='<script>alert("1")</script>', indicator="</svg>", unit="count", period="&", source="x"
    )  # fmt: skip
    svg = drawn_of(years_bar(heading, "en", [YearPoint(2025, "1", note="<b>")]))
    assert [one.tag for one in svg.iter() if "script" in one.tag] == []
    assert '<script>alert("1")</script>' in "".join(words_of(svg)).replace(" ", "")[:60]


def test_a_png_has_chinese_in_the_font_that_comes_along() -> None:
    figure = all_figures("zh")["trajectory"]
    png = as_png(print_drawing(figure, NOTE), 144)
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 870
    # Without the font each character is the same empty box: other words, the same picture.
    other = print_drawing(figure, NOTE.replace("集群目标跟踪", "跟踪集群目标"))
    assert as_png(other, 144) != png
    assert height > 300
