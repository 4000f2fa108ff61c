"""Rebuild the bundled registry data: `python -m catalog.organisations.derive_khanh_hoa SOURCE`.

SOURCE is the JSON of agencies, communes and successions that was compiled from the plans, from the national
list of communes (QĐ 19/2025/QĐ-TTg) and from the decisions named in it. Written are facts only, one per
line, so that a change shows in a diff:

- `khanh_hoa_data/current.json`: the provincial bodies and the communes of today;
- `khanh_hoa_data/former.json`: bodies, districts and communes that are no more, with those that took over.

What people say and type instead of a name is ours and is kept by hand in `khanh_hoa_data/spoken.json`; it is not
derived.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "khanh_hoa_data"

# The source's words for what a body is, as our kinds. Departments are those under UBND tỉnh (DESIGN section
# 3).
_KINDS = {
    "cơ quan chuyên môn": "department",
    "cơ quan hành chính khác thuộc UBND tỉnh": "department",
    "ngành dọc": "vertical",
    "đơn vị sự nghiệp thuộc UBND tỉnh": "public_unit",
    "thuộc Văn phòng UBND tỉnh": "public_unit",
    "đơn vị thuộc UBND tỉnh": "public_unit",
    "Đảng/đoàn thể/báo chí": "party",
    "hội": "association",
    "doanh nghiệp nhà nước": "enterprise",
}
_COMMUNE_KINDS = {"xã": "commune", "phường": "ward", "đặc khu": "special_zone"}
_HOW = {
    "merge": "merged",
    "rename": "renamed",
    "rename+": "renamed",
    "split": "split",
    "unclear": "unclear",
    "regional": "regional",
}
_REMARK = re.compile(r"\s*\([^)]*\)")


def provincial(source: dict[str, Any]) -> list[dict[str, Any]]:
    """The provincial bodies. An abbreviation with a remark ("(old)") is no official one: left out."""
    variants = source["seed_spelling_variants"]
    return [
        {
            "code": body["id"],
            "name": body["name"],
            "full_name": body["full_name"],
            "kind": _KINDS[body["group"]],
            "aliases": [a for a in body["abbreviations"] if "(" not in a] + variants.get(body["name"], []),
            "status": body["status"],
            "sources": [_REMARK.sub("", s) for s in body["source"]],
        }
        for body in source["provincial"]
    ]


def communes(source: dict[str, Any]) -> list[dict[str, Any]]:
    """The communes; `code_2025` only where the list vietnam-provinces 2025.10.1 has another code."""
    rows = []
    for unit in source["communes"]:
        row = {
            "code": unit["code"],
            "kind": _COMMUNE_KINDS[unit["type"]],
            "unit": unit["base_name"],
            "family": unit["family"],
            "near": sorted(near["unit"] for near in unit["near"]),
            "districts": unit["former_district_level"],
        }
        if unit["code_in_vietnam_provinces_2025_10_1"] != unit["code"]:
            row["code_2025"] = unit["code_in_vietnam_provinces_2025_10_1"]
        rows.append(row)
    return rows


def former_bodies(source: dict[str, Any]) -> list[dict[str, Any]]:
    """Bodies that ended or changed their name. Entries that say "unchanged" are no succession: left out."""
    variants = source["seed_spelling_variants"]
    rows = []
    for entry in source["succession_agencies"]:
        if entry["kind"] not in _HOW:
            continue
        for name in entry["former"].split(";"):
            bare = _REMARK.sub("", name).strip()
            rows.append(
                {
                    "name": bare,
                    "how": _HOW[entry["kind"]],
                    "primary": entry["primary"],
                    "successors": entry["succeeded_by"],
                    "aliases": variants.get(bare, []),
                    "status": entry["status"],
                    "source": entry["source"],
                }
            )
    return rows


def former_districts(source: dict[str, Any]) -> list[dict[str, Any]]:
    """The district level that ended on 01/7/2025, with the communes that lie on its ground."""
    return [
        {
            "name": row["former"].removeprefix("UBND "),
            "primary": row["primary"],
            "successors": row["new_agencies"],
        }
        for row in source["succession_districts"]
    ]


def former_communes(source: dict[str, Any]) -> list[dict[str, Any]]:
    """The communes before 01/7/2025. Several successors: each took a part."""
    return [
        {
            "name": _lower_type(row["old"]),
            "district": _lower_type(row["district"]),
            "code": row["old_code"],
            "successors": [_agency(new["commune"]) for new in row["new"]],
        }
        for row in source["old_communes"]
    ]


def derive(source: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """File name → content, from the parsed fact file. Raises KeyError on a word unknown here."""
    meta = source["meta"]
    return {
        "current.json": {
            "province": [{key: meta[key] for key in ("province", "province_code", "effective", "checked_on")}],
            "legal_basis": meta["legal_basis"],
            "sources": meta["sources"],
            "provincial": provincial(source),
            "communes": communes(source),
        },
        "former.json": {
            "bodies": former_bodies(source),
            "districts": former_districts(source),
            "communes": former_communes(source),
        },
    }


def _lower_type(unit: str) -> str:
    return unit[0].lower() + unit[1:]


def _agency(unit: str) -> str:
    return f"UBND {_lower_type(unit)}"


def _dump(content: dict[str, Any]) -> str:
    parts = []
    for key, rows in content.items():
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f'"{key}": [\n{lines}\n]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(arguments: list[str]) -> int:
    """Write the data files; 2 and one sentence on stderr where no source is given."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m catalog.organisations.derive_khanh_hoa SOURCE\n")
        return 2
    source = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    for name, content in derive(source).items():
        (DATA / name).write_text(_dump(content), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
