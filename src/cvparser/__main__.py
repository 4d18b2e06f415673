"""`python -m cvparser`."""

from cvparser.entrypoints.cli import main

if __name__ == "__main__":
    main()
