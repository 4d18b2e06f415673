"""Manifests and chart: valid by Kubernetes' schemas, of the program's settings, with no more rights than needed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cvparser.entrypoints.cli import main
from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.last_resort import STOP_S
from cvparser.settings import FILE_SUFFIX, Settings, secret_variables, variable

ROOT = Path(__file__).parents[2]
PLAIN = ROOT / "deploy" / "kubernetes"
CHART = ROOT / "deploy" / "helm" / "cvparser"
SCHEMAS = json.loads((Path(__file__).parent / "kubernetes-1.33.json").read_text(encoding="utf-8"))
HELM = ROOT / "build" / "tools" / "bin" / "python"

Manifest = dict[str, Any]


def manifests(text: str) -> list[Manifest]:
    return [each for each in yaml.safe_load_all(text) if each]


DEFAULTS = manifests((PLAIN / "cvparser.yaml").read_text(encoding="utf-8"))
VALUES = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
WORKLOADS = {each["metadata"]["name"]: each for each in DEFAULTS if each["kind"] in {"Deployment", "Job"}}


def wrong(manifest: Manifest) -> Iterator[str]:
    """Give what the schema of its kind says against a manifest."""
    schema = SCHEMAS["kinds"][manifest["kind"]] | {"$defs": SCHEMAS["$defs"]}
    for error in jsonschema.Draft202012Validator(schema).iter_errors(manifest):
        yield f"{manifest['kind']} {error.json_path}: {error.message}"


def containers(manifest: Manifest) -> list[Manifest]:
    found: list[Manifest] = manifest["spec"]["template"]["spec"]["containers"]
    return found


def named(manifest: Manifest) -> dict[str, str]:
    return {each["name"]: each["value"] for container in containers(manifest) for each in container["env"]}


def test_every_manifest_is_what_the_schema_of_its_kind_says() -> None:
    namespace = manifests((PLAIN / "namespace.yaml").read_text(encoding="utf-8"))

    assert {each["kind"] for each in DEFAULTS} >= {
        "Deployment",
        "Job",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Service",
    }
    assert [error for each in [*DEFAULTS, *namespace] for error in wrong(each)] == []


def test_a_word_that_kubernetes_does_not_know_is_found() -> None:
    broken = json.loads(json.dumps(WORKLOADS["cvparser-api"]))
    broken["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}

    assert any("livenesProbe" in error for error in wrong(broken))


@pytest.mark.parametrize("name", WORKLOADS)
def test_settings_are_those_of_the_program_and_secrets_are_files(name: str) -> None:
    settings = {variable(each) for each in Settings.model_fields}
    files = {f"{each}{FILE_SUFFIX}" for each in secret_variables()}
    ours = {each: value for each, value in named(WORKLOADS[name]).items() if not each.startswith("AWS_")}

    assert ours.keys() <= settings | files
    assert not ours.keys() & set(secret_variables())
    assert {f"{each}{FILE_SUFFIX}" for each in ("CVPARSER_DATABASE_URL", "CVPARSER_REDIS_URL")} <= ours.keys()
    values = {each: value for each, value in ours.items() if not each.endswith(FILE_SUFFIX)}
    by_setting = {each: values[variable(each)] for each in Settings.model_fields if variable(each) in values}
    made = Settings(**by_setting)
    assert (made.access, made.encryption) == ("keys", "local")


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_pod_can_do_no_more_than_it_needs(name: str) -> None:
    pod = WORKLOADS[name]["spec"]["template"]["spec"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == pod["securityContext"]["fsGroup"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert container["resources"]["requests"]["memory"]
        (command,) = container["args"]
        assert command in main.commands


def test_pods_are_asked_what_the_program_answers_and_get_their_time_to_stop() -> None:
    paths = {route.path for route in create_app(Settings()).routes}
    for name in ("cvparser-api", "cvparser-worker"):
        (container,) = containers(WORKLOADS[name])
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        probes = [value["httpGet"] for key, value in container.items() if key.endswith("Probe")]
        assert {each["path"] for each in probes} <= paths
        assert {each["port"] for each in probes} <= ports.keys()
        assert str(ports["metrics"]) in named(WORKLOADS[name]).values()
        grace = WORKLOADS[name]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        # Four seconds are the hook's.
        assert grace >= 4 + float(named(WORKLOADS[name])["CVPARSER_DRAIN_S"]) + STOP_S
    (api,) = containers(WORKLOADS["cvparser-api"])
    assert api["readinessProbe"]["timeoutSeconds"] > Settings.model_fields["storage_timeout_s"].default


def test_selectors_find_the_pods_that_are_meant() -> None:
    labels = {name: each["spec"]["template"]["metadata"]["labels"] for name, each in WORKLOADS.items()}
    for manifest in DEFAULTS:
        spec = manifest.get("spec", {})
        selector = spec.get("podSelector", spec.get("selector", {}))
        wanted = selector.get("matchLabels", selector)
        if wanted:
            found = {name for name, has in labels.items() if wanted.items() <= has.items()}
            part = wanted.get("app.kubernetes.io/component")
            assert found == ({f"cvparser-{part}"} if part else labels.keys()), manifest["metadata"]["name"]


def test_the_chart_takes_its_own_values_and_refuses_what_it_does_not_know() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)

    assert list(validator.iter_errors(VALUES)) == []
    for mistaken in ({"replicas": 3}, {"settings": {"cvparser_access": "keys"}}, {"terminationGracePeriodSeconds": 10}):
        assert list(validator.iter_errors(VALUES | mistaken))
    version = yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))["appVersion"]
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def rendered(values: Manifest) -> list[Manifest]:
    command: list[str | Path] = [HELM, PLAIN / "render.py", json.dumps(values)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert told["errors"] == []
    return manifests(told["manifests"])


of_helm = pytest.mark.skipif(not HELM.exists(), reason="make test-chart installs Helm's library")


@of_helm
def test_the_manifests_are_what_the_chart_gives() -> None:
    given = subprocess.run([HELM, PLAIN / "render.py"], capture_output=True, text=True, check=True).stdout

    assert given == (PLAIN / "cvparser.yaml").read_text(encoding="utf-8"), "Run make manifests."


@of_helm
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"ingress": {"enabled": True}},
        {"filesClaim": "documents", "settings": {"CVPARSER_S3_BUCKET": None, "CVPARSER_S3_PREFIX": None}},
        {"networkPolicy": {"enabled": False}, "secret": {"awsCredentials": ""}, "imagePullSecrets": [{"name": "pull"}]},
        {"serviceAccount": {"annotations": {"role.example/name": "cvparser"}}, "image": {"tag": "1.2.3"}},
    ],
    ids=lambda values: "+".join(values) or "defaults",
)
def test_what_the_chart_gives_is_valid_whatever_is_chosen(values: Manifest) -> None:
    found = rendered(values)

    assert [error for each in found for error in wrong(each)] == []
    kinds = [each["kind"] for each in found]
    assert ("Ingress" in kinds) == ("ingress" in values)
    assert ("NetworkPolicy" in kinds) == ("networkPolicy" not in values)
    for deployment in (each for each in found if each["kind"] == "Deployment"):
        assert ("CVPARSER_FILE_DIR" in named(deployment)) == ("filesClaim" in values)
        assert ("CVPARSER_S3_BUCKET" in named(deployment)) == ("filesClaim" not in values)
