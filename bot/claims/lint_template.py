"""KB122: whether anything of the template was forgotten in a claim that readers see."""

import re
from collections.abc import Iterator

from bot.claims.lint_entry import Entry, host_of
from bot.claims.problem import Problem
from bot.claims.template import on_one_line, texts_of
from bot.claims.wording import quoted

# Reserved for examples (RFC 2606): no source is there, and no claim was seen there.
_FOR_EXAMPLES = re.compile(r"(.+\.)?example\.(com|net|org)")


def nothing_of_the_template(entry: Entry) -> Iterator[Problem]:
    """What was copied to be replaced says nothing about the claim."""
    if not entry.published:
        return
    for trail, text in texts_of(entry.claim):
        if on_one_line(text) in entry.template:
            words = f"{quoted(text)} is a text of the template"
            yield entry.problem("KB122", trail, words, "write your own, or take it away")
    for trail, url in entry.addresses():
        if _FOR_EXAMPLES.fullmatch(host_of(url) or ""):
            words = f"the address {quoted(url)} is for examples only"
            yield entry.problem("KB122", trail, words, "write the real one, or take it away")


RULES = (nothing_of_the_template,)
