"""The audit of the package's patterns: each takes linear time, whatever the text.

`python -m tests.patterns [part of a path]` prints those that do not, with a text that shows it: static analysis first,
then processor time on texts of the pattern's own alphabet. `python -m tests.patterns.search` looks for slow texts.

How to write a linear pattern:

- A repeat that begins a pattern is begun anew at each character: say where it may begin, `(?<!\\s)\\s++$`, or bound it,
  `\\s{0,100}\\|`. Likewise `<x[^<>]*>` stops at the next `<`, where `<x[^>]*>` goes to the end from each.
- Two repeats beside each other must not read the same characters: `\\s*+(?::\\s*+)?` rather than `\\s*:?\\s*`.
- A repeat within a repeat needs something between its rounds: `\\w+(?: \\w+)*` rather than `(?:\\w+ ?)*`.
- `++` and `(?>...)` give nothing back: they end backtracking, but not that `search` begins anew.
- Or no pattern at all: `rstrip`, `partition`, lines parted first.
"""
