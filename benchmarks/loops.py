"""The loops ours is measured against, each as a program: `python -m benchmarks.loops naive FOLDER`.

naive     what one would write first: python-frontmatter and a prebuilt jsonschema validator for each
          type, over all records; no rules, no links, no places
floor     the least that can be done: find every record and read its bytes
extract   not timed: front matter into YAML files by type, for tools that cannot read Markdown
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path


def records(root: Path) -> Iterator[str]:
    """Paths of all records, the cheapest way."""
    waiting = [str(root / "records")]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.endswith(".md"):
                    yield entry.path


def floor(root: Path) -> str:
    size = count = 0
    for path in records(root):
        handle = os.open(path, os.O_RDONLY)
        size += len(os.read(handle, 1 << 20))
        os.close(handle)
        count += 1
    return f"{count} records, {size} bytes"


def naive(root: Path) -> str:
    import frontmatter
    import yaml
    from jsonschema import Draft202012Validator, FormatChecker

    from caseload_tools.chart.records.schemas import bundled_schema

    class Loader(yaml.CSafeLoader):
        """Dates stay text, as the schemas want them."""

    Loader.yaml_implicit_resolvers = {
        first: [each for each in found if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    validators: dict[str, Draft202012Validator] = {}
    count = wrong = 0
    for path in records(root):
        post = frontmatter.load(path, Loader=Loader)
        word = str(post["type"])
        if word not in validators:
            validators[word] = Draft202012Validator(bundled_schema(word), format_checker=FormatChecker())
        wrong += sum(1 for _ in validators[word].iter_errors(post.metadata))
        count += 1
    return f"{count} records, {wrong} errors"


def extract(root: Path, target: Path) -> str:
    """The front matter of each record as a file of its own, in a folder by type, with the schema beside."""
    import json

    from caseload_tools.chart.records.schemas import bundled_schema

    count = 0
    lists: dict[str, list[str]] = {}
    for path in records(root):
        text = Path(path).read_text(encoding="utf-8")
        front = text[4 : text.index("\n---\n", 4) + 1]
        word = front.partition("type: ")[2].partition("\n")[0]
        name = target / word / (path[len(str(root)) + 1 : -3].replace("/", "-") + ".yaml")
        if word not in lists:
            name.parent.mkdir(parents=True, exist_ok=True)
            (target / f"{word}.schema.json").write_text(json.dumps(bundled_schema(word)), encoding="utf-8")
        name.write_text(front, encoding="utf-8")
        lists.setdefault(word, []).append(str(name))
        count += 1
    for word, names in lists.items():
        (target / f"{word}.list").write_text("\0".join(sorted(names)), encoding="utf-8")
    return f"{count} files of {len(lists)} types"


def check_jsonschema(target: Path) -> str:
    """check-jsonschema on everything extracted, one call a type, as its users would."""
    import subprocess

    tool = Path(sys.executable).parent / "check-jsonschema"
    for names in sorted(target.glob("*.list")):
        schema = names.with_suffix(".schema.json")
        call = ["xargs", "-0", str(tool), "--schemafile", str(schema)]
        with names.open("rb") as given:
            subprocess.run(call, stdin=given, stdout=subprocess.DEVNULL, check=True)
    return "all valid"


def main() -> None:
    what, *folders = sys.argv[1:]
    loops = {"floor": floor, "naive": naive, "extract": extract, "check-jsonschema": check_jsonschema}
    print(loops[what](*map(Path, folders)))  # type: ignore[operator]  # each loop takes its own folders


if __name__ == "__main__":
    main()
