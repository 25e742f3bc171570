"""What was measured: periods, what people type, revisions of figures, and the store.

SQL is spoken here, and in `people` for accounts. Figures come in through one door,
`actuals.entering`; they go out as rows, or frames with `observations.OBSERVATION_COLUMNS`. Imports
stay light: pandas, SQLAlchemy and Alembic are loaded by the functions that need them.
"""
