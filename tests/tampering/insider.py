"""What somebody might do who knows git well and may do everything on the computer: the moves beyond the usual ones."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta

from caseload_tools.audit.log import audit_log
from caseload_tools.practice import load_practice
from caseload_tools.text import read_bytes
from caseload_tools.text.digest import content_digest
from tests.tampering.ledger import (
    ADDENDUM,
    ANCHORS,
    BEGUN,
    DANA,
    DRAFT,
    NOTE,
    RUNA,
    SIGNERS,
    TOBIAS,
    Ledger,
    email,
    record,
    signed,
)
from tests.tampering.moves import move

CHART = "records/clients/C-0001"
SCAN = f"{CHART}/attachments/consent.pdf"


def more(ledger: Ledger, who: str = TOBIAS, key: str | None = None, **env: str) -> str:
    return ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", who, key, **env)


def put_away(ledger: Ledger, path: str, new: str) -> None:
    (ledger.root / new).parent.mkdir(parents=True, exist_ok=True)
    ledger.git("mv", path, new)
    ledger.commit("Tidy", DANA)


def store(ledger: Ledger, change: Callable[[bytes], bytes]) -> None:
    """Put another commit, byte for byte of our own, in the place of the last one."""
    raw = change(ledger.git("cat-file", "commit", "HEAD").encode() + b"\n")
    commit = ledger.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw)
    ledger.git("update-ref", "HEAD", commit)


# Out of sight.


@move("file a signed note among the attachments", "deleted")
def to_attachments(ledger: Ledger) -> None:
    put_away(ledger, NOTE, f"{CHART}/attachments/2026-09-02.md")


@move("take back a void or a correction by filing it elsewhere", "addenda")
def addendum_to_attachments(ledger: Ledger) -> None:
    put_away(ledger, ADDENDUM, f"{CHART}/attachments/scan.md")


@move("move a note into a hidden folder", "deleted")
def hidden_folder(ledger: Ledger) -> None:
    put_away(ledger, NOTE, f"{CHART}/.old/2026-09-02.md")


@move("give a note a name that editors use for copies", "deleted")
def copy_name(ledger: Ledger) -> None:
    put_away(ledger, NOTE, NOTE.replace("/2026", "/~2026"))


@move("move a whole chart to where no charts are", "deleted")
def chart_put_away(ledger: Ledger) -> None:
    put_away(ledger, CHART, "records/old/C-0001")


@move("give a signed chart another client's id", "charts")
def chart_renamed(ledger: Ledger) -> None:
    put_away(ledger, CHART, CHART.replace("0001", "0010"))


@move("let git pass over a draft", "watched")
def assumed(ledger: Ledger) -> None:
    ledger.git("update-index", "--assume-unchanged", DRAFT)
    ledger.write(DRAFT, ledger.read(DRAFT) + "Never committed.\n")


@move("let git pass over new records", "watched")
def ignored(ledger: Ledger) -> None:
    ledger.save(".gitignore", f"{CHART}/sessions/*\n")
    ledger.write(f"{CHART}/sessions/2026-09-09.md", record("session", "C-0001", "2026-09-09", "Never committed."))


@move("let a sparse checkout hide what is changed on the disk", "on-disk")
def sparse_with_a_file(ledger: Ledger) -> None:
    ledger.git("sparse-checkout", "set", "--no-cone", "/*", f"!{NOTE}")
    ledger.write(NOTE, record("session", "C-0001", "2026-09-02", "Other words."))


@move("let git look at a copy of the folder", "watched")
def work_tree_elsewhere(ledger: Ledger) -> None:
    other = ledger.root.with_name("copy")
    shutil.copytree(ledger.root, other, ignore=shutil.ignore_patterns(".git"))
    ledger.git("config", "core.worktree", str(other))
    ledger.write(DRAFT, ledger.read(DRAFT) + "Never committed.\n")


@move("write a record whose name covers another one on Windows and macOS", "twins")
def twin_by_case(ledger: Ledger) -> None:
    ledger.save(NOTE.replace("records/", "Records/"), record("session", "C-0001", "2026-09-02", "Other words."))


@move("write a record whose accents are put together otherwise", "twins")
def twin_by_accent(ledger: Ledger) -> None:
    for name in ("caf\u00e9.md", "cafe\u0301.md"):
        ledger.save(f"records/clients/C-0003/sessions/{name}", record("session", "C-0003", "2026-09-08", name))


@move("make the log forget an edit", "log-memory")
def log_forgets(ledger: Ledger) -> None:
    more(ledger)
    told = len(audit_log(ledger.root, load_practice(ledger.root)).rows)
    (file,) = (ledger.root / ".git/caseload").glob("events-*.json")
    first, _, rows = file.read_bytes().partition(b"\n")
    rows = json.dumps(json.loads(rows)[:-1], separators=(",", ":")).encode()
    about = json.loads(first) | {"digest": hashlib.sha256(rows).hexdigest()}
    file.write_bytes(json.dumps(about, separators=(",", ":")).encode() + b"\n" + rows)
    assert len(audit_log(ledger.root, load_practice(ledger.root)).rows) < told


# Git itself.


@move("show a tag at another commit", "side-references")
def false_tag(ledger: Ledger) -> None:
    ledger.git("tag", "-a", "-m", "Third quarter", "q3", "HEAD~3")
    ledger.git("pack-refs", "--all")
    packed = ledger.root / ".git/packed-refs"
    right, wrong = ledger.git("rev-parse", "HEAD~3"), ledger.git("rev-parse", "HEAD")
    packed.write_text(packed.read_text().replace(f"^{right}", f"^{wrong}"))
    assert f"{wrong} refs/tags/q3^{{}}" in ledger.git("show-ref", "-d", "q3"), "plain git believes it"


@move("put another tag in the place of a signed one", "tags")
def signed_tag(ledger: Ledger) -> None:
    ledger.git("tag", "-s", "-m", "Third quarter", "q3", who=RUNA, key=RUNA)
    ledger.kept = ledger.anchor()
    ledger.git("tag", "-f", "-a", "-m", "Third quarter", "q3", "HEAD~3")


@move("keep the objects behind a link", "alternates")
def linked_objects(ledger: Ledger) -> None:
    elsewhere = ledger.root.with_name("objects")
    (ledger.root / ".git/objects").rename(elsewhere)
    (ledger.root / ".git/objects").symlink_to(elsewhere)


@move("let the repository take its branches from another folder", "alternates")
def common_folder(ledger: Ledger) -> None:
    elsewhere = ledger.root.with_name("common")
    shutil.copytree(ledger.root / ".git", elsewhere)
    (ledger.root / ".git/commondir").write_text(f"{elsewhere}\n")


@move("put a filter into a .gitattributes that is not committed", "attributes")
def attributes_on_the_disk(ledger: Ledger) -> None:
    ledger.write(".gitattributes", "records/** filter=kinder\n")


@move("let the repository name a file of attributes elsewhere", "attributes")
def attributes_elsewhere(ledger: Ledger) -> None:
    named = ledger.root.with_name("attributes")
    named.write_text("*.md -diff\n")
    ledger.git("config", "core.attributesFile", str(named))


@move("let the repository name a list of other names", "mailmap")
def mailmap_elsewhere(ledger: Ledger) -> None:
    named = ledger.root.with_name("names")
    named.write_text(f"Dana <{email(DANA)}> <{email(TOBIAS)}>\n")
    ledger.git("config", "mailmap.file", str(named))


# Commits.


@move("put a colleague's signature of another commit under the own one", "signatures")
def borrowed_signature(ledger: Ledger) -> None:
    more(ledger, DANA)
    (signature,) = re.findall(
        r"gpgsig .*?-----END SSH SIGNATURE-----\n", ledger.git("cat-file", "commit", "HEAD"), re.S
    )
    more(ledger, DANA, key="")
    store(ledger, lambda raw: raw.replace(b"\n\nEdit", b"\n" + signature.encode() + b"\nEdit"))


@move("hide text behind a second signature", "commit-headers")
def second_signature(ledger: Ledger) -> None:
    more(ledger, DANA)
    store(ledger, lambda raw: raw.replace(b"\n\nEdit", b"\ngpgsig what nobody sees\n\nEdit"))


@move("put a signature where git does not ask for it", "commit-headers")
def other_signature(ledger: Ledger) -> None:
    more(ledger, DANA)
    store(ledger, lambda raw: raw.replace(b"\ngpgsig ", b"\ngpgsig-sha256 "))


@move("hide text in the tag that a commit says it merges", "commit-headers")
def false_merge_tag(ledger: Ledger) -> None:
    more(ledger)
    tag = f"mergetag object {ledger.git('rev-parse', 'HEAD')}\n type commit\n tag q3\n \n what nobody sees"
    store(ledger, lambda raw: raw.replace(b"\n\nEdit", f"\n{tag}\n\nEdit".encode()))


@move("turn the message of a commit round", "commit-headers")
def turned_message(ledger: Ledger) -> None:
    more(ledger)
    store(ledger, lambda raw: raw.replace(b"\n\nEdit", "\n\nNever \u202edengis\u202c by Dana".encode()))


@move("use a colleague's name with a letter that only looks the same", "commit-headers")
def look_alike_name(ledger: Ledger) -> None:
    more(ledger, GIT_AUTHOR_NAME="d\u0430na", GIT_COMMITTER_NAME="d\u0430na")


@move("use a colleague's name with a sign that nobody sees", "commit-headers")
def unseen_sign(ledger: Ledger) -> None:
    more(ledger, GIT_AUTHOR_NAME="da\u200bna", GIT_COMMITTER_NAME="da\u200bna")


@move("commit in nobody's name", "author")
def nobody(ledger: Ledger) -> None:
    more(ledger)
    store(ledger, lambda raw: re.sub(rb"(author|committer) .*? <[^>]*>", rb"\1  <>", raw))


@move("let a note of today fall on yesterday by a time zone that nobody lives in", "times")
def time_zone(ledger: Ledger) -> None:
    at = int((BEGUN + timedelta(hours=ledger.hours + 2)).timestamp())
    more(ledger, GIT_AUTHOR_DATE=f"@{at} -2300", GIT_COMMITTER_DATE=f"@{at} -2300")


@move("date a commit before computers were made", "times")
def before_the_epoch(ledger: Ledger) -> None:
    more(ledger)
    store(ledger, lambda raw: re.sub(rb"((?:author|committer) .*> )\d+", rb"\g<1>-5", raw))


@move("date a commit beyond what git can count", "fsck")
def beyond_counting(ledger: Ledger) -> None:
    more(ledger)
    store(ledger, lambda raw: re.sub(rb"(committer .*> )\d+", rb"\g<1>99999999999999999999", raw))


# Keys.


@move("let one key sign for everybody", "signers")
def key_for_everybody(ledger: Ledger) -> None:
    ledger.save(SIGNERS, ledger.read(SIGNERS) + f'*@northgate.example namespaces="git" {ledger.public(DANA)}\n', RUNA)
    more(ledger, RUNA, key=DANA)


@move("bring an old list of signers back in a merge", "merges")
def old_list(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "side")
    more(ledger)
    ledger.git("checkout", "-q", "main")
    kept = [line for line in ledger.read(SIGNERS).splitlines() if "dana@" not in line]
    ledger.save(SIGNERS, "\n".join(kept) + "\n", RUNA)
    ledger.hours += 1
    ledger.git("merge", "-q", "--no-ff", "--no-commit", "side")
    ledger.git("checkout", "side", "--", SIGNERS)
    ledger.commit("Bring both together")


@move("put a link in place of the list of signers", "signers")
def linked_list(ledger: Ledger) -> None:
    ledger.write("audit/other", ledger.read(SIGNERS) + ledger.signer(DANA, "eve"))
    (ledger.root / SIGNERS).unlink()
    (ledger.root / SIGNERS).symlink_to("other")
    ledger.commit("Edit", RUNA)


@move("remove the chain of anchors", "anchors")
def chain_removed(ledger: Ledger) -> None:
    ledger.git("rm", "-q", ANCHORS)
    ledger.commit("Tidy", RUNA)


@move("go on from a branch that lacks the last commits", "anchor-kept", only_with_line=True)
def other_branch(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "main2", "HEAD~3")


# Records.


@move("write a second front matter above a signed one", "signed-records")
def second_front_matter(ledger: Ledger) -> None:
    ledger.save(NOTE, "---\ntype: session\n---\n" + ledger.read(NOTE), DANA)


@move("write a key of a signature twice", "signed-records")
def key_twice(ledger: Ledger) -> None:
    ledger.save(NOTE, ledger.read(NOTE).replace("{by: dana,", "{by: eve, by: dana,", 1), DANA)


@move("point an addendum at another note", "addenda")
def repointed(ledger: Ledger) -> None:
    ledger.save(ADDENDUM, ledger.read(ADDENDUM).replace("to: sessions/2026-09-02", "to: sessions/2026-09-03"), DANA)


@move("change a signed note and restore only its text, not what was added", "addenda")
def half_restored(ledger: Ledger) -> None:
    path = NOTE.replace("09-02", "09-05")
    added = "addenda:\n  - {at: 2026-09-05, by: dana, text: It was seven.}\n"
    text = signed(record("session", "C-0001", "2026-09-05", "Six."), "dana", "clinician", "2026-09-05 15:00")
    ledger.save(path, text.replace("signatures:", f"{added}signatures:"), DANA)
    ledger.save(path, text.replace("Six.", "Nine."), DANA)
    ledger.save(path, text, DANA)


# What honest people do as well: named, and no alarm.


@move("exchange an attached file", "attachments", named_only=True)
def scan_exchanged(ledger: Ledger) -> None:
    ledger.save(SCAN, "%PDF signed", DANA)
    ledger.save(SCAN, "%PDF another")


SETTINGS = 'name = "Northgate"\n'
STAFF = SETTINGS + "".join(
    f'[staff.{who}]\nname = "{who}"\nemail = "{email(who)}"\nroles = ["clinician"]\n' for who in (DANA, RUNA, TOBIAS)
)


@move("write a colleague's signature under the own note", "signed-by-others", named_only=True)
def written_signature(ledger: Ledger) -> None:
    ledger.save("caseload.toml", STAFF)
    ledger.save(DRAFT, signed(ledger.read(DRAFT), DANA, "clinician", "2026-09-03 15:00"))


@move("reword a draft that a signed addition holds on to", "addenda", named_only=True)
def reworded_below_an_addition(ledger: Ledger) -> None:
    to = DRAFT.partition("C-0002/")[2].removesuffix(".md")
    document = read_bytes(ledger.read(DRAFT).encode(), "")
    more = f"to: {to}\nkind: correction\nto_digest: {content_digest(document.data, document.body)}\n"
    text = record("addendum", "C-0002", "2026-09-04", "It was Thursday.", more)
    added = signed(text, DANA, "clinician", "2026-09-04 15:00")
    ledger.save(DRAFT.partition("sessions/")[0] + "addenda/2026-09-04.md", added, DANA)
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nOr Friday.\n")


@move("declare a colleague's note void", "declared-by-others", named_only=True)
def void_of_others(ledger: Ledger) -> None:
    declare_void(ledger, TOBIAS, TOBIAS)


@move("declare a colleague's note void in that colleague's name", "declared-by-others", named_only=True)
def void_in_a_name(ledger: Ledger) -> None:
    declare_void(ledger, DANA, TOBIAS)


def declare_void(ledger: Ledger, named: str, committer: str) -> None:
    """A note of Dana's, declared void as somebody types it."""
    day, chart = "2026-09-04", NOTE.partition("sessions/")[0]
    ledger.save("caseload.toml", STAFF)
    ledger.save(f"{chart}sessions/{day}.md", record("session", "C-0001", day, "Rang.", f"clinician: {DANA}\n"), DANA)
    more = f"to: sessions/{day}\nkind: void\nauthor: {named}\n"
    ledger.save(f"{chart}addenda/{day}.md", record("addendum", "C-0001", day, "In error.", more), committer)


@move("write another address into a colleague's settings", "settings", named_only=True)
def address_of_others(ledger: Ledger) -> None:
    ledger.save("caseload.toml", STAFF)
    ledger.save("caseload.toml", STAFF.replace(email(RUNA), "runa@elsewhere.example"))


@move("change a signed note for a while and put it back", "signed-records", named_only=True)
def for_a_while(ledger: Ledger) -> None:
    text = ledger.read(NOTE)
    ledger.save(NOTE, text.replace("six", "nine"), DANA)
    ledger.save(NOTE, text, DANA)


@move("move the first day that counts past the old notes", "settings", named_only=True)
def adopted_later(ledger: Ledger) -> None:
    ledger.save("caseload.toml", f"{SETTINGS}adopted = 2026-01-01\n")
    ledger.hours += 24 * 40
    ledger.save("caseload.toml", f"{SETTINGS}adopted = 2026-10-01\n")


@move("loosen a limit for the months behind", "settings", named_only=True)
def limit_loosened(ledger: Ledger) -> None:
    ledger.save("caseload.toml", f'{SETTINGS}[policy]\nnote_within = "72 hours"\n')
    ledger.hours += 24 * 40
    ledger.save("caseload.toml", f'{SETTINGS}[policy]\nnote_within = "30 days"\n')


@move("end a supervision before the notes that lack a co-signature", "settings", named_only=True)
def supervision_ended(ledger: Ledger) -> None:
    supervised = '[[staff.tobias.supervision]]\nlevel = "co-sign"\nsupervisor = "runa"\nfrom = 2026-01-01\n'
    ledger.save("caseload.toml", STAFF + supervised)
    ledger.hours += 24 * 40
    ledger.save("caseload.toml", STAFF + supervised + "to = 2026-02-01\n")


@move("tell lint to pass over missing signatures", "settings", named_only=True)
def lint_silenced(ledger: Ledger) -> None:
    ledger.save("caseload.toml", f'{SETTINGS}[lint]\nignore = ["SIG"]\n')


@move("add to the list of old findings", "settings", named_only=True)
def baseline_lengthened(ledger: Ledger) -> None:
    for findings in ("[]", "[1]"):
        ledger.save("caseload-baseline.json", findings)
