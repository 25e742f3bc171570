"""The standings of the views' tests: the repository's register and figures worked by hand."""

from tests.views.conftest import register, stand

__all__ = ["register", "stand"]
