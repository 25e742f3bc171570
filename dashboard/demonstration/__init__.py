"""Made-up actual figures, so that the whole product can be seen before anybody has entered one.

They go only into a throw-away database that says for good that it is one (`Store.demo`); every
page then carries the mark 演示数据 / demo data. Nothing here is, or stands for, a real figure.
"""

from dashboard.demonstration.filling import NotThrowAway, fill
from dashboard.demonstration.invention import MadeUp, invent

__all__ = ["MadeUp", "NotThrowAway", "fill", "invent"]
