"""A province's worth of plans, made up: 300 regions with 150 goals each, and the time to read them."""

import gc
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from bench.servers import ROOT

REGIONS = 300
CLUSTERS = 9
# Region and nine clusters, fifteen indicators each: 150 goals a region.
INDICATORS = 15
_UNITS = (("yuan", "flow", "亿元"), ("count", "stock", ""), ("fraction", "share", "%"))


Sections = dict[str, list[str]]


class Plans(NamedTuple):
    """A made-up register: its file, the folder of its document records, and its compiled form's."""

    register: Path
    seeds: Path
    cache: Path


def plans(folder: Path, regions: int) -> Plans:
    """Write the register of some regions, in one file, and compile it."""
    made = Plans(generate(folder, regions)[0], folder / "seeds", folder / "cache")
    read(*made)
    return made


def generate(folder: Path, regions: int = REGIONS) -> tuple[Path, Path]:
    """Write the register twice, as one file and as a folder of one file a region, with its seeds.

    Nothing in it is random; every region has (1 + CLUSTERS) x INDICATORS goals.
    """
    one, many, seeds = folder / "data" / "targets.yaml", folder / "files", folder / "seeds"
    for place in (one.parent, many, seeds):
        place.mkdir(parents=True)
    whole: Sections = {"indicators": _indicators(), "regions": [], "clusters": [], "plans": []}
    _write(many / "indicators.yaml", {"indicators": whole["indicators"]})
    for number in range(regions):
        region = f"region-{number:03}"
        sections = _region(region, number)
        _write(many / f"{region}.yaml", sections)
        for name, lines in sections.items():
            whole[name] += lines
        (seeds / f"{region}-2024.yaml").write_text(_document(region, number), encoding="utf-8")
    _write(one, whole)
    return one, many


def _write(path: Path, sections: Sections) -> None:
    lines = ["version: 1"]
    for name, below in sections.items():
        lines += [f"{name}:", *below]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _indicators() -> list[str]:
    lines = []
    for number in range(INDICATORS):
        unit, kind, _ = _UNITS[number % 3]
        counted = ", counted: {zh: 家, en: firms}" if unit == "count" else ""
        basis = ", basis: {zh: 营业收入, en: operating revenue}" if unit == "yuan" else ""
        lines.append(
            f"  indicator-{number:02}: {{name: {{zh: 指标{number}, en: Indicator {number}}},"
            f" unit: {unit}, kind: {kind}, direction: up{basis}{counted}}}"
        )
    return lines


def _region(region: str, number: int) -> Sections:
    clusters = [f"cluster-{i}" for i in range(CLUSTERS)]
    named = f"  {region}: {{name: {{zh: 第{number}市, en: City {number}}}, level: prefecture}}"
    tracked = [
        f"    {c}: {{name: {{zh: 集群{i}, en: Cluster {i}}}}}" for i, c in enumerate(clusters)
    ]
    lines = [
        f"  {region}-2024:",
        f"    region: {region}",
        f"    document: {region}-2024",
        f"    name: {{zh: 第{number}市产业集群规划, en: Clusters of city {number}}}",
        "    period: 2024–2027",
        "    base_year: 2023",
        "    status: in force",
        f"    clusters: [{', '.join(clusters)}]",
        "    goals:",
    ]
    for subject in ["region", *clusters]:
        for indicator in range(INDICATORS):
            suffix = _UNITS[indicator % 3][2]
            value = f"{50 + indicator} {suffix}".strip()
            lines.append(
                f"      - {{id: {subject}-{indicator:02}, of: {subject},"
                f' indicator: indicator-{indicator:02}, target: ">= {value}", by: 2027,'
                f" clause: 二(一){indicator % 5 + 1}, ambition: 力争,"
                f" wording: 到2027年达到{value.replace(' ', '')}}}"
            )
    return {"regions": [named], "clusters": [f"  {region}:", *tracked], "plans": lines}


def _document(region: str, number: int) -> str:
    clauses = [
        f"  - {{id: 二(一){i}, heading: {{zh: 任务{i}, en: Task {i}}}, units: [市工业和信息化局, 市发展改革委]}}"
        for i in range(1, 6)
    ]
    lines = [
        f"id: {region}-2024",
        f"title: {{zh: 第{number}市产业集群规划, en: Plan for the clusters of city {number}}}",
        f"number: 市办字〔2024〕{number + 1}号",
        f"issuer: {{zh: 第{number}市人民政府, en: Government of city {number}}}",
        "issued: 2024-05-31",
        f"text: {{file: {region}.txt, sha256: {number:064x}}}",
        "clauses:",
        *clauses,
        "units:",
        "  市工业和信息化局: {en: Bureau of Industry and Information Technology}",
        "  市发展改革委: {en: Development and Reform Commission}",
    ]
    return "\n".join(lines) + "\n"


def yaml_alone(register: Path, seeds: Path) -> float:
    """Seconds that libyaml's ordinary loader takes for the same files, without any checking."""
    files = sorted(register.glob("*.yaml")) if register.is_dir() else [register]
    texts = [path.read_bytes() for path in [*files, *sorted(seeds.glob("*.yaml"))]]
    gc.collect()
    began = time.perf_counter()
    # Kept, as whoever reads a register keeps it.
    kept = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    taken = time.perf_counter() - began
    assert len(kept) == len(texts)
    return taken


_READ = """
import sys, time
from pathlib import Path
from dashboard.register import load_register
register, seeds, cache = map(Path, sys.argv[1:])
began = time.perf_counter()
catalogue = load_register(register, seeds, cache)
taken = time.perf_counter() - began
print(taken, catalogue.table("goals").num_rows)
"""


def read(register: Path, seeds: Path, cache: Path) -> tuple[float, int]:
    """Seconds to load the register in a fresh process (imports of the room apart), and its goals."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(register), str(seeds), str(cache)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seconds, goals = done.stdout.split()
    return float(seconds), int(goals)


@dataclass(frozen=True)
class Taken:
    """Medians in seconds: the loader alone, our reading with all checks, and from the cache."""

    alone: float
    read: float
    unchanged: float
    goals: int


def measure(folder: Path, times: int) -> tuple[Taken, Taken]:
    """Measure the register as one file and as a folder of files."""
    one, many = generate(folder)
    return _measure(one, folder / "seeds", times), _measure(many, folder / "seeds", times)


def _measure(register: Path, seeds: Path, times: int) -> Taken:
    alone, first, again = [], [], []
    goals = 0
    for number in range(times):
        cache = seeds.parent / f"cache-{register.name}-{number}"
        alone.append(yaml_alone(register, seeds))
        seconds, goals = read(register, seeds, cache)
        first.append(seconds)
        again += [read(register, seeds, cache)[0] for _ in range(3)]
    middle = statistics.median
    return Taken(middle(alone), middle(first), middle(again), goals)
