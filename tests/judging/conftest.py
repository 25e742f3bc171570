"""The standings of the panels' tests: the repository's register and figures worked by hand."""

from tests.panels.conftest import register, stand

__all__ = ["register", "stand"]
