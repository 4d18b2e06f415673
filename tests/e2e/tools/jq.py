"""As much of jq as the clients use: `jq` and `jq -r .name`."""

from __future__ import annotations

import json
import sys

document = json.load(sys.stdin)
names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
sys.stdout.write(str(document[names[0].lstrip(".")]) if names else json.dumps(document, ensure_ascii=False, indent=2))
sys.stdout.write("\n")
