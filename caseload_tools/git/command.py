"""The one place that runs git, always the same way: no shell, no pager, no hook, no network.

A repository is only data to us, also one that came by e-mail: nothing its configuration
names may run. So only plumbing that runs no filter is used (never `status`, `diff` of the
work tree, `checkout`), names of revisions are looked up before use, and every trouble git
reports becomes one `CaseloadError`. Nothing else in the package may import `subprocess`
for git.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from caseload_tools.errors import CaseloadError, DamagedPastError

TIMEOUT = 120.0
"""Seconds. The longest honest call, the log of 100,000 commits, takes about 17."""

_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.editor=false",
    "core.askPass=",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.attributesFile=/dev/null",
    "core.alternateRefsCommand=",
    "core.quotePath=false",
    "credential.helper=",
    "diff.external=",
    "diff.relative=false",
    "diff.orderFile=/dev/null",
    "gpg.program=gpg",
    "gpg.ssh.program=ssh-keygen",
    "gpg.ssh.defaultKeyCommand=",
    "gc.auto=0",
    "maintenance.auto=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.mailmap=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
)
_PLAIN = ("init.defaultObjectFormat=sha1", "init.defaultRefFormat=files")
_FLAGS = ("--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ASKPASS": "false",
    "GIT_EDITOR": "false",
    # Nobody reads a log while it is written: without this git hands over every commit by itself.
    "GIT_FLUSH": "0",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_SSH_COMMAND": "false",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}


class NoRepositoryError(CaseloadError):
    """There is no git repository here: callers may go on without a past."""


class NoCommitError(CaseloadError):
    """Nothing was ever committed here, on any branch."""


class PartialCloneError(CaseloadError):
    """Contents of the past were left where this repository was cloned from (`git clone --filter`)."""


class StoppedError(CaseloadError):
    """A git that was to answer ended before it did. `git_stream` says why, where git did."""


class MachineError(CaseloadError):
    """The machine refuses, not the repository: a full disk, a missing right, a git that hangs.

    Nothing can be concluded from it about the past, or about a backup.
    """


class NoGitError(MachineError):
    """A repository lies here, and there is no git to read it: what it holds is not known."""


def git_environment(index: str = "") -> dict[str, str]:
    """Ours, without the GIT_* that a hook or a shell left behind: they point git elsewhere.

    `index` is the one thing of theirs that may be wanted: see `index_in_use`.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | _ENVIRONMENT | ({"GIT_INDEX_FILE": index} if index else {})


def variables_of_git(folder: Path) -> dict[str, str]:
    """For a program that starts git by itself, in a repository of ours whose .git folder is `folder`.

    Nothing is taken from the settings of the machine, of the person or of a command line.
    """
    plain = {name: value for name, value in _ENVIRONMENT.items() if name != "GIT_LITERAL_PATHSPECS"}
    return plain | {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_CONFIG_COUNT": "0",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_PARAMETERS": "",
        "GIT_DIR": str(folder),
        "GIT_INDEX_FILE": str(folder / "index"),
    }


def index_in_use(root: Path) -> str:
    """The index that the commit around us is made from; empty for the repository's own.

    `git commit FILE` prepares a temporary index and tells its hooks so. Nobody's index is taken when the hook
    is that of another repository.
    """
    named = os.environ.get("GIT_INDEX_FILE", "")
    if not named:
        return ""
    ours = Path(os.fsdecode(run_git(root, ["rev-parse", "--absolute-git-dir"]).rstrip(b"\n"))).resolve()
    theirs = os.environ.get("GIT_DIR")
    place = Path(named).resolve()
    if theirs and Path(theirs).resolve() != ours:
        return ""
    if not theirs and ours not in place.parents and (place.parent / "HEAD").is_file():
        return ""  # it lies in the .git folder of another repository
    return str(place)


def git_line(root: Path, args: Sequence[str], settings: Sequence[str] = ()) -> list[str]:
    """The whole command. `settings` are for speed only; ours, for safety, come after and win."""
    given = [part for setting in (*settings, *_SETTINGS) for part in ("-c", setting)]
    return ["git", *_FLAGS, *given, "-C", str(root), *args]


def run_git(
    root: Path,
    args: Sequence[str],
    *,
    settings: Sequence[str] = (),
    stdin: bytes = b"",
    timeout: float = TIMEOUT,
    accept: Collection[int] = (0,),
    index: str = "",
) -> bytes:
    """What git prints for `args`, run in `root`. Any other exit code than those in `accept` is an error."""
    code, printed, complaint = git_outcome(root, args, settings=settings, stdin=stdin, timeout=timeout, index=index)
    if code not in accept:
        raise explained_complaint(root, args, complaint)
    return printed


def git_outcome(
    root: Path,
    args: Sequence[str],
    *,
    settings: Sequence[str] = (),
    stdin: bytes = b"",
    timeout: float = TIMEOUT,
    index: str = "",
) -> tuple[int, bytes, bytes]:
    """Exit code, output and complaints of git, for a command whose complaints are what is asked for."""
    try:
        done = subprocess.run(
            git_line(root, args, settings),
            input=stdin,
            capture_output=True,
            timeout=timeout,
            env=git_environment(index),
            check=False,
        )
    except FileNotFoundError:
        raise _cannot_start(root) from None
    except subprocess.TimeoutExpired:
        raise MachineError(
            f"git {args[0]} did not end within {timeout:g} seconds",
            "see whether the disk or a network drive hangs",
        ) from None
    return done.returncode, done.stdout, done.stderr


@contextmanager
def git_stream(root: Path, args: Sequence[str], settings: Sequence[str] = ()) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A running git as (what to write to, what to read from); its failure is an error at the end.

    For `cat-file --batch` and `fast-import`, which answer while they are fed. Its complaints go to
    a file of the system, not to a pipe nobody empties.
    """
    with _aside() as complaints:
        try:
            process = subprocess.Popen(
                git_line(root, args, settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=git_environment(),
            )
        except FileNotFoundError:
            raise _cannot_start(root) from None
        assert process.stdin is not None and process.stdout is not None
        try:
            yield process.stdin, process.stdout
            process.stdin.close()
            process.stdout.read()
            code = process.wait(TIMEOUT)
        except StoppedError:
            if not process.wait(TIMEOUT):
                raise
            code = 1
        except (BrokenPipeError, subprocess.TimeoutExpired):
            code = 1
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.stdout.close()
        if code:
            complaints.seek(0)
            raise explained_complaint(root, args, complaints.read())


def _aside() -> IO[bytes]:
    """A file without a name for what git complains of. In memory where the system can: `tempfile` loads a lot."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("complaints"), "w+b")
    import tempfile

    return tempfile.TemporaryFile()


def commit_id_of(root: Path, revision: str) -> str:
    """The full id of the commit that a person's `revision` names."""
    code, found, complaint = git_outcome(root, ["rev-parse", "--verify", "--end-of-options", revision + "^{commit}"])
    if code:
        explained = explained_complaint(root, ["rev-parse"], complaint)
        unknown = re.search(_NO_SUCH_COMMIT, complaint.decode("utf-8", "replace"))
        if not unknown or isinstance(explained, DamagedPastError):
            raise explained
        if not current_commit(root) and not run_git(root, ["for-each-ref", "--count=1"]):
            raise NoCommitError(*NO_COMMIT)
        raise CaseloadError(f"no commit is called {printable_line(revision)}", "`git log --oneline` lists the commits")
    return found.decode("ascii").strip()


def current_commit(root: Path) -> str:
    """The id of the last commit; empty before the first one. DamagedPastError where it is named and not there."""
    named = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).decode("ascii").strip()
    if named and git_outcome(root, ["cat-file", "-e", named + "^{commit}"])[0]:
        raise DamagedPastError(*DAMAGED)
    return named


def init_repository(path: Path, *, nested: bool = False) -> bool:
    """Make `path` a repository on the branch `main`, without a commit; False when it is in one already.

    `nested` makes one of its own inside another, which a program fills: its format is the one that every git reads.
    """
    if not nested and in_repository(path):
        return False
    run_git(path, ["init", "--quiet", "--initial-branch=main", "--template="], settings=_PLAIN if nested else ())
    return True


def in_repository(path: Path) -> bool:
    try:
        return run_git(path, ["rev-parse", "--is-inside-work-tree"]).strip() == b"true"
    except NoRepositoryError:
        return False


def prefix_of(root: Path) -> str:
    """The practice's folder within its repository, with a slash at its end; empty when it is the repository."""
    return run_git(root, ["rev-parse", "--show-prefix"]).decode("utf-8", "surrogateescape").removesuffix("\n")


def lies_in_repository(root: Path) -> bool:
    """Whether something that is to be a repository lies here or above, as far up as git looks, readable or not."""
    try:
        place = root.resolve(strict=True)
        device = place.stat().st_dev
        for folder in (place, *place.parents):
            if folder.stat().st_dev != device:
                return False
            if os.path.lexists(folder / ".git"):
                return True
    except OSError:
        return False
    return False


def _cannot_start(root: Path) -> CaseloadError:
    if not root.is_dir():
        return NoRepositoryError(f"there is no folder {root}")
    kind = NoGitError if lies_in_repository(root) else NoRepositoryError
    return kind("git is not installed, or not found", "install git, for example `sudo apt install git`")


DAMAGED = (
    "the repository is damaged: git cannot read all of it",
    "`git fsck --full` says what is broken; restore from a backup, do not go on writing",
)
_FETCHES_ALL = (
    "git config --unset-all remote.origin.promisor; git config --unset-all remote.origin.partialclonefilter"
    "; git fetch --refetch"
)
PARTIAL = (
    "this clone has not all of the past: it was made with a filter, and contents were left where it came from",
    # While it counts as a filtered clone, git's own tidying takes loose contents away again that are two weeks old.
    "`" + _FETCHES_ALL + "` brings the rest, and keeps it",
)
_DAMAGE = (
    r"bad object|corrupt|unable to read|missing blob|missing tree|unable to unpack|invalid object"
    r"|Could not read [0-9a-f]{40}|revision walk setup failed|cannot simplify commit|Failed to traverse parents"
)
NO_COMMIT = ("the repository has no commit yet", "git add . && git commit -m 'Begin'")
_NO_SUCH_COMMIT = r"unknown revision|bad revision|Needed a single revision|ambiguous argument"
_TROUBLES: tuple[tuple[str, type[CaseloadError], str, str], ...] = (
    (r"could not fetch \S+ from promisor|lazy fetching disabled", PartialCloneError, *PARTIAL),
    (_DAMAGE, DamagedPastError, *DAMAGED),
    (
        r"dubious ownership|unsafe repository",
        CaseloadError,
        "this repository belongs to another user of the machine, and git will not read it",
        "if you trust that user: git config --global --add safe.directory '{root}'",
    ),
    (
        r"not a git repository|cannot change to|must be run in a work tree|cannot use bare repository",
        NoRepositoryError,
        "{root} is not in a git repository",
        "`git init` makes it one; without git there is no history to check",
    ),
    (
        r"\.lock': File exists|Unable to create '.*\.lock'",
        CaseloadError,
        "another git command is at work in this repository (it holds a lock)",
        "wait for it to end; if none is running, git left a file ending in .lock in the .git folder",
    ),
    (
        r"does not have any commits yet|bad default revision 'HEAD'",
        NoCommitError,
        *NO_COMMIT,
    ),
    (
        _NO_SUCH_COMMIT,
        CaseloadError,
        "git does not know this commit",
        "`git log --oneline` lists the commits",
    ),
    (r"No space left", MachineError, "the disk is full", "nothing was changed; make room and try again"),
    (
        r"Permission denied|Read-only file system",
        MachineError,
        "git may not read or write here",
        "look at the owner and the mode of the folder",
    ),
    (
        r"bad config|config file|unable to parse",
        CaseloadError,
        "git's own configuration cannot be read",
        "`git config --list` says which line",
    ),
)


def explained_complaint(root: Path, args: Sequence[str], complaint: bytes) -> CaseloadError:
    """Git's complaint as one clear sentence; the unknown ones keep git's own last words."""
    said = complaint.decode("utf-8", "replace")
    for pattern, kind, message, hint in _TROUBLES:
        if re.search(pattern, said):
            if kind is NoRepositoryError and lies_in_repository(root):
                return CaseloadError(
                    "the .git folder of this practice is not whole, and git cannot read it",
                    "put back what is missing in it, or restore it from a backup; not `git init`, which hides the loss",
                )
            return kind(message.format(root=root), hint.format(root=root))
    lines = [line for line in said.splitlines() if line.startswith(("fatal:", "error:"))] or said.splitlines()
    return CaseloadError(f"git {args[0]} failed", printable_line(lines[-1]) if lines else "")


def printable_line(text: str, limit: int = 200) -> str:
    """One short line with nothing in it that a terminal would obey."""
    shown = "".join(char if char.isprintable() else "?" for char in text)
    return shown if len(shown) <= limit else shown[:limit] + " ..."
