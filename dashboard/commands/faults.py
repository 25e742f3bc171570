"""What the rooms raise -> the sentences a person reads."""

from dataclasses import dataclass

from dashboard.languages import say
from dashboard.settings import SettingFault


@dataclass(frozen=True, slots=True)
class Wording:
    """A word that is itself said in the reader's language."""

    key: str


class CommandFault(ValueError):
    """A command cannot be done; `key` and `values` are its wording in the catalogue `cli`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def known_faults() -> tuple[type[BaseException], ...]:
    """Return every class of fault that `sentences` can tell.

    Called when something was raised, not before: the rooms are loaded only by the commands that
    need them.
    """
    from dashboard.actuals.messages import ActualsError
    from dashboard.audit.messages import AuditError
    from dashboard.backup.messages import BackupError
    from dashboard.people.messages import PeopleError
    from dashboard.register import RegisterFaults

    told = (ActualsError, AuditError, BackupError, PeopleError, RegisterFaults)
    return (CommandFault, SettingFault, *told, OSError)


def sentences(fault: BaseException, lang: str) -> list[str]:
    """Return one sentence for each thing that is wrong."""
    from dashboard.actuals.messages import ActualsError
    from dashboard.actuals.store_faults import StoreError
    from dashboard.audit.messages import AuditError
    from dashboard.backup.messages import BackupError
    from dashboard.people.messages import PeopleError
    from dashboard.register import RegisterFaults
    from dashboard.register.copies import FolderNotEmpty

    if isinstance(fault, RegisterFaults):
        return [each.text(lang) for each in fault.faults]
    if isinstance(fault, StoreError):
        return [" ".join(fault.sentences(lang))]
    if isinstance(fault, (ActualsError, AuditError, BackupError, PeopleError)):
        return [fault.message.text(lang)]
    if isinstance(fault, CommandFault):
        values = {
            name: say(value.key, lang) if isinstance(value, Wording) else value
            for name, value in fault.values.items()
        }
        return [say(fault.key, lang, **values)]
    if isinstance(fault, SettingFault):
        return [each.text(lang) for each in fault.wrong]
    if isinstance(fault, FolderNotEmpty):
        return [say("backup.folder-full", lang, folder=str(fault))]
    if isinstance(fault, OSError):
        return [_of_system(fault, lang)]
    return []


def _of_system(fault: OSError, lang: str) -> str:
    kinds: dict[type[OSError], str] = {
        FileNotFoundError: "missing",
        PermissionError: "forbidden",
        IsADirectoryError: "folder",
        NotADirectoryError: "missing",
    }
    key = next((key for kind, key in kinds.items() if isinstance(fault, kind)), "other")
    return say(
        # cli.fault.file.folder, cli.fault.file.forbidden, cli.fault.file.missing,
        # cli.fault.file.other
        f"cli.fault.file.{key}",
        lang,
        path=fault.filename if fault.filename is not None else "?",
        reason=fault.strerror or type(fault).__name__,
    )
