"""A read-only HTTP API with tokens: the figures and rows of /status for the province's monitoring centre.

Every answer is computed by the functions the chat and the command line use. JSON by default, CSV with `format=csv`;
`/api/v1/openapi.json` describes it. Nothing can be changed here.
"""

import csv
import datetime as dt
import hmac
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from catalog.agencies.typed.called_by_name import agency_called
from catalog.clock import Clock, local_day
from catalog.figures.official import By, Level, Scope
from catalog.figures.published import monthly_form, row_documents, status_document
from catalog.figures.ranking import ranking
from catalog.figures.warnings import early_warnings
from catalog.plans.called_by_name import plan_called
from catalog.store.store import Store, is_away
from catalog.work.snapshot import FIVE_FIGURES
from templates.render import say

MIN_TOKEN = 20
"""A shorter token could be guessed."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")


class BadQuestion(ValueError):
    """A parameter that cannot be used; the message is one Vietnamese sentence."""


Answer = Callable[[Session, Mapping[str, str], dt.date, dt.datetime], Any]


def parse_tokens(text: str) -> dict[str, str]:
    """ "name:token, name:token" as name -> token. Raises ValueError with a Vietnamese sentence."""
    tokens: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, token = part.partition(":")
        if not name or len(token) < MIN_TOKEN:
            raise ValueError(f"mỗi mã phải có dạng tên:mã, mã dài ít nhất {MIN_TOKEN} ký tự")
        tokens[name] = token
    return tokens


def make_api(store: Store, clock: Clock, tokens: Mapping[str, str]) -> Starlette:
    """The application; mount it or serve it. Without tokens nobody is let in."""

    def guarded(name: str) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if not _known(request, tokens):
                said = {"error": "Thiếu hoặc sai mã truy cập: gửi kèm tiêu đề Authorization: Bearer <mã>."}
                return JSONResponse(said, 401, {"WWW-Authenticate": "Bearer"})
            try:
                data = await run_in_threadpool(_asked, store, name, dict(request.query_params), clock())
            except BadQuestion as problem:
                return JSONResponse({"error": str(problem)}, 400)
            except sa.exc.DBAPIError as problem:
                if not is_away(problem):
                    raise
                return JSONResponse({"error": "Kho dữ liệu tạm gián đoạn: hãy hỏi lại sau ít phút."}, 503)
            if request.query_params.get("format") == "csv":
                return Response(_csv(_table(data)), media_type="text/csv; charset=utf-8")
            return JSONResponse(data)

        return endpoint

    routes = [Route(f"/api/v1/{name}", guarded(name), methods=["GET"]) for name in ANSWERS]
    return Starlette(routes=[*routes, Route("/api/v1/openapi.json", _openapi, methods=["GET"])])


def _known(request: Request, tokens: Mapping[str, str]) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    # Compared with every token, each in constant time: how long it takes tells nothing.
    matches = [hmac.compare_digest(given.strip().encode(), token.encode()) for token in tokens.values()]
    return scheme.lower() == "bearer" and any(matches)


def _asked(store: Store, name: str, params: Mapping[str, str], now: dt.datetime) -> Any:
    unknown = set(params) - set(_parameters(name))
    if unknown:
        raise BadQuestion(f"Không có tham số “{sorted(unknown)[0][:40]}”; dùng được: {', '.join(_parameters(name))}.")
    if params.get("format", "json") not in ("json", "csv"):
        raise BadQuestion("format chỉ nhận json hoặc csv.")
    with store.read() as session:
        return ANSWERS[name](session, params, _day(params, now), now)


def _day(params: Mapping[str, str], now: dt.datetime) -> dt.date:
    text = params.get("on", "")
    if not text:
        return local_day(now)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"on: “{text[:20]}” không phải là ngày có thật dạng NĂM-THÁNG-NGÀY.") from None
    if day > local_day(now):
        raise BadQuestion(f"on: {day:%d/%m/%Y} chưa đến; chỉ xem được hôm nay và các ngày đã qua.")
    return day


def _scope(session: Session, params: Mapping[str, str]) -> Scope:
    plan, agency = params.get("plan", ""), params.get("agency", "")
    return Scope(_plan(session, plan) if plan else None, (_agency(session, agency),) if agency else None)


def _plan(session: Session, wanted: str) -> int:
    found, plans = plan_called(session, wanted, by_id=True)
    if found is not None:
        return found.id or 0
    raise BadQuestion(say("edit_plan.unknown", typed=wanted[:60], plans=plans))


def _agency(session: Session, wanted: str) -> int:
    called = agency_called(session, wanted[:200])
    if called.row is None:
        raise BadQuestion(say("agencies.unknown", typed=wanted[:60], near=called.names))
    return called.row


def _figures(session: Session, params: Mapping[str, str], day: dt.date, now: dt.datetime) -> dict[str, Any]:
    by, level = params.get("by", ""), params.get("level", "assignments")
    if by not in ("", "plan", "agency", "section"):
        raise BadQuestion("by chỉ nhận plan, agency hoặc section.")
    if level not in ("assignments", "tasks"):
        raise BadQuestion("level chỉ nhận assignments hoặc tasks.")
    scope = _scope(session, params)
    return status_document(session, day, now, scope, cast(By, by) if by else None, cast(Level, level))


def _rows(session: Session, params: Mapping[str, str], day: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    part = params.get("part", "")
    if part not in ("", *_PARTS):
        raise BadQuestion(f"part chỉ nhận {', '.join(_PARTS)}.")
    return [r for r in row_documents(session, day, _scope(session, params)) if not part or r["part"] == part]


def _warnings(session: Session, params: Mapping[str, str], day: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    return [w.to_json() for w in early_warnings(session, day, _scope(session, params))]


def _monthly(session: Session, params: Mapping[str, str], day: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    annex = params.get("annex", "")
    return [r for r in monthly_form(session, day, _scope(session, params)) if not annex or r["annex"] == annex]


def _ranking(session: Session, params: Mapping[str, str], day: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    return ranking(session, day, now, _scope(session, params))


ANSWERS: dict[str, Answer] = {
    "figures": _figures, "rows": _rows, "warnings": _warnings, "monthly": _monthly, "ranking": _ranking,
}  # fmt: skip

SUMMARIES = {
    "figures": "Năm con số chính thức, các nhóm và cảnh báo (như dondoc status --json); CSV: một dòng mỗi nhóm",
    "rows": "Từng lượt giao chủ trì đứng sau các con số",
    "warnings": "Cảnh báo sớm, kèm lý do và việc có thể làm",
    "monthly": "Biểu báo cáo tháng cho hệ thống giám sát của Trung ương: các cột in trong phụ lục và kết quả đến ngày",
    "ranking": "Xếp hạng cơ quan trong quý của ngày `on`, mỗi quý tính riêng",
}

_PARTS = (*FIVE_FIGURES, "suspended", "cancelled")

PARAMETERS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "on": ("Ngày NĂM-THÁNG-NGÀY (giờ của tỉnh); trống là hôm nay", (), ()),
    "plan": ("Số hoặc mã kế hoạch", (), ()),
    "agency": ("Tên cơ quan", (), ()),
    "format": ("json (mặc định) hoặc csv", ("json", "csv"), ()),
    "by": ("Nhóm theo", ("plan", "agency", "section"), ("figures",)),
    "level": ("Đếm lượt giao (mặc định) hoặc nhiệm vụ", ("assignments", "tasks"), ("figures",)),
    "part": ("Chỉ một phần của tổng số", _PARTS, ("rows",)),
    "annex": ("Chỉ một phụ lục, ví dụ II", (), ("monthly",)),
}
"""By parameter: what it is, the values it takes (any where none are named), for which answers (all where none are)."""


def _parameters(name: str) -> list[str]:
    return [parameter for parameter, (_, _, answers) in PARAMETERS.items() if not answers or name in answers]


async def _openapi(request: Request) -> Response:
    """The description for programs; it holds no data and needs no token."""
    paths = {f"/api/v1/{name}": {"get": _operation(name)} for name in ANSWERS}
    return JSONResponse(
        {
            "openapi": "3.1.0", "info": {"title": "Đôn Đốc", "version": "1"}, "paths": paths,
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        }
    )  # fmt: skip


def _operation(name: str) -> dict[str, Any]:
    parameters = []
    for parameter in _parameters(name):
        text, values, _ = PARAMETERS[parameter]
        schema = {"type": "string", **({"enum": list(values)} if values else {})}
        parameters.append({"name": parameter, "in": "query", "required": False, "description": text, "schema": schema})
    whole = {"type": "object"} if name == "figures" else {"type": "array", "items": {"type": "object"}}
    problem = {"application/json": {"schema": {"type": "object", "properties": {"error": {"type": "string"}}}}}
    answers = {
        "200": {
            "description": "Số liệu",
            "content": {"application/json": {"schema": whole}, "text/csv": {"schema": {"type": "string"}}},
        },
        "400": {"description": "Tham số không dùng được", "content": problem},
        "401": {"description": "Thiếu hoặc sai mã truy cập", "content": problem},
    }
    return {
        "operationId": name, "summary": SUMMARIES[name], "parameters": parameters, "responses": answers,
        "security": [{"token": []}],
    }  # fmt: skip


def _table(data: Any) -> list[dict[str, Any]]:
    """What becomes the lines of a CSV: the list itself, or the whole and its groups."""
    if isinstance(data, list):
        return data
    whole = {key: value for key, value in data.items() if key not in ("groups", "warnings")}
    return [{"key": "", "name": "", **whole}, *({**whole, **group} for group in data["groups"])]


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """CSV with a byte order mark, so that Excel reads the accents; texts that look like formulas are quoted."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), extrasaction="ignore", restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: _harmless(value) for key, value in row.items()})
    return "\ufeff" + out.getvalue()


def _harmless(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_RISKY) else value
