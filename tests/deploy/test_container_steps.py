"""The steps of deploy/Containerfile, one after the other in a root of their own."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine.server import ServerFactory, free_port
from tests.structure.test_tree import ROOT

STEPS = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


# A root of its own with this machine's programs, read-only; what it mounts ends with it.
_ROOT_OF_ITS_OWN = """
mkdir -p $R/usr $R/etc $R/proc $R/dev $R/tmp $R/opt $R/var/lib $R/run/secrets
mount --bind $R $R
mount --rbind /usr $R/usr && mount -o remount,bind,ro $R/usr
mount --rbind /dev $R/dev && mount -t proc none $R/proc
for each in bin sbin lib lib64; do ln -s usr/$each $R/$each; done
cp -a /etc/. $R/etc/ && chmod 1777 $R/tmp
mkdir -p $R/opt/python && ln -s /usr/bin/python3 $R/opt/python/python
"""
_WITHIN = "chroot $R /usr/bin/env PATH=$P:/opt/python:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
# As deploy/compose.yaml runs it: nothing can be written but these two, and no right is held.
_HARDENED = """
mkdir -p $R/var/lib/cluster-dashboard/.cache
mount -t tmpfs none $R/tmp && mount -t tmpfs -o mode=1777 none $R/var/lib/cluster-dashboard/.cache
head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n' > $R/run/secrets/secret && chmod 644 $R/run/secrets/secret
mount -o remount,bind,ro $R
as_user="setpriv --reuid=10001 --regid=$(chroot $R id -g dashboard) --clear-groups --no-new-privs --bounding-set=-all"
"""


def _of_stage(stage: str) -> tuple[list[str], dict[str, str]]:
    """Return a stage's steps as lines of a shell, and what it sets in the environment."""
    lines, told, folder = [], {}, "/"
    for line in stage.replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        if word == "WORKDIR":
            folder = rest
            lines.append(f"mkdir -p $R{folder}")
        elif word == "COPY" and rest.startswith("--from=build "):
            lines += [f"mkdir -p $R{folder}", f"cp -a $B{rest.split()[1]} $R{rest.split()[2]}"]
        elif word == "COPY":
            *names, to = shlex.split(rest)
            lines += [f"cp -r {ROOT / name} $R{folder}/{to}" for name in names]
        elif word == "RUN" and not rest.startswith("apt-get "):
            lines.append(f"{_WITHIN} sh -c {shlex.quote(f'cd {folder} && {rest}')}")
        elif word == "ENV":
            told |= dict(each.split("=", 1) for each in shlex.split(rest))
    return lines, told


@pytest.mark.long
def test_both_stages_in_a_root_of_their_own_give_a_program_that_serves_as_the_user_it_names(
    tmp_path: Path, postgres_url: str
) -> None:
    """No engine for containers is asked of the machine, but its root; only fonts are not installed."""
    build, last = STEPS.partition("\nFROM ")[2].split("\nFROM ")
    built, _ = _of_stage(build)
    made, told = _of_stage(last)
    port = free_port()
    around = told | {
        "CLUSTER_DASHBOARD_PORT": str(port),
        "CLUSTER_DASHBOARD_DATABASE": postgres_url.replace("+psycopg", ""),
        "CLUSTER_DASHBOARD_MODE": "team",
        "CLUSTER_DASHBOARD_ADDRESS": "https://targets.example",
        "CLUSTER_DASHBOARD_SECRET": "/run/secrets/secret",
        "HOME": "/var/lib/cluster-dashboard",
    }
    path = around.pop("PATH").removesuffix(":$PATH")
    sets = " ".join(f"{name}={shlex.quote(value)}" for name, value in around.items())
    start = shlex.join(json.loads(re.findall(r"(?m)^CMD (\[.*\])$", last)[0]))
    check = re.findall(r"(?m)^HEALTHCHECK .* CMD (\[.*\])$", last)[0]
    check = shlex.join(json.loads(check.replace(told["CLUSTER_DASHBOARD_PORT"], str(port))))
    steps = [
        "set -eu; P=/opt/python",
        f"B={tmp_path}/build; R=$B",
        _ROOT_OF_ITS_OWN,
        *built,
        f"R={tmp_path}/last",
        _ROOT_OF_ITS_OWN,
        *made,
        _HARDENED,
        f"P={path}",
        f'run() {{ {_WITHIN} {sets} $as_user "$@"; }}',
        f"( exec {_WITHIN} {sets} $as_user {start} ) & server=$!",
        f"for turn in $(seq 120); do run {check} 2>/dev/null && break; sleep 0.5; done",
        f"run {check} && echo healthy",
        "run sh -c 'touch /opt/x 2>/dev/null || echo read-only; id -u'",
        "kill $server; wait $server || true",
    ]
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", "\n".join(steps)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert done.stdout.rstrip().splitlines()[-3:] == ["healthy", "read-only", "10001"], done.stdout


def test_the_last_stages_command_answers_its_own_health_check(serve: ServerFactory) -> None:
    stage = STEPS.rpartition("\nFROM ")[2]
    told = dict(re.findall(r"(CLUSTER_DASHBOARD_\w+)=(\S+)", stage))
    (checking,) = re.findall(r"(?m)^HEALTHCHECK .* CMD (\[.*\])$", stage)
    (starting,) = re.findall(r"(?m)^CMD (\[.*\])$", stage)
    program, word, *options = json.loads(starting)
    assert (program, word) == ("cluster-dashboard", "serve")
    served = serve(*options, environment=told)
    asked = json.loads(checking.replace(told["CLUSTER_DASHBOARD_PORT"], str(served.port)))
    assert asked[0] == "python"

    def healthy() -> bool:
        done = subprocess.run([sys.executable, *asked[1:]], capture_output=True, check=False)
        return done.returncode == 0

    assert healthy()
    # From outside of the container, and for reading only, as nothing else was said.
    assert "Read-only: the server listens on 0.0.0.0" in served.printed()
    served.stop()
    assert not healthy()
