"""How fast, measured from outside: `make bench` prints each figure as a ratio within one run."""
