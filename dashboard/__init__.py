"""Promises of industrial-cluster plans, what was measured, and where each goal stands."""

__version__ = "0.3.0"
