"""The files in deploy/ speak of settings, files and figures that there are."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import FROM_FILES, SETTINGS, load_settings
from bot.metrics import registry

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
REPLICAS = yaml.safe_load((DEPLOY / "docker-compose.replicas.yml").read_text("utf-8"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
ALERTS = (DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8")
DASHBOARD = (DEPLOY / "grafana" / "dashboard.json").read_text("utf-8")
DOCS = (ROOT / "docs" / "deploying.md").read_text("utf-8")

KNOWN = {*SETTINGS, *(f"{name}_FILE" for name in FROM_FILES)}


def services() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, service in COMPOSE["services"].items():
        yield name, {**service, **REPLICAS["services"].get(name, {})}
    yield "proxy", REPLICAS["services"]["proxy"]


def test_the_bot_gets_settings_that_it_reads() -> None:
    given = COMPOSE["services"]["bot"]["environment"]
    as_webhook = given | REPLICAS["services"]["bot"]["environment"]

    assert set(given) | set(as_webhook) <= KNOWN
    assert set(as_webhook) - set(given) == {"WEBHOOK_URL", "WEBHOOK_SECRET_FILE", "DATA_DIR"}


@pytest.mark.parametrize(("name", "service"), list(services()))
def test_a_container_may_do_nothing_that_it_need_not(name: str, service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "logging", "restart"} <= set(service)
    assert ("ports" in service) == (name == "proxy")


def test_secrets_stand_in_files_alone() -> None:
    files = {**COMPOSE["secrets"], **REPLICAS["secrets"]}
    used = [secret for _, service in services() for secret in service.get("secrets", [])]

    assert set(used) | set(COMPOSE["services"]["bot"]["secrets"]) == set(files)
    assert {name: file["file"] for name, file in files.items()} == {
        name: f"./secrets/{name}" for name in files
    }


def test_compose_and_image_ask_the_same_for_health() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    (command,) = re.findall(r"HEALTHCHECK .*\\\n *CMD (\[.*\])", dockerfile)

    assert COMPOSE["services"]["bot"]["healthcheck"]["test"] == ["CMD", *json.loads(command)]
    assert "COPY deploy/healthcheck.py /app/healthcheck.py" in dockerfile
    assert "!deploy/healthcheck.py" in (ROOT / ".dockerignore").read_text("utf-8").split()


def test_the_proxy_passes_what_the_bot_listens_for() -> None:
    caddyfile = (DEPLOY / "Caddyfile").read_text("utf-8")
    path = REPLICAS["services"]["bot"]["environment"]["WEBHOOK_URL"].rpartition("}")[2]

    assert f"handle {path} {{" in caddyfile
    assert f"dynamic a bot {COMPOSE['services']['bot']['environment']['LISTEN_PORT']}" in caddyfile


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_sets_what_the_bot_reads(unit: Path) -> None:
    lines = re.findall(r"^Environment=(.*)$", unit.read_text("utf-8"), re.MULTILINE)
    names = {pair.partition("=")[0] for line in lines for pair in line.split()}

    assert names - {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= KNOWN


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/nato-myths-bot/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")

    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *tmp_path.iterdir()],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
    )

    assert [line for line in said.stderr.splitlines() if "nato-myths-bot" in line] == []


def figures() -> dict[str, set[str]]:
    """Return every series that the bot has, and its labels."""
    found: dict[str, set[str]] = {"up": {"job"}}
    for metric in registry.collect():
        suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
        labels = set(registry._names_to_collectors[metric.name]._labelnames)  # type: ignore[attr-defined]
        for suffix in suffixes.get(metric.type, ("",)):
            found[metric.name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
    return found


def expressions() -> Iterator[str]:
    for group in yaml.safe_load(ALERTS)["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]
    for panel in json.loads(DASHBOARD)["panels"]:
        for target in panel["targets"]:
            yield target["expr"]


@pytest.mark.parametrize("expression", list(expressions()))
def test_an_expression_names_figures_and_labels_that_there_are(expression: str) -> None:
    have = figures()
    series = re.findall(r"\b(bot_\w+|up)\b", expression)
    labels = re.findall(r"(\w+)=", expression.replace("==", "")) + [
        label.strip()
        for labels in re.findall(r"by \(([^)]*)\)", expression)
        for label in labels.split(",")
    ]

    assert series
    assert set(series) <= set(have)
    assert set(labels) <= set().union(*(have[name] for name in series))


def test_every_figure_is_looked_at() -> None:
    everything = " ".join(expressions())

    assert [metric.name for metric in registry.collect() if metric.name not in everything] == []


def test_the_dashboard_has_one_panel_at_each_place() -> None:
    panels = json.loads(DASHBOARD)["panels"]
    places = [tuple(panel["gridPos"][side] for side in "xywh") for panel in panels]

    assert len({panel["id"] for panel in panels}) == len(panels) == len(set(places))
    assert all(x + width <= 24 for x, _, width, _ in places)


def test_every_alert_is_explained() -> None:
    alerts = re.findall(r"- alert: (\w+)", ALERTS)

    assert [name for name in alerts if f"`{name}`" not in DOCS] == []


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed")
def test_alerts_go_off_when_they_should() -> None:
    subprocess.run(
        ["promtool", "test", "rules", DEPLOY / "prometheus" / "alerts.test.yml"],  # noqa: S607
        check=True,
    )


def test_files_that_the_docs_name_are_there() -> None:
    named = set(re.findall(r"\bdeploy/[\w./-]+\w", DOCS))

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def make_secrets(folder: Path, token: str) -> subprocess.CompletedProcess[str]:
    (folder / "deploy").mkdir(exist_ok=True)
    shutil.copy(DEPLOY / "secrets.sh", folder / "deploy")
    return subprocess.run(
        ["sh", "deploy/secrets.sh"],  # noqa: S607
        cwd=folder,
        input=token,
        check=False,
        capture_output=True,
        text=True,
    )


def test_secrets_are_made_once_and_fit(tmp_path: Path) -> None:
    first = make_secrets(tmp_path, "123456:ABC\n")
    made = {file.name: file.read_text("utf-8") for file in (tmp_path / "secrets").iterdir()}
    second = make_secrets(tmp_path, "")

    settings = load_settings(
        {f"{name}_FILE": str(tmp_path / "secrets" / name.lower()) for name in FROM_FILES}
        | {"WEBHOOK_URL": "https://bot.example/telegram"},
        ("en",),
        tmp_path,
    )
    password = made["database_password"]
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, "")
    assert settings.telegram_bot_token == "123456:ABC"
    assert settings.database_url == f"postgresql://bot:{password}@database:5432/bot"
    assert set(made) == {*COMPOSE["secrets"], *REPLICAS["secrets"]}
    assert made == {file.name: file.read_text("utf-8") for file in (tmp_path / "secrets").iterdir()}


def test_secrets_are_for_containers_and_for_nobody_else_on_the_machine(tmp_path: Path) -> None:
    make_secrets(tmp_path, "123456:ABC\n")

    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "secrets").iterdir()} == {0o644}


@pytest.mark.parametrize("token", ["", "no token\n", ":ABC\n"])
def test_what_is_no_token_is_not_kept(token: str, tmp_path: Path) -> None:
    refused = make_secrets(tmp_path, token)

    assert refused.returncode == 1
    assert "that is no token" in refused.stderr
    assert list((tmp_path / "secrets").iterdir()) == []
