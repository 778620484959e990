"""A file that holds a list, read as strictly as a claim file: waivers.yaml and the registers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, TypeAdapter

from bot.claims.document import Document
from bot.claims.problem import Problem
from bot.claims.read import read
from bot.claims.validate import validate

Item = TypeVar("Item", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """The items of one file, what is wrong with it, and its bytes, None where there is no file."""

    items: tuple[Item, ...]
    document: Document
    problems: tuple[Problem, ...]
    content: bytes | None

    @property
    def whole(self) -> bool:
        """Whether what is not among the items is really not listed."""
        return self.content is not None and not self.problems


def read_listing(
    path: Path, adapter: TypeAdapter[tuple[Item, ...]], entry: type[Item]
) -> Listing[Item]:
    """Read a list of *entry*, which may be empty; a file that is not there holds nothing."""
    nothing = read(b"[]", path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Listing((), nothing, (), None)
    except OSError as error:
        text = f"the file cannot be opened ({error.strerror})"
        problem = Problem(path, 1, 1, "KB013", text, "mend or remove it")
        return Listing((), nothing, (problem,), None)
    document = read(content, path)
    if document.value is None:
        return Listing((), document, document.problems, content)
    validated = validate(document, adapter, entry)
    problems = tuple(sorted((*document.problems, *validated.problems)))
    return Listing(validated.model or (), document, problems, content)
