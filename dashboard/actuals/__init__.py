"""What was measured: periods, what people type, revisions of figures, and the store.

The only room that speaks SQL. Figures come in through one door, `actuals.entering`; they go out as
frames with the columns `store.OBSERVATION_COLUMNS`. Imports stay light: pandas, SQLAlchemy and
Alembic are loaded by the functions that need them.
"""
