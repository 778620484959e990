"""Texts that nobody means well with, for the laws that hold for any text."""

from hypothesis import strategies as st

ALPHABET = (
    "aeopcyxijbhkmtUSNATO's#@_.,!?…\"»•()0147 \n\t"
    "аеорсухіїґєёНАТОжщ"
    "ανΝΑΤΟσς"
    "İıßéł"
    "\u200b\u200d\u202e\u00ad\u0301\u0336\u20e3\ufe0f\ud800\x00"
    "😀🇺🇸ﬁ½ﷺ中ب"
)
WORDS = (
    "NATO НАТО HATO ΝΑΤΟ the us US U.S. isn't cannot сор cop жwo #НАТОвРФ https://x.com/a J. 4. not"
)

any_text = st.text(st.characters() | st.sampled_from(ALPHABET))
"""Any text, surrogates included, with a liking for what has been trouble."""

spoken_text = st.lists(st.sampled_from(WORDS.split()) | any_text, max_size=12).map(" ".join)
"""Words that matching treats in a special way, side by side."""

texts = any_text | spoken_text
