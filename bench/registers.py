"""A province's worth of plans, made up: 300 regions with 150 goals each, and the time to read them."""

import gc
import statistics
import subprocess
import sys
import time
from pathlib import Path

import yaml

from bench.servers import ROOT

REGIONS = 300
CLUSTERS = 9
# Region and nine clusters, fifteen indicators each: 150 goals a region.
INDICATORS = 15
_UNITS = (("yuan", "flow", "亿元"), ("count", "stock", ""), ("fraction", "share", "%"))


def generate(folder: Path) -> Path:
    """Write the register as a folder of files, one a region, and its seeds beside it."""
    register, seeds = folder / "data", folder / "seeds"
    register.mkdir(parents=True)
    seeds.mkdir()
    (register / "indicators.yaml").write_text(_indicators(), encoding="utf-8")
    for number in range(REGIONS):
        region = f"region-{number:03}"
        (register / f"{region}.yaml").write_text(_plan(region, number), encoding="utf-8")
        (seeds / f"{region}-2024.yaml").write_text(_document(region, number), encoding="utf-8")
    return register


def _indicators() -> str:
    lines = ["version: 1", "indicators:"]
    for number in range(INDICATORS):
        unit, kind, _ = _UNITS[number % 3]
        counted = ", counted: {zh: 家, en: firms}" if unit == "count" else ""
        basis = ", basis: {zh: 营业收入, en: operating revenue}" if unit == "yuan" else ""
        lines.append(
            f"  indicator-{number:02}: {{name: {{zh: 指标{number}, en: Indicator {number}}},"
            f" unit: {unit}, kind: {kind}, direction: up{basis}{counted}}}"
        )
    return "\n".join(lines) + "\n"


def _plan(region: str, number: int) -> str:
    clusters = [f"cluster-{i}" for i in range(CLUSTERS)]
    lines = ["version: 1", "regions:"]
    lines += [f"  {region}: {{name: {{zh: 第{number}市, en: City {number}}}, level: prefecture}}"]
    lines += ["clusters:", f"  {region}:"]
    lines += [
        f"    {cluster}: {{name: {{zh: 集群{i}, en: Cluster {i}}}}}"
        for i, cluster in enumerate(clusters)
    ]
    lines += [
        "plans:",
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
    return "\n".join(lines) + "\n"


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


def yaml_alone(register: Path) -> float:
    """Seconds that libyaml's ordinary loader takes for the same files, without any checking."""
    files = sorted(register.glob("*.yaml")) + sorted(register.parent.glob("seeds/*.yaml"))
    texts = [path.read_bytes() for path in files]
    gc.collect()
    began = time.perf_counter()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    return time.perf_counter() - began


_READ = """
import sys, time
from pathlib import Path
from dashboard.register import load_register
register, cache = Path(sys.argv[1]), Path(sys.argv[2])
began = time.perf_counter()
catalogue = load_register(register, register.parent / "seeds", cache)
taken = time.perf_counter() - began
print(taken, catalogue.table("goals").num_rows)
"""


def read(register: Path, cache: Path) -> tuple[float, int]:
    """Seconds to load the register in a fresh process (imports of the room apart), and its goals."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(register), str(cache)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seconds, goals = done.stdout.split()
    return float(seconds), int(goals)


def measure(folder: Path, times: int) -> dict[str, float]:
    """Medians in seconds: `yaml` alone, `read` with all checks, `unchanged` from the cache."""
    register = generate(folder)
    alone, first, again = [], [], []
    goals = 0
    for number in range(times):
        alone.append(yaml_alone(register))
        seconds, goals = read(register, folder / f"cache-{number}")
        first.append(seconds)
        again += [read(register, folder / f"cache-{number}")[0] for _ in range(3)]
    return {
        "yaml": statistics.median(alone),
        "read": statistics.median(first),
        "unchanged": statistics.median(again),
        "goals": float(goals),
    }
