"""Jobs under faults: real processes, databases and networks, broken as a seed says, and what must hold all the same."""
