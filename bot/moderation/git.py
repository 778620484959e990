"""The knowledge base in git: a commit for each revision, in the moderator's name."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from bot.moderation.revisions import Git, GitOutcome, Kind, Revision

_COMMIT_S, _PUSH_S = 30.0, 60.0
_BOT = ("-c", "user.name=NATO myths bot", "-c", "user.email=bot@moderators.invalid")
_SUBJECTS = {
    Kind.PUBLISH: "publish",
    Kind.WITHDRAW: "withdraw",
    Kind.RESTORE: "restore",
    Kind.UNDO: "undo a change of",
}
_NOT_IN_A_NAME = re.compile(r"[<>\x00-\x1f\x7f]+")
_MOST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a file."""

    id: str
    at: float
    """Seconds since 1970."""
    author: str
    subject: str


class GitError(Exception):
    """Git did not do it; the message says why, in its own words."""


class WorkTree:
    """Commits files of a folder; where it is in no work tree of git, that is no error."""

    def __init__(self, folder: Path, *, pushes: bool = False) -> None:
        """Take the knowledge base, and whether its commits are pushed."""
        folder = folder.resolve()
        above = (folder, *folder.parents)
        self._root = next((one for one in above if (one / ".git").exists()), None)
        self._pushes = pushes

    async def commit(self, path: Path, revision: Revision) -> GitOutcome:
        """Commit the file of a revision, and nothing else; what fails is left to be done."""
        try:
            if not await self._is_ours(path):
                return GitOutcome()
            left = Git.PUSH if self._pushes else Git.NOTHING
            return GitOutcome(await self._committed(path, revision), left)
        except OSError as error:
            return GitOutcome(note=f"git cannot be run ({error.strerror}): nothing was committed")
        except GitError as error:
            return GitOutcome(left=Git.COMMIT, note=str(error))

    async def push(self) -> str:
        """Push what is committed; return why that failed, empty where it did not."""
        try:
            await self._git("push", "--quiet", timeout_s=_PUSH_S)
        except (GitError, OSError) as error:
            return str(error)
        return ""

    async def log(self, path: Path, most: int) -> list[Commit]:
        """Return the commits that changed a file, newest first; none where there is no git."""
        try:
            if not await self._is_ours(path):
                return []
            form = "--format=%H%x00%at%x00%an%x00%s"
            found = await self._git("log", f"--max-count={most}", form, "--", str(path))
        except (GitError, OSError):
            return []
        lines = [line.split("\0") for line in found.splitlines()]
        return [Commit(id_, float(at), author, subject) for id_, at, author, subject in lines]

    async def _is_ours(self, path: Path) -> bool:
        """Tell whether the file is in a work tree that does not ignore it."""
        if self._root is None:
            return False
        try:
            await self._git("check-ignore", "--quiet", "--", str(path))
        except GitError:
            return True
        return False

    async def _committed(self, path: Path, revision: Revision) -> str:
        """Return the commit of the file as it is; one that was made before a crash will do."""
        if await self._git("status", "--porcelain", "--untracked-files=all", "--", str(path)):
            await self._git("add", "--", str(path))
            name = _NOT_IN_A_NAME.sub(" ", revision.name).strip() or "a moderator"
            local = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "moderator"
            message = f"knowledge: {_SUBJECTS[revision.kind]} {revision.claim_id}"
            if revision.reason:
                message += f"\n\n{revision.reason}"
            await self._git(
                *_BOT,
                "-c",
                "commit.gpgsign=false",
                "commit",
                "--quiet",
                "--no-verify",
                f"--author={name} <{local}@moderators.invalid>",
                "--message",
                message,
                "--only",
                "--",
                str(path),
            )
        return (await self._git("log", "--max-count=1", "--format=%H", "--", str(path))).strip()

    async def _git(self, *arguments: str, timeout_s: float = _COMMIT_S) -> str:
        """Return what git prints; raise GitError, or OSError where there is no git."""
        root = self._root
        if root is None:
            raise GitError("the knowledge base is in no work tree of git")
        process = await asyncio.create_subprocess_exec(
            "git",
            # Named, so that nothing in our environment leads git to another one.
            f"--git-dir={root / '.git'}",
            f"--work-tree={root}",
            *arguments,
            cwd=root,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # without a terminal, it cannot ask for a password
        )
        try:
            async with asyncio.timeout(timeout_s):
                out, err = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise GitError(f"git took more than {timeout_s:.0f} s") from None
        if process.returncode:
            said = " ".join((err or out).decode("utf-8", "replace").split())
            raise GitError(said[:_MOST_NOTE] or "git failed without a word")
        return out.decode("utf-8", "replace")
