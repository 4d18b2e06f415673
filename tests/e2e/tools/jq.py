"""As much of jq as the clients use: `jq`, `jq -r .name` and `jq -r .name.name`."""

from __future__ import annotations

import json
import sys

document = json.load(sys.stdin)
names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
for name in names[0].split(".")[1:] if names else ():
    document = document[name]
sys.stdout.write(str(document) if names else json.dumps(document, ensure_ascii=False, indent=2))
sys.stdout.write("\n")
