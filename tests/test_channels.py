"""By which ways a client is reached: what could not be read forbids each, and a draft takes none that is forbidden."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.disclosing.channels import safe_channels_of
from caseload_tools.desk.drafts import Wish, start_draft
from caseload_tools.reports.brief import brief
from caseload_tools.site.content.facts import chart_facts
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, scene

TODAY = "today: 2026-01-20"
NOT_READ = ("do_not_contact: sms", "do_not_contact: [SMS]", "do_not_contact: [text]", "safe_channels: [cell]")


def _caseload(folder: Path, keys: str) -> Caseload:
    told = scene(f"--- client\n{keys}\n{TODAY}")
    write_scene(told, folder)
    return read_caseload(folder, practice_of(told), told.today)


def _shown(caseload: Caseload) -> dict[str, str]:
    (facts,) = (each for each in brief(caseload, caseload.charts[0]).tables if each.key == "facts")
    return {str(row[0]): str(row[1]) for row in facts.rows}


def _channel_of_a_draft(caseload: Caseload) -> str:
    wish = Wish(date(2026, 1, 20), to="client")
    made = start_draft("contact", caseload.charts[0], caseload.practice, wish).text
    return (
        next(line for line in made.split("\n") if line.startswith("channel:"))
        .partition(":")[2]
        .partition("#")[0]
        .strip()
    )


@pytest.mark.parametrize("keys", NOT_READ)
def test_what_could_not_be_read_recommends_no_way(keys: str, tmp_path: Path) -> None:
    caseload = _caseload(tmp_path, f"{keys}\nprefers: sms")
    (chart,) = caseload.charts
    assert safe_channels_of(chart.client) == ()
    assert _shown(caseload)["reach by"] == "not understood: ask first"
    assert "Not understood: ask first" in str(dict(chart_facts(chart)))
    assert _channel_of_a_draft(caseload) == ""


@pytest.mark.parametrize(
    ("keys", "channel"),
    [
        ("do_not_contact: [phone, sms, email, mail, portal]", ""),
        ("do_not_contact: [phone]", ""),
        ("do_not_contact: [phone]\nprefers: email\nsafe_channels: [email]", "email"),
        ("do_not_contact: [sms]", "phone"),
        ("prefers: phone\nsafe_channels: [email]", "email"),
        ("prefers:", "phone"),
    ],
)
def test_a_draft_takes_no_way_that_is_forbidden(keys: str, channel: str, tmp_path: Path) -> None:
    assert _channel_of_a_draft(_caseload(tmp_path, keys)) == channel


def test_show_names_what_is_forbidden(tmp_path: Path) -> None:
    assert _shown(_caseload(tmp_path, "do_not_contact: [phone, sms]"))["never by"] == "phone or sms"


@pytest.mark.parametrize(
    ("who", "guardian", "code"),
    [
        ("mother", "mother", ""),
        ("her mother", "mother", ""),
        ("Ruth Adler", "Ruth Adler, mother", ""),
        ("mother's boyfriend", "mother", "CON018"),
        ("the mother of the boy who hit him", "mother", "CON018"),
        ("grandmother's landlord", "grandmother, by order of the court", "CON018"),
    ],
)
def test_only_the_guardian_is_told_as_the_guardian(who: str, guardian: str, code: str, tmp_path: Path) -> None:
    text = (
        f"--- client\nborn: 2014-01-01\nguardian: {guardian}\n--- contact 2026-01-19\nwith: {who}\n"
        f"purpose: collateral\ninformation: [diagnosis]\n{TODAY}"
    )
    found = {each.code for each in lint(tmp_path, text).findings if each.path.endswith("01-19.md")}
    assert bool(found & {"CON003", "CON018"}) == bool(code), found


@pytest.mark.parametrize("profile", ["general", "sud-part2"])
def test_who_listened_did_not_tell(profile: str, tmp_path: Path) -> None:
    text = (
        f'practice: profile = "{profile}"\n--- contact 2026-01-19\nwith: her employer\ndirection: out\n'
        f"purpose: coordination\nbasis: inbound\ninformation: [diagnosis]\n{TODAY}"
    )
    assert "CON025" in {each.code for each in lint(tmp_path, text).findings}


def test_under_part_2_no_hint_offers_a_subpoena_alone(tmp_path: Path) -> None:
    text = (
        'practice: profile = "sud-part2"\n--- contact 2026-01-19\nwith: lawyer of the landlord\npurpose: coordination\n'
        f"basis: court\nrests_on: [subpoena]\ninformation: [attendance]\n{TODAY}"
    )
    (found,) = (each for each in lint(tmp_path, text).findings if each.code == "CON025")
    assert "order" in found.hint and "notice" not in found.hint


def test_another_country_has_words_of_its_own(tmp_path: Path) -> None:
    text = (
        "practice: jurisdiction = []\n--- contact 2026-01-19\nwith: Jugendamt\npurpose: coordination\n"
        f"basis: Schweigepflichtentbindung\ninformation: [attendance]\n{TODAY}"
    )
    assert "CON018" not in {each.code for each in lint(tmp_path, text).findings}
