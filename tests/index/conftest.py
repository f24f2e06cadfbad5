from __future__ import annotations

import pytest

from corpus.types import Document, Passage, Section
from index.search import PassageIndex
from tests.encoders import BigramEncoder

CITIES = {
    "晋中": [
        "2023年，晋中市开发区共铺排项目269个，总投资870.02亿元。",
        "全市开发区规上工业增加值同比增长9.1%，高于全市平均水平。",
        "深入开展“三个一批”活动，签约项目88个。",
    ],
    "阳泉": [
        "2023年，阳泉市开发区新签约项目61个，总投资210.5亿元。",
        "盂县经开区规模以上工业增加值增速为22.4%。",
        "扎实推进数字经济与绿色能源产业集聚发展。",
    ],
}


def make_documents(cities: dict[str, list[str]]) -> tuple[list[Document], list[Passage]]:
    documents, passages = [], []
    for city, sentences in cities.items():
        text, path = "\n".join(sentences), (f"{city}市开发区", "2023年工作成绩")
        name = f"{city}.txt"
        documents.append(
            Document(name, f"{city}市开发区", name, f"{city}市", text, sections=(Section(path, 0, len(text)),))
        )
        start = 0
        for sentence in sentences:
            end = start + len(sentence)
            passages.append(Passage(f"{name}#{start}", name, path, start, end, sentence))
            start = end + 1
    return documents, passages


@pytest.fixture
def collection() -> tuple[list[Document], list[Passage]]:
    return make_documents(CITIES)


@pytest.fixture
def encoder() -> BigramEncoder:
    return BigramEncoder()


@pytest.fixture
def small(collection: tuple[list[Document], list[Passage]], encoder: BigramEncoder) -> PassageIndex:
    return PassageIndex.build(*collection, encoder)
