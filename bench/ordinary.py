"""What one writes in an afternoon: YAML and SQL read on every rerun, a px chart for each plan.

BENCH_REGISTER names the register, BENCH_DATABASE an SQLite file with a table `figures`.
"""

import os
import sqlite3
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st
import yaml

register = yaml.safe_load(Path(os.environ["BENCH_REGISTER"]).read_text(encoding="utf-8"))
regions = register["regions"]
st.title("集群目标")
with sqlite3.connect(os.environ["BENCH_DATABASE"]) as connection:
    figures = pd.read_sql("SELECT region, cluster, year, value FROM figures", connection)
for region, entry in regions.items():
    own = figures[figures["region"] == region]
    if own.empty:
        continue
    st.header(entry["name"]["zh"])
    st.plotly_chart(px.line(own, x="year", y="value", color="cluster"), key=f"line-{region}")
    latest = own[own["year"] == own["year"].max()].sort_values("value")
    st.plotly_chart(px.bar(latest, x="value", y="cluster", orientation="h"), key=f"bar-{region}")
st.dataframe(figures)
