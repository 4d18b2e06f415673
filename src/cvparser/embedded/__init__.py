"""cvparser inside another Python program: no server, no jobs, nothing stored.

- `parser.py`: `CVParser`, what a program holds.
- `functions.py`: the functions of the module `cvparser`, with one parser behind them.
- `engine.py`: the adapters of one parser, opened in an event loop of its own.
- `loop_thread.py`: that event loop, its thread, and what becomes of both when the program forks.
- `callers.py`: adapters that a program passes in, called in the event loop of who asked.
- `sources.py`: what a document may be given as.
"""

from cvparser.embedded.functions import parse_file, parse_file_async, parse_text, parse_text_async
from cvparser.embedded.parser import CVParser

__all__ = ["CVParser", "parse_file", "parse_file_async", "parse_text", "parse_text_async"]
