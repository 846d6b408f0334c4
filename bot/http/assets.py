"""Static files: scripts, styles and pictures."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

REVALIDATE = "no-cache"  # browsers keep it, but ask again each time: 304 when it is the same
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class Assets(StaticFiles):
    """A folder of static files that browsers revalidate at each use."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = REVALIDATE
        suffix = path[path.rfind(".") :]
        if suffix in TYPES and response.status_code == 200:
            response.headers["Content-Type"] = TYPES[suffix]
        return response
