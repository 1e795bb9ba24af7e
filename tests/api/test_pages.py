"""What a browser is shown by the API itself. A token is typed there, so nothing foreign may run."""

import re

import httpx
import pytest

PAGES = ("/", "/docs", "/docs/oauth2-redirect")
ADDRESS = re.compile(r"""(?:\b(?:src|href|url)\s*[=:]\s*|@import\s+)["']([^"']+)["']""")


async def test_the_start_page_says_where_to_go(api: httpx.AsyncClient) -> None:
    page = await api.get("/")
    assert page.status_code == 200
    assert 'href="/docs"' in page.text
    assert "<dt>Users</dt><dd>1</dd>" in page.text


@pytest.mark.parametrize("path", PAGES)
async def test_all_a_page_loads_or_leads_to_is_here(api: httpx.AsyncClient, path: str) -> None:
    page = await api.get(path)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "://" not in page.text
    for address in ADDRESS.findall(page.text):
        assert re.match("/[^/]|/$", address), address
        assert (await api.get(address)).status_code == 200, address


async def test_the_addresses_can_be_tried(api: httpx.AsyncClient) -> None:
    loaded = ADDRESS.findall((await api.get("/docs")).text)
    assert "/openapi.json" in loaded
    assert {address.rsplit(".", 1)[-1] for address in loaded} >= {"js", "css"}


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
async def test_browsers_are_told_to_load_nothing_else(api: httpx.AsyncClient, path: str) -> None:
    policy = (await api.get(path)).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "*" not in policy
