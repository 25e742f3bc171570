"""Who answers for a clause of a document."""

from dashboard.register.gathering import Gathered


class Answerable:
    """Who answers for a clause: its units, then those of the clause it takes them from."""

    def __init__(self, gathered: Gathered) -> None:
        self._clauses = {
            name: {clause.id: clause for clause in entry.model.clauses}
            for name, entry in gathered.documents.items()
            if entry.model is not None
        }
        self._answers: dict[tuple[str, str], tuple[list[str], list[str]]] = {}

    def units(self, document: str, clause: str) -> tuple[list[str], list[str]]:
        """Units in printed order, and those that a general sentence adds, each once."""
        found = self._answers.get((document, clause))
        if found is None:
            found = self._answers[document, clause] = self._gathered(document, clause)
        return found

    def _gathered(self, document: str, clause: str) -> tuple[list[str], list[str]]:
        units: dict[str, None] = {}
        also: dict[str, None] = {}
        here = self._clauses[document].get(clause)
        while here is not None:
            units.update(dict.fromkeys(here.units))
            also.update(dict.fromkeys(here.also))
            here = self._clauses[document].get(here.units_from) if here.units_from else None
        return list(units), [unit for unit in also if unit not in units]
