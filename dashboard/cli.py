"""The command line `cluster-dashboard`: reads the arguments, runs one command, says what went wrong.

This is the edge of the program: whatever a room raises becomes one sentence on stderr and an exit
code here. 0: done. 1: refused or failed. 2: the command line itself is wrong. 130: interrupted.
"""

import os
import socket
import sys
from collections.abc import Sequence
from types import TracebackType

from dashboard.actuals.origin import COMMAND_LINE, done_from
from dashboard.commands.arguments import UsageFault, language, parse
from dashboard.commands.console import Console
from dashboard.commands.faults import known_faults, sentences

INTERRUPTED = 130  # 128 + SIGINT, as shells report it
BROKEN_PIPE = 141  # 128 + SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Never raises for anything a user can cause."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    console = Console(language(words), sys.stdout, sys.stderr)
    if arguments is None:
        _hide_tracebacks(console)
    try:
        code = _run(words, console)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left (`… | head`); nothing may be flushed into the pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return code


def _run(words: list[str], console: Console) -> int:
    try:
        chosen = parse(words, console.lang)
    except UsageFault as fault:
        console.complain(str(fault))
        return 2
    try:
        with done_from(f"{COMMAND_LINE}@{socket.gethostname()}"):
            return chosen.run(console)
    except known_faults() as fault:
        if isinstance(fault, BrokenPipeError):
            raise
        for sentence in sentences(fault, console.lang):
            console.complain(sentence)
        return 1


def _speak_utf8() -> None:
    # JSON and CSV are UTF-8 whatever the terminal's locale; a lone surrogate from an argument or a
    # file name must not end the program.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _hide_tracebacks(console: Console) -> None:
    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if os.environ.get("CLUSTER_DASHBOARD_TRACEBACK"):
            sys.__excepthook__(kind, fault, trace)
        else:
            console.complain_of("cli.fault.unexpected", kind=kind.__name__, text=str(fault))

    sys.excepthook = hook


if __name__ == "__main__":
    sys.exit(main())
