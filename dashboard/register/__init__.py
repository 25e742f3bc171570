"""What was promised: reading, checking and compiling the register of goals.

    catalogue = load_register(Path("data/targets.yaml"), cache=Path(".cache"))
    catalogue.goal("binzhou-2024.high-tech-firms")["value"]     # "850"

No SQL and no Streamlit here. Importing this package costs no model and no YAML: those come with the
first register that is not compiled yet.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.register.catalogue import Catalogue
    from dashboard.register.faults import Fault, RegisterFaults
    from dashboard.register.loading import check, load_register
    from dashboard.register.watching import RegisterWatch

_HOMES = {
    "Catalogue": "catalogue",
    "Fault": "faults",
    "RegisterFaults": "faults",
    "RegisterWatch": "watching",
    "check": "loading",
    "load_register": "loading",
}

__all__ = [
    "Catalogue",
    "Fault",
    "RegisterFaults",
    "RegisterWatch",
    "check",
    "document_schema",
    "load_register",
    "schema",
]


def schema() -> dict[str, Any]:
    """The JSON Schema of a register file."""
    from dashboard.register.models.register_file import schema as of_models

    return of_models()


def document_schema() -> dict[str, Any]:
    """The JSON Schema of a document record, seeds/<document>.yaml."""
    from dashboard.register.models.document import schema as of_models

    return of_models()


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"dashboard.register.{_HOMES[name]}"), name)
