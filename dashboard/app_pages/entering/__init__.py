"""The parts of the entry page: the desk it works at, the form, the grid, and conflicts."""
