"""The README of a release: its links, which lead to files of the repository, lead there from an index's page too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

#: A link of Markdown to a file of the repository, `!` before it where it is a picture.
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]+)\)")


class ReadmeOfRelease(MetadataHookInterface):
    """Gives the README with whole addresses: of this version, in the repository that `project.urls` names."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the README into what the package says of itself."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        source, version = metadata["urls"]["Source"].rstrip("/"), metadata["version"]
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": _LINK.sub(
                lambda link: f"{link[1]}[{link[2]}]({source}/{'raw' if link[1] else 'blob'}/v{version}/{link[3]})", text
            ),
        }
