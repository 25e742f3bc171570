"""Promises of industrial-cluster plans, what was measured, and where each goal stands."""

__version__ = "0.1.0"
