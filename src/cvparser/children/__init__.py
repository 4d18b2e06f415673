"""Work in child processes that can be thrown away: what adapters that look at foreign bytes share.

A warm process, single-threaded, loads libraries once and forks children. A child runs functions that are named to it,
bytes in and bytes out, each call within bounds that the kernel keeps. What is too slow, too large or too much for it
ends the child, never its neighbours, and the next child is there in milliseconds.

- `warm_process.py`, `child.py`, `crew.py`: the side of the service.
- `zygote.py`, `serving.py`, `limits.py`: what runs in the warm process and in its children.
"""
