"""Words of a question, weighted by how much they say, and how well a stretch of text covers them.

Works on folded text (`corpus.folding.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.lexicon import LIGHT_WORDS, STOP_WORDS, SYNONYMS, THESAURUS
from qa.segmentation import PREFIXES, is_noun, segment, segment_question, segmenter

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[\u4e00-\u9fffa-z0-9]")
_LIGHT_WEIGHT = 0.35
_QUOTED_WEIGHT = 1.5
LONGEST_PHRASE = 14
LONGEST_ENTRY = max(map(len, THESAURUS))
_QUOTED = re.compile(rf'"([^"《》]{{2,{LONGEST_PHRASE - 1}}})"|《([^《》]{{2,40}})》')
_SYNONYM_MATCH = 0.9
_LOOSE_MATCH = 0.7
# 完成率 is said with 完成, too.
_STEM_MATCH = 0.75
_BOTH_HALVES = 0.85
_HALVES_APART = 10
# 进出口 is more than 出口.
_WITHIN = {"出口": "进出口"}
# Of a phrase only the words stand there; 咨询电话 is half of 投诉电话, and something else.
_PIECES, _HALF = 0.8, 0.5
_SEARCHED = 4
# 控制目标 and 预期目标 say of a figure that it is planned, not what it measures.
_PLANNED = ("目标", "任务", "计划")
_ASPECTS = "了过着出"
_PARTED = re.compile(r"([\u4e00-\u9fff])(?:完|了|过|的|好|下|着)([\u4e00-\u9fff])")
_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_HAN_MONTH = re.compile(f"({'|'.join(reversed(_MONTHS))})月份?")
_RANKS = re.compile(r"[前后][二三四五六七八九十\d]{1,2}(?:名|位)")
# PM10, B03 and X214, D类 and Ⅱ级响应: each tells one of a row from the others.
_CODE = re.compile(
    r"(?<![a-z\d])[a-z]{1,4}\d{1,4}(?:\.\d+)?(?![\da-z])|(?<![a-z])[a-z]类(?!型)|[东南西北中](?:片区|环|线|段)"
)
_GRADE = re.compile(r"(?P<grade>[一二三四1-4ⅰⅱⅲⅳ])级(?P<thing>响应|应急响应|预警)")
_GRADES = ("一1ⅰ", "二2ⅱ", "三3ⅲ", "四4ⅳ")
_ASKS_FOR = ("哪些", "什么", "啥")
_KINDS = frozenset("城园带群谷港湖库链奖牌会")
_SO_MANY = re.compile("[二两三四五六七八九十几]大")
_MODALS = "想得要能会该可"
_DEGREES = "多高少低快慢大小"
_NOT_LAST = "是的在于为有和与被把将"
_MEASURES = "率额量数"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the answer's surroundings should contain.

    Attributes:
        text: The folded word.
        start: Its offset in the folded question.
        weight: How much it counts; a light word of reports counts least.
        variants: Words that reports use for it, itself not included.
        quoted: Whether the question puts it in quotes.
        kind: Whether it says what kind of name is asked for (``什么产业``).
        loose: Words that reports may use for it or for the phrase that it is part of; less sure than the variants.
        exact: Whether it says nothing unless it is found as it is: 一级响应 is no 二级响应.
        pieces: The words of which a phrase of several consists (``跑手续``: ``手续``); any of them is something.
    """

    text: str
    start: int
    weight: float
    variants: tuple[str, ...] = ()
    quoted: bool = False
    kind: bool = False
    loose: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    exact: bool = False


def terms(folded: str, spans_left_out: Iterable[tuple[int, int]] = ()) -> tuple[Term, ...]:
    """Return the telling words of a folded question, and each quoted phrase as a whole.

    Args:
        folded: The folded question.
        spans_left_out: Spans that are understood otherwise (places, years, the asking words).
    """
    left_out = tuple(spans_left_out)
    found: list[Term] = []
    phrases = _thesaurus_phrases(folded)
    for phrase in _QUOTED.finditer(folded):
        # Whoever quotes means these very words, but not who asks for one of them (“十几式”).
        group = 1 if phrase.group(1) else 2
        if group == 1 and "几" in phrase.group(1):
            continue
        found.append(Term(phrase.group(group), phrase.start(group), _QUOTED_WEIGHT, quoted=True))
    for parted in _PARTED.finditer(folded):
        # 供的稿, 签完约
        verb = parted.group(1) + parted.group(2)
        if verb in SYNONYMS and verb[1] not in _DEGREES and not segmenter().has_word(parted.group()):
            found.append(Term(parted.group(), parted.start(), 1.0, (verb, *SYNONYMS[verb])))
            left_out = (*left_out, parted.span())
    for ranks in _RANKS.finditer(folded):
        found.append(Term(ranks.group(), ranks.start(), _QUOTED_WEIGHT))
        left_out = (*left_out, ranks.span())
    for code in _CODE.finditer(folded):
        found.append(Term(code.group(), code.start(), 1.0, exact=True))
        left_out = (*left_out, code.span())
    for grade in _GRADE.finditer(folded):
        same = next(row for row in _GRADES if grade["grade"] in row)
        others = tuple(f"{sign}级{grade['thing']}" for sign in same if sign != grade["grade"])
        found.append(Term(grade.group(), grade.start(), _QUOTED_WEIGHT, others, exact=True))
        left_out = (*left_out, grade.span())
    for word, start in segment_question(folded):
        if len(word) > 2 and word[0] in PREFIXES and any(b == start + 1 for _, b in left_out):
            word, start = word[1:], start + 1  # 青河市棉花: what looks like a prefix ends the place before it
        behind = max(
            (b for a, b in left_out if a <= start < b < start + len(word) and folded[b - 1] == "年"), default=start
        )
        word, start = word[behind - start :], behind  # 2024年产值: what stands behind the year
        end = start + len(word)
        if not _WORD.search(word) or any(a < end and start < b for a, b in left_out):
            continue
        if word in STOP_WORDS and not _asked_for(word, folded[:start]):
            continue
        if _SO_MANY.fullmatch(word) or (len(word) == 2 and word[1] == "比" and not segmenter().has_word(word)):
            continue  # 六大任务 are six; 签约额比 was cut in the wrong place
        named = word in SYNONYMS or word in THESAURUS or _asked_for(word, folded[:start])
        if len(word) == 1 and _HAN.match(word) and not named:
            continue
        if len(word) > 1 and word[-1] in _ASPECTS and word[:-1] in SYNONYMS:
            word = word[:-1]  # 投了 is 投
        if len(word) > 1 and word[-1] in _ASPECTS[:3] and word not in SYNONYMS and not segmenter().has_word(word):
            bare = word[:-1]  # 增加了 is 增加; a bare 增 would be found in much else
            if bare in STOP_WORDS:
                continue
            word = bare if len(bare) > 1 or bare in SYNONYMS else word
        if len(word) > 2 and word[-1] in _NOT_LAST and word not in SYNONYMS and not segmenter().has_word(word):
            word = word[:-1]  # a name that the segmenter made up has swallowed a particle: 刘七是
        if len(word) == 2 and word[0] in _MODALS and not segmenter().has_word(word):
            word, start = word[1:], start + 1  # 想涨 is 涨, and 得花 花
            if word not in SYNONYMS:
                continue
        if len(word) == 2 and word[-1] in _DEGREES and not segmenter().has_word(word) and word not in SYNONYMS:
            continue  # 游客多 was cut in the wrong place, and a degree says nothing
        if month := _HAN_MONTH.fullmatch(word):
            found.append(Term(word, start, 1.0, (f"{_MONTHS.index(month.group(1)) + 1}月",)))
            continue
        light = word in LIGHT_WORDS or (len(word) > 2 and word.endswith(_PLANNED))
        weight = _LIGHT_WEIGHT if light else 1.0 if len(word) > 1 else 0.5
        if not any(term.text == word and term.start == start for term in found):
            found.append(
                Term(
                    word,
                    start,
                    weight,
                    SYNONYMS.get(word, ()),
                    loose=_loose(folded, phrases, start, end),
                    pieces=_pieces(word),
                )
            )
    return tuple(sorted(found, key=lambda term: term.start))


def _asked_for(word: str, before: str) -> bool:
    """Tell whether a word is the very thing asked for: 材料 says little, but much in 要交哪些材料, as 城 in 什么城."""
    return before.endswith(_ASKS_FOR) and is_noun(word) and (len(word) > 1 or word in _KINDS)


def _thesaurus_phrases(folded: str) -> list[tuple[int, int]]:
    """Return where a text holds phrases of the thesaurus, the longest at each place."""
    found: list[tuple[int, int]] = []
    for start in range(len(folded)):
        for end in range(min(len(folded), start + LONGEST_ENTRY), start + 1, -1):
            if folded[start:end] in THESAURUS and not any(a <= start and end <= b for a, b in found):
                found.append((start, end))
                break
    return [(a, b) for a, b in found if not any((c, d) != (a, b) and c <= a and b <= d for c, d in found)]


def _loose(folded: str, phrases: Iterable[tuple[int, int]], start: int, end: int) -> tuple[str, ...]:
    """Return what the thesaurus has for the phrases of a text that hold the word between two offsets."""
    said = (other for a, b in phrases if a <= start and end <= b for other in THESAURUS[folded[a:b]])
    return tuple(dict.fromkeys(said))


@lru_cache(maxsize=8192)
def _pieces(word: str) -> tuple[str, ...]:
    """Return the words of which a phrase that only has synonyms consists; empty for a word that a dictionary knows."""
    if len(word) < 3 or segmenter().has_word(word):
        return ()
    cut = [piece for piece, _ in segment(word)]
    return tuple(p for p in cut if len(p) > 1 and p not in STOP_WORDS and p not in LIGHT_WORDS) if len(cut) > 1 else ()


def narrowed(words: Iterable[Term], said: str) -> tuple[Term, ...]:
    """Return the terms with those of their variants alone that occur in what is said: fewer to look for."""
    return tuple(
        replace(
            word,
            variants=tuple(form for form in word.variants if form in said),
            loose=tuple(form for form in word.loose if form in said),
        )
        if word.variants or word.loose
        else word
        for word in words
    )


def in_report_words(words: Iterable[Term], stands: Callable[[str], bool]) -> str:
    """Return a question's words as reports would say them, to be searched for; empty if they say them already.

    Args:
        words: The question's words.
        stands: Tells whether a word stands in the documents.
    """
    said = []
    changed = False
    for word in words:
        forms = (*word.variants, *word.loose)
        others = [] if stands(word.text) else [other for other in forms if stands(other)][:_SEARCHED]
        said.extend(others or [word.text])
        changed = changed or bool(others)
    return " ".join(said) if changed else ""


def phrases(words: Iterable[Term]) -> list[str]:
    """Return what words make up together that stand side by side in a question (``中央`` ``预算内`` ``投资``)."""
    found: list[str] = []
    run, end = "", -1
    for word in sorted(words, key=lambda word: word.start):
        if word.quoted:
            continue
        run, pieces = (run + word.text, True) if word.start == end else (word.text, False)
        if pieces:
            found = [*found[:-1], run] if found and run.startswith(found[-1]) else [*found, run]
        end = word.start + len(word.text)
    return found


def match(term: Term, folded: str) -> float:
    """Return how well a stretch of folded text holds a term, from 0 to 1.

    The word itself gives 1, a synonym a little less, and a long word of which most neighbouring pairs of characters
    occur gives a part: ``高级管理人员`` is nearly ``高级管理人才``.
    """
    # The innermost of all loops: plain ones, and no call for the short words that most are.
    if term.text in folded and (term.text not in _WITHIN or _stands_alone(term.text, folded)):
        return 1.0
    for variant in term.variants:
        if variant in folded:
            return _SYNONYM_MATCH
    for form in term.loose:
        if form in folded:
            return _LOOSE_MATCH
    if len(term.text) < 3 or term.exact:
        return 0.0
    if len(term.text) == 3 and term.text[-1] in _MEASURES and term.text[:2] in folded:
        return _STEM_MATCH
    if term.pieces:
        share = sum(piece in folded for piece in term.pieces) / len(term.pieces)
        if share > _HALF:
            return _PIECES * share
    return max(_partial(term.text, folded), 0.0 if term.quoted else _halves(term.text, folded))


def _stands_alone(word: str, folded: str) -> bool:
    """Tell whether a word stands somewhere by itself, and not only within another word that says something else."""
    return folded.count(word) > folded.count(_WITHIN[word])


def _halves(word: str, folded: str) -> float:
    """Return how well the two words are found that most words of four characters consist of (``利用外资``)."""
    if len(word) != 4 or not all(map(_HAN.match, word)):
        return 0.0
    firsts, seconds = ((half, *SYNONYMS.get(half, ())) for half in (word[:2], word[2:]))
    for first in firsts:
        at = folded.find(first)
        behind = folded[at + len(first) : at + len(first) + _HALVES_APART] if at >= 0 else ""
        if any(second in behind for second in seconds):
            return _BOTH_HALVES
    return 0.0


def _partial(word: str, folded: str) -> float:
    pairs = _pairs(word)
    if not pairs:
        return 0.0
    share = sum(map(folded.__contains__, pairs)) / len(pairs)
    return 0.8 * share if share >= 0.5 else 0.0


@lru_cache(maxsize=8192)
def _pairs(word: str) -> tuple[str, ...]:
    """Return the neighbouring pairs of characters of a long word; none of a short one or one without Chinese."""
    if len(word) < 3 or not _HAN.search(word):
        return ()
    return tuple(word[at : at + 2] for at in range(len(word) - 1))
