"""What a user of Vizro would draw of the same register: three bar charts on one page.

BENCH_GOALS names a CSV file of the register's goals, BENCH_PORT where to listen. It runs in an
environment of its own, see `vizro_server`.
"""

import os

import pandas as pd
import plotly.express as px
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture


@capture("graph")
def bars(data_frame: pd.DataFrame, by: str) -> object:
    """Count the goals by one of their columns."""
    counted = data_frame.groupby(by, as_index=False).size()
    return px.bar(counted, x=by, y="size")


goals = pd.read_csv(os.environ["BENCH_GOALS"])
page = vm.Page(
    title="集群目标",
    components=[
        vm.Graph(figure=bars(data_frame=goals, by=by)) for by in ("region", "due", "indicator")
    ],
)
Vizro().build(vm.Dashboard(pages=[page])).run(
    host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), debug=False
)
