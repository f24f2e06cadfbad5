"""The page as it is served: asked by gradio_client and by plain HTTP, as any program could."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gradio_client import Client

# A proxy that is set for the outside has no part in talking to this machine.
DIRECT = {"trust_env": False}


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    found = Client(address, verbose=False, analytics_enabled=False, httpx_kwargs=DIRECT)
    yield found
    found.close()


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as found:
        yield found


def test_the_endpoint_returns_the_text_first(client: Client) -> None:
    text, short, status, citations = client.predict("盂县经开区规上工业增加值增速是多少？", api_name="/answer")
    assert short == "22.4%"
    assert "22.4%" in text
    assert status == "answered"
    assert citations[0]["marker"] == 1
    assert "22.4%" in citations[0]["quote"]
    assert "阳泉市开发区" in citations[0]["section_path"]


def test_the_endpoint_takes_earlier_messages(client: Client) -> None:
    history = [{"role": "user", "content": [{"type": "text", "text": "2023年晋中市开发区铺排了多少个项目？"}]}]
    with_history = client.predict("总投资是多少？", history, api_name="/answer")
    assert "870.02亿元" in with_history[1]


@pytest.mark.parametrize("question", ["", "啊", "长" * 10_000, "\x00\x01", 7, None, ["a"], {"a": 1}])
def test_the_endpoint_answers_bad_input_plainly(client: Client, question: object) -> None:
    text, short, status, citations = client.predict(question, api_name="/answer")
    assert (short, status, citations) == ("", "not_found", [])
    assert text
    assert "Traceback" not in text


def test_only_the_endpoint_is_offered(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert list(offered["named_endpoints"]) == ["/answer"]
    assert offered["unnamed_endpoints"] == {}


def test_fifty_people_ask_at_once(http: httpx.Client) -> None:
    def ask(_: int) -> str:
        # Plain HTTP: fifty threads on one gradio_client now and then cancel one another's streams.
        data = {"data": ["2023年晋中市开发区铺排了多少个项目？", None]}
        event = http.post("/gradio_api/call/answer", json=data, timeout=30).json()["event_id"]
        return http.get(f"/gradio_api/call/answer/{event}", timeout=30).text

    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(ask, range(50)))
    assert all("event: complete" in reply and json.loads(reply.split("data: ")[-1])[1] == "269个" for reply in replies)


def test_the_page_asks_nothing_of_other_machines(http: httpx.Client) -> None:
    page = http.get("/").text
    loaded = re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']([^"']+)""", page)
    assert loaded
    assert not [source for source in loaded if re.match(r"(?:https?:)?//", source)]
    assert "default-src 'self'" in http.get("/").headers["content-security-policy"]
    assert not re.findall(r"url\(\s*['\"]?(?:https?:)?//", http.get("/theme.css").text)


def test_gradios_open_doors_are_shut(http: httpx.Client) -> None:
    config = http.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert http.get("/monitoring").status_code >= 400
    assert http.get("/docs").status_code == 404
    assert http.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 5000)}).status_code >= 400
    assert http.get("/gradio_api/file=/etc/passwd").status_code >= 400
    assert http.post("/gradio_api/run/answer", json={"data": ["晋中"]}).status_code >= 400


def test_health_and_trusted_hosts(http: httpx.Client) -> None:
    assert http.get("/healthz").json() == {"status": "ok"}
    assert http.get("/healthz", headers={"host": "evil.example"}).status_code == 400
    assert http.get("/healthz", headers={"host": "localhost:9"}).status_code == 200
    assert http.get("/healthz", headers={"host": "[::1]:9"}).status_code == 200
    assert http.get("/healthz", headers={"host": "192.0.2.7"}).status_code == 400


def test_pages_of_other_sites_may_not_ask(http: httpx.Client) -> None:
    data = {"data": ["晋中有多少个项目？"]}
    assert http.post("/gradio_api/call/answer", json=data, headers={"origin": "http://evil.example"}).status_code == 403
    assert http.delete("/library?document=x", headers={"origin": "null"}).status_code == 403
    own = {"origin": str(http.base_url).rstrip("/")}
    assert http.post("/gradio_api/call/answer", json=data, headers=own).status_code == 200


def test_speaks_english_to_an_english_browser(http: httpx.Client) -> None:
    english = {"accept-language": "en-GB,en;q=0.9"}
    assert "Documents" in http.get("/library", headers=english).text
    assert "文档" in http.get("/library", headers={"accept-language": "zh-CN"}).text
    assert "文档" in http.get("/library", headers={"accept-language": ""}).text
