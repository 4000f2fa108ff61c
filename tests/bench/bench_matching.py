"""How long one look-up takes, at the bundled registry and at 5,000 agencies: `python tests/bench/bench_matching.py`.

Prints a table in milliseconds; asserts nothing. The large registry is made of syllables of real names.
"""

import random
import statistics
import time

from catalog.agencies.index import index_of
from catalog.agencies.records import Agency
from catalog.agencies.registry import Registry
from catalog.agencies.typed.matching import match
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.text import fold

_SIZE = 5_000
_ROUNDS = 40
QUERIES = {
    "official": "UBND phường Bắc Nha Trang",
    "no accents": "so van hoa the thao va du lich",
    "abbreviation": "Sở VH,TT&DL",
    "Telex": "xax Thuaanj Nam",
    "sentence": "tôi là Nguyễn Văn Hùng, chuyên viên Sở Công Thương",
    "long sentence": "dạ em bên xã Sơn Lam, hồi trước là huyện Hương Sơn, nhờ anh kiểm tra giúp em nhiệm vụ số 12 ạ",
    "slip, commune": "phường tây nha tragn",
    "slip, body": "sở văn háo thể thao và du lịch",
    "part": "xa nam",
    "nobody, short": "đã nhận",
    "nobody, long": "nhờ anh chị xem giúp em văn bản hôm trước gửi đến nay chưa thấy ai trả lời lại cho em biết với",
}


def large_registry(size: int) -> Registry:
    """The bundled registry and made-up communes up to `size` agencies."""
    chance = random.Random(5)
    bundled = khanh_hoa()
    syllables = sorted({word for agency in bundled.agencies for word in agency.unit.split()})
    taken = {fold(agency.unit) for agency in bundled.agencies}
    made: list[Agency] = []
    while len(made) < size - len(bundled.agencies):
        unit = " ".join(chance.sample(syllables, chance.choice((2, 3))))
        if fold(unit) not in taken:
            taken.add(fold(unit))
            name = f"xã {unit}"
            made.append(Agency(f"UBND {name}", f"Ủy ban nhân dân {name}", f"M{len(made)}", "commune", unit=unit))
    return bundled.with_extra(made)


def main() -> None:
    """Time every query on both registries and print the table."""
    for registry in (khanh_hoa(), large_registry(_SIZE)):
        started = time.perf_counter()
        index_of(registry)
        built = (time.perf_counter() - started) * 1000
        print(f"\n{len(registry.agencies)} agencies, index built in {built:.0f} ms")
        print(f"{'query':<16}{'median ms':>12}{'worst ms':>12}")
        for name, text in QUERIES.items():
            taken = []
            for _ in range(_ROUNDS):
                begun = time.perf_counter()
                match(text, registry)
                taken.append((time.perf_counter() - begun) * 1000)
            print(f"{name:<16}{statistics.median(taken):>12.3f}{max(taken):>12.3f}")


if __name__ == "__main__":
    main()
