"""Whoever thanks us, laughs or grumbles asks for nothing: we need not have the last word."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 6
_MOST_OF_A_REMARK = 3
"""Words; "They all lie" is no question, and too little to check."""
_SPOKEN = """
thanks thank thx ty you u so very much a lot for the that this it your info information answer
ok okay okey k kk fine good great nice cool super wow lol haha hahaha ha yes yeah yep no nope
bot got clear right sure well done true agreed exactly bravo hm hmm oh ah

дякую дяки дуже щиро спасибі спс за інформацію відповідь інфо так ні ага угу ясно зрозуміло
зрозумів зрозуміла добре гаразд супер клас круто ого ахах хаха ахаха бот тобі вам це то молодець
згоден згодна точно

спасибо большое благодарю очень инфу информацию ответ да нет понятно понял поняла хорошо ладно
отлично класс круто ок окей лол хах ахахаха вам тебе это молодец согласен согласна

danke dankeschön vielen dank schön sehr dir ihnen für die das der info infos antwort ja nein
nö alles klar gut prima toll genau stimmt jo na gern super mega

merci beaucoup bien à toi vous pour l la le les infos réponse oui non d accord parfait génial
top voilà mdr ptdr compris

dzięki dziękuję wielkie bardzo ci wam za info informację odpowiedź tak nie jasne rozumiem dobrze
dobra spoko świetnie fajnie racja zgoda

mulțumesc multumesc mersi mult foarte frumos pentru răspuns informație da nu bine clar înțeles
perfect frumos așa e

gracias muchas mil por la el información respuesta sí si no vale claro entendido bien genial
perfecto jaja jajaja bueno de acuerdo

grazie mille tante molte per la l informazione risposta sì no va bene chiaro capito perfetto
ottimo bene ahah ahahah d accordo

teşekkürler teşekkür ederim ederiz çok sağ ol sağol sağolun eyvallah evet hayır tamam anladım
peki süper güzel harika bilgi için cevap tşk

děkuji díky dík moc vám ti za info informaci odpověď ano ne jo jasně dobře chápu rozumím super
skvělé fajn přesně

ačiū dėkui labai jums tau už info informaciją atsakymą taip ne aišku gerai supratau puiku šaunu
"""
"""With small words beside them, in twelve languages."""
_WORDS = frozenset(_SPOKEN.split())


def is_thanks(text: str) -> bool:
    """Tell whether a reply to us says no more than thanks, yes, a smile, or a word or two."""
    words = _WORD.findall(text.casefold())
    if words and "?" in text:
        return False
    return _is_known(words) or len(words) <= _MOST_OF_A_REMARK


def only_thanks(text: str) -> bool:
    """Tell whether somebody who names us thanks us, or says yes: in words, and in no others."""
    words = _WORD.findall(text.casefold())
    return bool(words) and "?" not in text and _is_known(words)


def _is_known(words: Sequence[str]) -> bool:
    return len(words) <= _MOST_WORDS and _WORDS.issuperset(words)
