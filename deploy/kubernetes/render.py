"""Prints the manifests that the chart gives with its defaults, without what is Helm's: they stand in cvparser.yaml.

make manifests
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from helm_python import Chart, lint

CHART = Path(__file__).parents[1] / "helm" / "cvparser"
_HELMS = re.compile(
    r"^ +(?:app\.kubernetes\.io/managed-by:|helm\.sh/|annotations:\n(?= +helm\.sh/)).*\n?", re.MULTILINE
)
_HEAD = "# Made of deploy/helm/cvparser by `make manifests`: change the chart, or this by kustomization.yaml.\n"
_ORDER = ("service-account", "network-policies", "migrate", "api", "worker", "ingress")


def rendered(values: dict[str, object], *, release: str = "cvparser") -> str:
    """Return all that the chart gives with `values`, in the order in which it is applied."""
    found = Chart.load(CHART).render(values, name=release, namespace="cvparser")
    parts = [found[f"cvparser/templates/{name}.yaml"].strip() for name in _ORDER]
    return "\n---\n".join(part for part in parts if part) + "\n"


def plain() -> str:
    """Return the manifests without what is Helm's."""
    return _HEAD + _HELMS.sub("", rendered({}))


if __name__ == "__main__":
    asked = json.loads(sys.argv[1]) if len(sys.argv) > 1 else None
    if asked is None:
        sys.stdout.write(plain())
    else:
        report = lint(CHART, asked, strict=True)
        json.dump({"errors": report["errors"], "manifests": rendered(asked)}, sys.stdout)
