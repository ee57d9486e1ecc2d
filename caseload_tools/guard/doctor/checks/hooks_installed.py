"""Whether anything is checked before a commit."""

from __future__ import annotations

from collections.abc import Sequence

from caseload_tools.git.hook_files import HOOKS, hook_folder, hook_state
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.guard.hooks.practices import (
    guarded_practices,
    line_to_guard,
    own_folder,
    unguarded_practices,
)

_INSTALL = "caseload hooks install"


@doctor_check(20, "hooks")
def hooks_installed(place: Surroundings) -> CheckAnswer:
    """Without hooks a signed note can be altered and a client's name be committed, and only an audit will tell."""
    folder = hook_folder(place.top).path
    states = {name: hook_state(folder / name) for name in HOOKS}
    altered = [name for name, state in states.items() if state == "altered"]
    if altered:
        return CheckAnswer("wrong", f"the hook {altered[0]} is not as caseload wrote it", _INSTALL)
    if all(state == "ours" for state in states.values()):
        dead = [name for name in HOOKS if not (folder / name).stat().st_mode & 0o100]
        if dead:
            return CheckAnswer("wrong", f"git will not run the hook {dead[0]}: it may not be executed", _INSTALL)
        return _of_practices(place)
    if states["pre-commit"] == "framework" and _named_in_configuration(place):
        if states["commit-msg"] != "framework":
            sentence = "pre-commit runs caseload's hooks, but none for messages"
            return CheckAnswer("look", sentence, "pre-commit install --hook-type commit-msg --hook-type pre-push")
        if others := unguarded_practices(place.root, {own_folder(place.root)}):
            sentence = f"pre-commit or prek runs caseload's hooks; look whether for {_in_words(others)} as well"
            return CheckAnswer("look", sentence)
        return CheckAnswer("ok", "pre-commit or prek runs caseload's hooks")
    missing = [name for name, state in states.items() if state != "ours"]
    return CheckAnswer(
        "wrong", f"caseload does not check this repository: {len(missing)} of {len(HOOKS)} hooks are missing", _INSTALL
    )


def _of_practices(place: Surroundings) -> CheckAnswer:
    """Hooks are in place; but a repository may hold several practices, and they name those that they check."""
    guarded, own = guarded_practices(place.root), own_folder(place.root)
    if own not in guarded:
        named = _in_words(sorted(guarded)) or "no practice"
        return CheckAnswer("wrong", f"caseload's hooks check {named} of this repository, not this practice", _INSTALL)
    if others := unguarded_practices(place.root, guarded):
        sentence = f"caseload's hooks check {_in_words(sorted(guarded))}, and not {_in_words(others)}"
        return CheckAnswer("look", sentence, line_to_guard(place.root, others[0]))
    of = "" if guarded == {"."} else f", for {_in_words(sorted(guarded))}"
    return CheckAnswer("ok", f"caseload's hooks are in place and unaltered{of}")


def _in_words(practices: Sequence[str]) -> str:
    return " and ".join("the top" if each == "." else f"{each}/" for each in practices)


def _named_in_configuration(place: Surroundings) -> bool:
    names = (".pre-commit-config.yaml", "prek.toml")
    texts = ((place.top / name).read_text("utf-8", "replace") for name in names if (place.top / name).is_file())
    return any("caseload" in text for text in texts)
