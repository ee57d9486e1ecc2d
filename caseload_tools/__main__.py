"""Lets `python -m caseload_tools` stand for the `caseload` command."""

from caseload_tools.cli import main

if __name__ == "__main__":
    main()
