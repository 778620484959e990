"""A folder of claim files and registers becomes a knowledge base, and the list of its faults."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter

from bot.claims.document import Document
from bot.claims.errors import KnowledgeError
from bot.claims.model import Claim, KnowledgeBase
from bot.claims.problem import Problem
from bot.claims.read import MAX_BYTES, read
from bot.claims.registers import Registers, load_registers
from bot.claims.validate import validate
from bot.claims.wording import quoted

_SUFFIX = ".yaml"
_BACKUPS = ("~", ".bak", ".orig", ".swp", ".tmp", ".md")
_ADAPTER: TypeAdapter[Claim] = TypeAdapter(Claim)
_REVISION_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sound claims of a folder, its registers, and every problem of the other files.

    *documents* holds each claim file that could be opened, by its name without .yaml: sound or not.
    """

    knowledge: KnowledgeBase
    problems: tuple[Problem, ...]
    documents: Mapping[str, Document]
    registers: Registers

    def where(self, claim_id: str, *trail: str | int) -> tuple[Path, int, int]:
        """Return file, line and column of a value, such as ("phrasings", "ru", 2).

        A key with a list or a mapping under it stands for its content. Raises KeyError for a claim
        that has no file.
        """
        document = self.documents[claim_id]
        return document.path, *document.where(*trail)


def load(folder: Path, instead: Mapping[str, str] = MappingProxyType({})) -> Loaded:
    """Load folder/claims/*.yaml and the registers; broken files stay out of the knowledge base.

    *instead* holds texts that are read in place of the files of claims, by their ids. Raises
    KnowledgeError only where there is nothing to load.
    """
    contents, problems = _contents(folder / "claims")
    for claim_id, text in instead.items():
        path = folder / "claims" / f"{claim_id}{_SUFFIX}"
        contents[path] = text.encode("utf-8", "surrogatepass")[: MAX_BYTES + 1]
    documents = {path.stem: read(content, path) for path, content in contents.items()}
    claims: dict[str, Claim] = {}
    for stem, document in documents.items():
        claim, found = _claim(document)
        problems.extend(found)
        if claim is not None:
            claims[stem] = claim
    registers = load_registers(folder)
    problems.extend(registers.problems)
    knowledge = KnowledgeBase(
        MappingProxyType(claims),
        _revision(folder, {**contents, **registers.contents}),
        MappingProxyType({topic.id: topic for topic in registers.topics.items}),
        registers.networks.items,
        MappingProxyType({one.name: one for one in registers.publishers.items}),
    )
    return Loaded(knowledge, tuple(sorted(problems)), MappingProxyType(documents), registers)


def load_strict(folder: Path) -> KnowledgeBase:
    """Load a knowledge base in which every file is sound, or raise KnowledgeError."""
    loaded = load(folder)
    if loaded.problems:
        first, *others = loaded.problems
        more = f" (and {len(others)} more; run `python -m bot check`)" if others else ""
        raise KnowledgeError(f"{first}{more}")
    return loaded.knowledge


def _claim(document: Document) -> tuple[Claim | None, tuple[Problem, ...]]:
    """Return the claim of a sound document, or None and every problem of the file."""
    if document.value is None:
        return None, document.problems
    validated = validate(document, _ADAPTER, Claim)
    stem = document.path.stem
    given = document.value.get("id") if isinstance(document.value, dict) else None
    problems = [*document.problems, *validated.problems]
    if isinstance(given, str) and given not in {"", stem}:
        text = f"the id {quoted(given)} is not the file's name"
        hint = f"write `id: {stem}`, or rename the file to {quoted(f'{given}{_SUFFIX}')}"
        problems.append(document.problem("KB111", ("id",), text, hint))
    return (None if problems else validated.model), tuple(problems)


def _contents(folder: Path) -> tuple[dict[Path, bytes], list[Problem]]:
    """Return the bytes of every claim file, by name, and what is wrong with the folder."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise KnowledgeError(
            f"knowledge base: the folder {folder} cannot be read ({error.strerror});"
            " check KNOWLEDGE_DIR, which names the folder above it"
        ) from error
    contents: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for path in entries:
        if path.name.startswith((".", "#")) or path.name.endswith(_BACKUPS):
            continue
        if problem := _stray(path):
            problems.append(problem)
            continue
        try:
            # A device or a pipe would keep us waiting. Links are followed: Kubernetes mounts
            # every file of a ConfigMap as one.
            if not path.is_file():
                raise FileNotFoundError(0, "it is no file, or a link to one that is gone")
            with path.open("rb") as file:
                contents[path] = file.read(MAX_BYTES + 1)
        except OSError as error:
            text = f"the file cannot be opened ({error.strerror})"
            problems.append(Problem(path, 1, 1, "KB013", text, "mend or remove it"))
    if not contents and not problems:
        raise KnowledgeError(
            f"knowledge base: the folder {folder} holds no claim file;"
            " check KNOWLEDGE_DIR, or copy _template.yaml to claims/<id>.yaml"
        )
    return contents, problems


def _stray(path: Path) -> Problem | None:
    """Return a problem where somebody may think that *path* is read, and it is not."""
    if path.suffix == _SUFFIX and not path.is_dir():
        return None
    if path.is_dir():
        text, hint = "this folder is not read", "move its claim files up into claims"
    else:
        text = "this file is not read, because its name does not end in .yaml"
        hint = f"rename it to {path.stem.removesuffix(_SUFFIX)}{_SUFFIX}, or move it elsewhere"
    return Problem(path, 1, 1, "KB012", text, hint)


def _revision(folder: Path, contents: Mapping[Path, bytes]) -> str:
    digest = hashlib.sha256()
    for part in _parts(folder, contents):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:_REVISION_LENGTH]


def _parts(folder: Path, contents: Mapping[Path, bytes]) -> Iterable[bytes]:
    for path, content in sorted(contents.items()):
        yield path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        yield content
