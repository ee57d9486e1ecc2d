"""Where one commit put the words of one client's record into another client's chart, in a record's place.

No file went from one chart to the other, so that no path tells it; of what nobody had signed no digest does either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.passages import PathPassage
from caseload_tools.history.keeping import sentences_of
from caseload_tools.history.record_path import RecordPath


def words_of_others(past: Evidence) -> Iterator[tuple[PathPassage, PathPassage]]:
    """Each step that left a record with the words that another client's lost in the same commit, with that loss."""
    steps: dict[str, list[PathPassage]] = defaultdict(list)
    for each in past.record_passages:
        if each.before and each.path.endswith(".md") and len(each.commit.parents) == 1:
            steps[each.commit.id].append(each)
    for made in steps.values():
        if len({_client(each) for each in made}) > 1:
            yield from _in_one_commit(past, made)


def _in_one_commit(past: Evidence, made: Sequence[PathPassage]) -> Iterator[tuple[PathPassage, PathPassage]]:
    versions = past.versions(content for each in made for content in (each.before, each.after))
    said = {each: sentences_of(versions[each.before]) for each in made if each.before in versions}
    says = {each: sentences_of(versions[each.after]) for each in made if each.after in versions}
    lost = {each: sentences for each, sentences in said.items() if sentences and not _says(says.get(each), sentences)}
    where: dict[str, list[PathPassage]] = defaultdict(list)
    for each, sentences in lost.items():
        for sentence in sentences:
            where[sentence].append(each)
    for each in lost.keys() & says.keys():
        others = dict.fromkeys(other for sentence in says[each] for other in where.get(sentence, ()))
        for other in others:
            if _client(other) != _client(each) and _says(says[each], lost[other]):
                yield each, other
                break


def _says(now: Counter[str] | None, sentences: Counter[str]) -> bool:
    """Whether at least half of what stood in one record stands in another."""
    return now is not None and 2 * (now & sentences).total() >= sentences.total()


def _client(passage: PathPassage) -> str:
    return RecordPath.parse(passage.path).client
