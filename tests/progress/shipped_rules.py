"""The lamp rules as they are shipped, by id."""

from pathlib import Path

from dashboard.register import load_register

REGISTER = Path(__file__).parents[2] / "data" / "targets.yaml"
SHIPPED = {row["id"]: row["json"] for row in load_register(REGISTER).rows("lamp_rules")}
