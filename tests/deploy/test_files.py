"""What deploy/ holds is understood by the programs it is for."""

import ipaddress
import json
import re
import subprocess
import sys
from pathlib import Path

import yaml

from dashboard.settings import Settings
from tests.deploy import nginx
from tests.structure.test_tree import ROOT

DEPLOY = ROOT / "deploy"


def unit(folder: Path) -> str:
    """Copy the unit with a program that is on this machine."""
    program = str(Path(sys.executable).parent / "cluster-dashboard")
    text = (DEPLOY / "cluster-dashboard.service").read_text(encoding="utf-8")
    path = folder / "cluster-dashboard.service"
    path.write_text(text.replace("/opt/cluster-dashboard/bin/cluster-dashboard", program))
    return str(path)


def test_systemd_understands_the_unit_and_finds_it_hardened(tmp_path: Path) -> None:
    named = unit(tmp_path)
    asked = [["verify", named], ["security", "--offline=true", "--threshold=20", named]]
    for words in asked:
        done = subprocess.run(
            ["systemd-analyze", "--no-pager", *words], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_nginx_understands_its_configuration(tmp_path: Path) -> None:
    whole = nginx.arranged(tmp_path, [8501, 8502], 8443)
    asked = [nginx.command(), "-t", "-p", str(tmp_path), "-c", str(whole)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_the_settings_example_is_read_and_stands_beside_the_unit() -> None:
    settings = Settings.from_environment(settings=str(DEPLOY / "settings.toml"))
    assert settings.mode == "team"
    assert settings.secure
    text = (DEPLOY / "cluster-dashboard.service").read_text(encoding="utf-8")
    assert (
        f"CLUSTER_DASHBOARD_SETTINGS={settings.file}".replace(str(DEPLOY), "/etc/cluster-dashboard")
        in text
    )


def test_compose_starts_what_the_other_files_speak_of() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    told = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    replicas = [name for name in services if name.startswith("dashboard-")]
    assert len(replicas) == 2
    for number, name in enumerate(replicas, 1):
        at = services[name]["networks"]["inside"]["ipv4_address"] + ":8501"
        # Among all, first of its own visitors', in the other's place; and known when it answers.
        assert told.count(f"    server {at} ") == 3
        assert f'"~{at}$" {number};' in told
    known = {f"CLUSTER_DASHBOARD_{name.upper()}" for name in Settings.model_fields}
    for name in replicas:
        assert set(services[name]["environment"]) <= known
    used = {secret for service in services.values() for secret in service.get("secrets", ())}
    assert used == set(compose["secrets"])
    inside = ipaddress.ip_network(compose["networks"]["inside"]["ipam"]["config"][0]["subnet"])
    places = [
        each["networks"]["inside"]["ipv4_address"]
        for name, each in services.items()
        if name != "database"
    ]
    assert len(set(places)) == 3
    assert all(ipaddress.ip_address(each) in inside for each in places)
    for name in replicas:
        assert (
            services[name]["environment"]["CLUSTER_DASHBOARD_PROXIES"]
            == services["proxy"]["networks"]["inside"]["ipv4_address"]
        )
    # The image's own check, which not every image format keeps.
    built = re.findall(r"(?m)^HEALTHCHECK .* CMD (\[.*\])$", (DEPLOY / "Containerfile").read_text())
    assert services["dashboard-1"]["healthcheck"]["test"] == ["CMD", *json.loads(built[0])]
    # Base images by their short names: where they come from is the operator's affair.
    images = [line.split()[1] for line in (DEPLOY / "Containerfile").read_text().splitlines() if line.startswith("FROM")]  # fmt: skip
    images += [service["image"] for service in services.values()]
    assert [image for image in images if "/" in image] == []
