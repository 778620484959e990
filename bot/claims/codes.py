"""Every problem code of the knowledge base, with one line on what it means.

A code never changes its meaning and is never used again; knowledge/README.md shows a wrong and a
right sample of each. KB4xx (behaviour: does an entry find what it should?) are found by
bot/evaluation/selfcheck.py, which asks the matcher.
"""

from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, str] = MappingProxyType(
    {
        # The file and its YAML
        "KB001": "The file is not valid YAML.",
        "KB002": "A key stands twice.",
        "KB003": "An anchor, an alias, a tag or a merge key is used.",
        "KB004": "A key or a list item has no value.",
        "KB005": "A key is not a plain text.",
        "KB006": "The file holds more than one document.",
        "KB007": "The file is not UTF-8.",
        "KB008": "The file is too large.",
        "KB009": "The file is nested too deep.",
        "KB010": "The file holds a control character.",
        "KB011": "A text is cut off by a # sign.",
        "KB012": "A file or folder among the claims is not read.",
        "KB013": "A file cannot be opened.",
        # The fields of one claim
        "KB101": "A key is not known.",
        "KB102": "A key is missing.",
        "KB103": "A value is not one of the allowed ones.",
        "KB104": "A language code is not known.",
        "KB105": "A value has the wrong shape.",
        "KB106": "A text or a list is empty.",
        "KB107": "An id has the wrong form.",
        "KB108": "A date is not a date.",
        "KB109": "An address is not a web address.",
        "KB110": "A number is not a whole number from 1 up.",
        "KB111": "The id is not the file's name.",
        "KB112": "A published claim has fewer than two sources.",
        "KB113": "A published claim has no English claim sentence.",
        "KB114": "A published claim has no English explanation.",
        "KB115": "The languages of claim and phrasings differ.",
        "KB116": "A withdrawn claim has no reason or no date.",
        "KB117": "A draft has no reason.",
        "KB118": "A published claim has a status reason or a status date.",
        "KB119": "A language of a published claim has too few phrasings.",
        "KB120": "A published claim lacks a language.",
        "KB121": "A reviewed language has no claim sentence.",
        "KB122": "A text of the template still stands there.",
        "KB123": "The history of the rating does not add up.",
        "KB124": "A hash of a picture has the wrong form.",
        # Claims, registers and waivers against each other
        "KB201": "An id names no claim.",
        "KB202": "A claim names itself.",
        "KB203": "The same wording stands in two claims.",
        "KB204": "The same wording stands twice in one claim.",
        "KB205": "A wording is also a near-miss of the same claim.",
        "KB206": "A waiver waives nothing.",
        "KB207": "A waiver names an unknown code or claim.",
        "KB208": "A topic is not listed.",
        "KB209": "An entry of a register stands twice.",
        "KB210": "A topic lacks a name.",
        "KB211": "A network is not described as it should be.",
        "KB212": "A rejected claim has a claim file.",
        "KB213": "The same picture stands twice.",
        # Sources and dates
        "KB301": "The sources are from fewer than two publishers.",
        "KB302": "A source has no address.",
        "KB303": "A fact names a source that is not there.",
        "KB304": "The same address stands twice among the sources.",
        "KB305": "An address leads to a test, proxy or private host.",
        "KB306": "A date is in the future.",
        "KB307": "An archived address is not a safe second copy.",
        "KB308": "The review date is in the future.",
        "KB309": "A publisher is not listed.",
        "KB310": "A source is named by no fact.",
        "KB311": "A party to the debate stands first among the sources.",
        # Behaviour
        "KB401": "A wording does not find its own claim.",
        "KB402": "A near-miss is answered with its claim.",
        "KB403": "A wording also finds another claim.",
        "KB404": "A harmless message gets a verdict.",
        "KB405": "A phrasing denies its own claim.",
        # Texts
        "KB501": "An explanation is too long.",
        "KB502": "An explanation has too few or too many sentences.",
        "KB503": "A text holds a link or markup.",
        "KB504": "A claim sentence is too long.",
        "KB505": "A text is in the wrong alphabet.",
        "KB506": "A text holds letters of another language.",
        "KB507": "A phrasing is under three words.",
        "KB508": "No phrasing of a language is a question.",
    }
)

_OF_REGISTERS = frozenset({"KB206", "KB207", "KB209", "KB210", "KB211", "KB212"})
"""A waiver names a claim, and these problems lie elsewhere."""

_UNREAD = frozenset({*(code for code in CODES if code <= "KB111"), "KB124"})
"""A file with one of these is not loaded, so that nothing is left to except."""

WAIVABLE = frozenset(CODES) - _UNREAD - _OF_REGISTERS
