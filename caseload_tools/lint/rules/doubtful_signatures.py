"""SIG: lines below a record that say more than they hold, and were typed: `caseload sign` writes none of them."""

from __future__ import annotations

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.signing.standing import in_place_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.practice.record_format import say_needed
from caseload_tools.text.shell import shell_word
from caseload_tools.text.signed_text import is_never_signed, is_of_known_kind


@rule("SIG018", cites=("CMS Program Integrity Manual 3.3.2.4", "S2.20"), level="warning", adoptable=True)
def signature_not_what_it_says(signature: Signature, practice: Practice) -> Problems:
    """A line signs as its author what somebody else wrote, or names a digest that nobody here can check.

    Whoever signs as clinician or author says "I wrote this". While the author has not signed, another person's line is
    no author's signature, and nobody can co-sign below it. A digest of a kind that this version does not know holds
    nothing here: the record counts as signed by hand, and git alone keeps it to its words. The practice's own records,
    such as policies and complaints, are kept up and not signed: a line below one holds nothing.

    Bad:
        --- session
        signatures:
          - {by: sam.lee, role: clinician, at: 2026-01-19 12:05}
    Bad:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v9:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
    Bad:
        --- policy
        signatures:
          - {by: dana.ruiz, role: author, at: 2026-01-19 12:05}
    Good:
        --- session
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
          - {by: sam.lee, role: clinician, at: 2026-01-19 12:10}
    Good:
        --- session
        signatures:
          - {by: sam.lee, role: witness, at: 2026-01-19 12:05}
    """
    record = signature.record
    if is_never_signed(record.data):
        hint = "take the line out, and keep the record up; git tells who wrote what in it"
        yield signature.at("by", f"records of the practice are not signed: this line holds no {record.word}", hint)
        return
    author = in_place_of(signature, record)
    if author and signature.by in practice.staff:  # else SIG002 says it
        hint = f"{author} reads it, then `caseload sign {shell_word(record.path)}`; who read along signs as a witness"
        yield signature.at("by", f"{author} wrote this and has not signed it; this line stands in that place", hint)
    if signature.digest and not is_of_known_kind(signature.digest):
        needed = say_needed(practice)
        update = f"{needed}: update it to check this" if needed else "take the version that wrote it"
        hint = f"{update}, or sign beside it: `caseload sign {shell_word(record.path)}`"
        yield signature.at("digest", "nobody here can check this digest: this version does not know its kind", hint)
