"""A province-sized register, made up by rule: as many regions and goals as asked for.

`make bench` and the tests write it, so both measure the same thing. Nothing in it is random.
"""

from pathlib import Path

INDICATORS = """\
indicators:
  revenue: {name: {zh: 营业收入, en: Operating revenue}, unit: yuan, kind: flow, direction: up}
  firms: {name: {zh: 规模以上企业, en: Firms above designated size}, unit: count, kind: stock, direction: up}
  coverage: {name: {zh: 服务覆盖率, en: Coverage}, unit: fraction, kind: share, direction: up}
  growth: {name: {zh: 营业收入增长, en: Growth of revenue}, unit: fraction, kind: growth, direction: up, growth_of: revenue}
"""


def write_register(folder: Path, regions: int = 300, goals_per_region: int = 150) -> Path:
    """Write `data/targets.yaml` and `seeds/*.yaml` under `folder`; returns the register's path.

    300 regions with 150 goals each are 45,000 goals in about 10 MiB.
    """
    data, seeds = folder / "data", folder / "seeds"
    data.mkdir(parents=True, exist_ok=True)
    seeds.mkdir(exist_ok=True)
    register = data / "targets.yaml"
    names = [f"region-{number}" for number in range(regions)]
    with register.open("w", encoding="utf-8") as file:
        file.write(
            "version: 1\nregions:\n  top: {name: {zh: 某省, en: Some province}, level: province}\n"
        )
        for number, name in enumerate(names):
            file.write(
                f"  {name}: {{name: {{zh: 第{number}市, en: City {number}}}, "
                "level: prefecture, parent: top}\n"
            )
        file.write(INDICATORS)
        file.write("clusters:\n")
        for name in names:
            file.write(f"  {name}:\n")
            for cluster in range(8):
                file.write(
                    f"    cluster-{cluster}: {{name: {{zh: 第{cluster}集群, en: Cluster {cluster}}}}}\n"
                )
        file.write("plans:\n")
        for number, name in enumerate(names):
            file.write(plan(name, number, goals_per_region))
    for name in names:
        (seeds / f"{name}.yaml").write_text(document(name), encoding="utf-8")
    return register


def plan(region: str, number: int, goals: int) -> str:
    """One plan: two tiers of clusters, and goals of four kinds in turn."""
    lines = [
        f"  {region}-2024:",
        f"    region: {region}",
        f"    document: {region}",
        f"    name: {{zh: 第{number}市规划, en: Plan of city {number}}}",
        "    period: 2024–2027",
        "    base_year: 2023",
        "    code: {text: 2+N, parts: [2, open]}",
        "    tiers:",
        "      - {id: t1000, indicator: revenue, threshold: '> 1000 亿元', by: 2027, count: 2, "
        "members: [cluster-0, cluster-1], clause: 一(二)}",
        "      - {id: t100, indicator: revenue, threshold: '> 100 亿元', by: 2027, count: open, "
        "members: [cluster-2, cluster-3], clause: 一(二)}",
        "    goals:",
    ]
    lines += [_goal(number, goal) for goal in range(goals)]
    return "\n".join(lines) + "\n"


def _goal(region: int, number: int) -> str:
    of = ("region", "clusters", "each-cluster", f"cluster-{number % 8}")[number % 4]
    indicator, target = (
        ("revenue", f"> {1000 + region + number} 亿元"),
        ("firms", f">= {100 + region + number} 家"),
        ("coverage", f"{50 + number % 50} %"),
        ("growth", f">= {5 + number % 9}.{region % 10} %"),
    )[number % 4]
    return (
        f"      - {{id: goal-{number}, of: {of}, indicator: {indicator}, "
        f'target: "{target}", by: {2025 + number % 3},\n'
        f"         clause: 二({number % 9})3, wording: 第{number}项指标达到规划要求, "
        f"ambition: 力争, responsible: [市工业和信息化局, 市发展改革委]}}"
    )


def document(name: str) -> str:
    """The document record that the plan's clauses lead to."""
    clauses = ["一(二)"] + [f"二({number})3" for number in range(9)]
    lines = [
        f"id: {name}",
        "title: {zh: 集群发展规划, en: Plan for industrial clusters}",
        "number_printed: false",
        "issuer: {zh: 市人民政府, en: Municipal government}",
        "issued: 2024-01-31",
        "clauses:",
        *(
            f"  - {{id: {clause}, heading: {{zh: 任务, en: Tasks}}, units: [市工业和信息化局]}}"
            for clause in clauses
        ),
        "units:",
        "  市工业和信息化局: {en: Municipal Bureau of Industry and Information Technology}",
        "  市发展改革委: {en: Municipal Development and Reform Commission}",
    ]
    return "\n".join(lines) + "\n"
