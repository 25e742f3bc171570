"""All drawings on one Streamlit page, with invented rows, to be looked at in a browser."""

import streamlit as st

from dashboard.charts.behind import table_behind
from dashboard.charts.figure import plotly_config
from dashboard.views import look
from dashboard.views.cards import card, grid
from dashboard.views.clauses import clause_list
from dashboard.views.figures import figure_table
from dashboard.views.notices import demo_ribbon, empty_state, notice
from dashboard.views.prose import headline
from dashboard.views.region_card import region_card
from dashboard.views.rows import MiniPanel, Progress, Quotation
from dashboard.views.tables import goal_table
from dashboard.views.tally import strip_card
from dashboard.views.verdict import verdict_card
from tests.charts.figures import all_figures
from tests.views import samples
from tests.views.samples import progress_rows, tier_board


def pieces() -> None:
    lang = st.query_params.get("lang", "zh")
    words = samples.WORDS[lang]
    st.html(look.style())
    st.html(demo_ribbon(lang))
    st.html(headline(samples.NAMES[lang][0], words["headline"], lang, code="1122+N", details=words["details"]))  # fmt: skip
    st.html(strip_card(samples.COUNTED, samples.COUNTS, lang, label=words["basis"]))
    one = region_card(samples.NAMES[lang][0], "1122+N", lang, href="region?region=x",
                      panels=[MiniPanel(basis=f"{words['basis']} · 2027", groups=samples.groups(lang), lines=words["lines"])],
                      counts=samples.COUNTS[:4])  # fmt: skip
    st.html(grid([one, one]))
    left, right = st.columns([1.6, 1])
    with left:
        st.html(tier_board(samples.tiers(lang), lang, basis=words["basis"], period=words["period"]))
    with right:
        st.html(verdict_card("on-schedule", lang, words["rule"], words["steps"],
                             [Quotation(words["wording"], "一(二)")]))  # fmt: skip
        st.html(card(progress_rows([Progress(name=words["basis"], target="≥ 100", status="on-schedule", said="82.6%", share=0.826, schedule=0.75)], lang)))  # fmt: skip
    st.html(goal_table(samples.table_rows(lang), samples.columns(lang), lang, title=words["columns"][0],
                       caption=words["period"]))  # fmt: skip
    st.html(tier_board(samples.tiers(lang, reported=False), lang, basis=words["basis"]))
    st.html(card(clause_list(samples.CLAUSES, lang)))
    for kind in ("info", "warn", "fault"):
        st.html(notice(kind, lang, message=words["rule"], items=["targets.yaml:12:5: plans: …"]))
    st.html(empty_state(words["columns"][0], words["rule"], lang, samples.NEXT))
    with st.container(border=True, key="card-native"):
        st.selectbox(words["basis"], ["a", "b"])
        st.button(words["columns"][0], type="primary")


def charts() -> None:
    lang = st.query_params.get("lang", "zh")
    st.html(look.style())
    columns = st.columns(2)
    for n, (name, figure) in enumerate(all_figures(lang).items()):
        with columns[n % 2], st.container(border=True, key=f"card-{name}"):
            st.plotly_chart(figure, config=plotly_config(lang), key=name)
            unit = figure["layout"]["meta"]["unit"]
            st.html(figure_table(*table_behind(figure, lang), unit, lang))


st.set_page_config(layout="wide")
st.navigation(
    [
        st.Page(pieces, title="总览", url_path="pieces", default=True),
        st.Page(charts, title="图表", url_path="charts"),
    ],
    position="top",
).run()
