"""What is at `/` of the API itself: what this is, and where to go on."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

import rlcoach
from rlcoach.api.dependencies import Db
from rlcoach.services.replays.counts import Counts, count_everything

router = APIRouter()

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>rlcoach</title>
<style>
:root {{ color-scheme: dark light }}
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto }}
dt {{ float: left; clear: left; width: 14rem }}
dd {{ margin: 0 }}
code {{ font-size: .95em }}
</style>
</head>
<body>
<main>
<h1>rlcoach</h1>
<p>This is the API of rlcoach {version}: it takes Rocket League replays, analyses them, and keeps
what it finds. Programs use it with a token, which <code>rlcoach token create</code> makes.</p>
<ul>
<li><a href="/docs">All addresses, to read and to try</a></li>
<li><a href="/openapi.json">The same for programs</a></li>
<li><a href="/health/ready">Whether everything works</a></li>
</ul>
<dl>
<dt>Matches</dt><dd>{counts.matches:,}</dd>
<dt>Waiting to be analysed</dt><dd>{counts.open_files:,}</dd>
<dt>Users</dt><dd>{counts.users:,}</dd>
</dl>
</main>
</body>
</html>
"""


@router.get("/", include_in_schema=False)
async def start_page(db: Db) -> HTMLResponse:
    """The page."""
    return HTMLResponse(page(await count_everything(db)))


def page(counts: Counts) -> str:
    """The page with these counts."""
    return _PAGE.format(version=rlcoach.__version__, counts=counts)
