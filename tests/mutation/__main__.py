"""`python -m tests.mutation [FILE …] [--write]`: try the mutants of all files of rules, or of some; see report.py.

python -m tests.mutation plan consents     the survivors of two files, while you write cases for them
python -m tests.mutation --write           all files, and docs/quality.md anew (make mutation)
python -m tests.mutation --sample 25 --write   25 of each file, drawn with a seed
"""

from __future__ import annotations

import argparse
import pkgutil
import sys
from collections.abc import Iterator, Sequence

import caseload_tools.lint.rules
from tests.mutation.report import GOAL, HEAD, FileReport, by_test, line_of, page, share_of, stale
from tests.mutation.stages import clean_stages, judged_stages, slip_stages
from tests.mutation.trial import mutants_in, try_file
from tests.quality_page import write_rules

SEED = 1122


def rule_files() -> list[str]:
    """The names of the files of rules, without their ending."""
    return [module.name for module in pkgutil.iter_modules(caseload_tools.lint.rules.__path__)]


def reports(names: Sequence[str], sample: int = 0, seed: int = SEED) -> Iterator[FileReport]:
    """Each file's outcomes, as soon as they are there."""
    clean = [*clean_stages(), *judged_stages(), *slip_stages()]
    for name in names:
        module = f"caseload_tools.lint.rules.{name}"
        outcomes = tuple(try_file(module, clean, sample, seed))
        if outcomes:
            yield FileReport(name, outcomes, mutants_in(module))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, write; 1 when fewer are killed than should be or the list of equal ones is out of date."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Make mistakes in the rules.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="a file of rules, such as plan; all when left out")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="so many of each file, not all")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which ones are drawn ({SEED})")
    parser.add_argument("--write", action="store_true", help="write docs/quality.md")
    options = parser.parse_args(arguments)
    unknown = set(options.files) - set(rule_files())
    if unknown or (options.write and options.files):
        parser.error(f"no file of rules: {', '.join(unknown)}" if unknown else "--write takes all files")
    print(HEAD)
    done = []
    for file in reports(options.files or rule_files(), options.sample, options.seed):
        done.append(file)
        print(line_of(file), flush=True)
        for each in file.survivors if options.files else ():
            print(f"    {each.line:4} {each.function}: {each.said}")
    out_of_date = [] if options.sample else stale(done)
    for entry in out_of_date:
        print(f"equal.toml: {entry.file}.py, {entry.function} has no survivor {entry.change}")
    print(f"{share_of(done):.1f} % killed; the goal is {GOAL:.0f} %. By: {by_test(done)}")
    if options.write:
        write_rules(page(done, options.sample, options.seed))
    return 1 if out_of_date or (not options.files and share_of(done) < GOAL) else 0


if __name__ == "__main__":
    sys.exit(main())
