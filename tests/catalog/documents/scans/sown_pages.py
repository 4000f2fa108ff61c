"""Pages of plans drawn by chance: from a seed come the office, its tasks, dates of every form, the type, the paper and
what the scanner or the phone did to it. Nothing is shared with `made_pages`; a seed gives the same page at every run.

`sown(seed)` is one page: its JPEG, its table as it is printed, and which columns hold number, lead and due.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_FONTS = Path("/usr/share/fonts/truetype")
TYPES = (
    "noto/NotoSerif-{}.ttf", "noto/NotoSans-{}.ttf", "noto/NotoSerifDisplay-{}.ttf", "liberation2/LiberationSerif-{}.ttf",
    "liberation2/LiberationSans-{}.ttf", "freefont/FreeSans{}.ttf", "liberation2/LiberationSerif-{}.ttf",
    "freefont/FreeSerif{}.ttf", "freefont/FreeSans{}.ttf", "dejavu/DejaVuSerif{}.ttf", "noto/NotoSerif-{}.ttf",
)  # fmt: skip
"""Families, with a gap for the weight; a page is drawn with one of them."""

KINDS = ("flat", "turned", "stamped", "photo", "photo stamped", "open", "worn")

OFFICES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "BỘ GIAO THÔNG VÀ LOGISTICS": (
        (
            "Cục Hàng hải và Đường thủy", "Vụ Tổ chức cán bộ", "Vụ Pháp chế", "Thanh tra Bộ", "Cục Đường bộ Việt Nam",
            "Vụ Kế hoạch - Đầu tư", "Văn phòng Bộ", "Vụ Hợp tác quốc tế", "Trung tâm Chuyển đổi số", "Cục Đăng kiểm",
            "Viện Chiến lược và Phát triển", "Trường Cán bộ quản lý ngành",
        ),
        ("Các Cục, Vụ, Viện thuộc Bộ", "Các đơn vị trực thuộc Bộ", "Văn phòng Bộ; Vụ Pháp chế"),
    ),
    "XÃ ĐÔNG SƠN": (
        (
            "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND xã", "Công an xã", "Trạm Y tế xã",
            "Ban Chỉ huy Quân sự xã", "Trung tâm Phục vụ hành chính công", "Hội Liên hiệp Phụ nữ xã", "Đoàn Thanh niên xã",
            "Trường THCS Lê Hồng Phong", "Ủy ban MTTQ Việt Nam xã", "Hợp tác xã nông nghiệp Tân Tiến",
        ),
        ("Trưởng các thôn", "Các ban, ngành, đoàn thể xã", "Các thôn; các trường học"),
    ),
    "BỆNH VIỆN ĐA KHOA KHU VỰC": (
        (
            "Khoa Cấp cứu - Hồi sức tích cực", "Khoa Nhi", "Khoa Ngoại tổng hợp", "Phòng Điều dưỡng", "Khoa Xét nghiệm",
            "Phòng Tổ chức - Hành chính", "Khoa Dinh dưỡng", "Phòng Tài chính - Kế toán", "Khoa Chẩn đoán hình ảnh",
            "Tổ Công nghệ thông tin", "Phòng Công tác xã hội", "Khoa Y học cổ truyền",
        ),
        ("Các khoa lâm sàng, cận lâm sàng", "Các khoa, phòng", "Phòng Điều dưỡng và các khoa"),
    ),
    "ĐẢNG ỦY PHƯỜNG HÒA BÌNH": (
        (
            "Văn phòng Đảng ủy", "Ban Xây dựng Đảng", "Ủy ban Kiểm tra Đảng ủy", "Trung tâm Chính trị", "Đảng ủy UBND phường",
            "Ủy ban Mặt trận Tổ quốc", "Chi bộ Quân sự", "Chi bộ Công an", "Đoàn TNCS Hồ Chí Minh", "Hội Cựu chiến binh",
        ),
        ("Các chi bộ, đảng bộ trực thuộc", "Các tổ chức chính trị - xã hội", "Các chi bộ khu phố"),
    ),
    "THÀNH PHỐ HẢI LĂNG": (
        (
            "Sở Xây dựng", "Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Thanh tra thành phố",
            "Sở Nông nghiệp và Môi trường", "Ban Quản lý Khu kinh tế", "Công an thành phố", "Sở Khoa học và Công nghệ",
            "Văn phòng UBND thành phố", "Bộ Chỉ huy quân sự thành phố", "Sở Dân tộc và Tôn giáo",
        ),
        ("Các sở, ban, ngành", "UBND các xã, phường, đặc khu", "Các sở, ban, ngành, địa phương"),
    ),
    "TRƯỜNG CAO ĐẲNG KỸ THUẬT": (
        (
            "Khoa Điện - Điện tử", "Khoa Cơ khí", "Phòng Đào tạo", "Phòng Quản trị - Thiết bị", "Trung tâm Tuyển sinh",
            "Phòng Thanh tra - Pháp chế", "Ban Quản lý ký túc xá", "Khoa Khoa học cơ bản", "Thư viện", "Bộ môn Ngoại ngữ",
        ),
        ("Các khoa, phòng, trung tâm", "Khoa Cơ khí, Khoa Điện - Điện tử", "Giáo viên chủ nhiệm các lớp"),
    ),
}  # fmt: skip
"""Invented offices: units that lead, and groups that support."""

_DOES = (
    "Tham mưu ban hành", "Xây dựng", "Rà soát, bổ sung", "Tổ chức tập huấn về", "Kiểm tra, giám sát việc thực hiện",
    "Hoàn thiện hồ sơ trình phê duyệt", "Công khai, niêm yết", "Thẩm định và trình ký", "Sơ kết, đánh giá kết quả",
    "Triển khai thí điểm", "Lập dự toán kinh phí cho", "Tuyên truyền, phổ biến", "Ứng dụng công nghệ thông tin trong",
    "Khắc phục các tồn tại, hạn chế trong", "Chuẩn hóa, làm sạch dữ liệu về", "Ký kết quy chế phối hợp về",
)  # fmt: skip
_WHAT = (
    "quy trình tiếp nhận và trả kết quả giải quyết hồ sơ", "công tác lưu trữ, số hóa tài liệu giai đoạn 2021-2025",
    "vị trí việc làm và cơ cấu viên chức theo hạng chức danh nghề nghiệp", "phương án ứng phó thiên tai, tìm kiếm cứu nạn",
    "danh mục thiết bị cần thay thế, sửa chữa lớn", "chương trình hỗ trợ sinh kế cho 215 hộ mới thoát nghèo",
    "việc sử dụng tài sản công, xe ô tô chuyên dùng", "quỹ học bổng khuyến học mang tên cụ Đặng Huy Trứ",
    "bộ chỉ số đo lường sự hài lòng của người dân, doanh nghiệp", "mạng lưới cộng tác viên dân số, gia đình và trẻ em",
    "hệ thống camera giám sát an ninh tại 18 điểm công cộng", "thực hành tiết kiệm, chống lãng phí trong mua sắm",
    "nghị quyết chuyên đề về phát triển kinh tế số", "công tác phòng, chống dịch bệnh trên đàn gia súc, gia cầm",
    "dự án nâng cấp 7,5 km đường liên xã và cầu Khe Giữa", "kế hoạch tuyển dụng, tiếp nhận người làm việc",
    "đề án xử lý rác thải sinh hoạt bằng công nghệ ủ vi sinh", "dữ liệu hộ tịch, đất đai trên nền tảng dùng chung",
)  # fmt: skip
_THEN = (
    "", "", "bảo đảm đúng tiến độ, chất lượng", "theo Nghị định số 45/2026/NĐ-CP", "trên địa bàn", "đạt tỷ lệ từ 95% trở lên",
    "gắn với trách nhiệm của người đứng đầu", "tại các đơn vị trực thuộc; kịp thời báo cáo khi có vướng mắc",
)  # fmt: skip
_GIVES = (
    "Quyết định", "Báo cáo kết quả", "Kế hoạch được ban hành", "Tờ trình, dự thảo", "Biên bản nghiệm thu", "03 lớp tập huấn",
    "Văn bản triển khai", "Hồ sơ trình duyệt", "Quy chế", "100% hồ sơ được số hóa", "Công trình hoàn thành", "",
)  # fmt: skip
_HEADS = {
    "tt": ("TT", "STT", "Số TT"),
    "task": ("Nhiệm vụ", "Nội dung công việc", "NỘI DUNG NHIỆM VỤ", "Nhiệm vụ, giải pháp"),
    "lead": ("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "CƠ QUAN CHỦ TRÌ"),
    "support": ("Cơ quan phối hợp", "Phối hợp", "Đơn vị phối hợp"),
    "product": ("Sản phẩm", "Kết quả, sản phẩm", "Sản phẩm dự kiến"),
    "due": ("Thời hạn", "Thời gian hoàn thành", "Thời gian thực hiện", "THỜI HẠN"),
}
_ORDERS = (
    ("tt", "task", "lead", "support", "product", "due"), ("tt", "task", "product", "lead", "support", "due"),
    ("tt", "task", "due", "lead", "support"), ("tt", "task", "lead", "support", "due", "product"),
    ("tt", "task", "lead", "due", "product"),
)  # fmt: skip
_SHARES = {"tt": 0.055, "task": 0.36, "lead": 0.17, "support": 0.16, "product": 0.15, "due": 0.125}


@dataclass(frozen=True)
class Sown:
    """A page of chance: `rows` as printed, without the head; `columns` what each column is ("tt", "lead", "due" ...)."""

    name: str
    jpeg: bytes
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]


def sown(seed: int, kind: str = "") -> Sown:
    """The page of a seed; kinds take turns."""
    chance = random.Random(7_919 * seed + 11)
    kind = kind or KINDS[seed % len(KINDS)]
    office = chance.choice(sorted(OFFICES))
    columns = chance.choice(_ORDERS)
    dpi = chance.choice((200, 220, 300)) if kind != "worn" else 170
    face = chance.choice([one for one in TYPES if "Display" not in one or dpi == 300])
    landscape = chance.random() < 0.7
    rows = _rows(chance, office, columns, 7 if landscape else 9)
    sheet, kept = _drawn(chance, office, columns, rows, face, dpi, landscape, ruled=kind != "open")
    if "stamped" in kind:
        sheet = _stamp(sheet, chance)
    if "photo" in kind:
        sheet = _photo(sheet, chance)
    else:
        sheet = _scan(sheet, chance, {"flat": 0.7, "worn": 2.0, "open": 2.0}.get(kind, 4.0), worn=kind == "worn")
    quality = chance.randint(35, 60) if kind == "worn" else chance.randint(50, 88)
    _, written = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, quality])
    name = f"{seed:03d} {kind}, {Path(face).stem.format('').strip('-')}, {dpi} dpi"
    return Sown(name, written.tobytes(), columns, tuple(rows[:kept]), OFFICES[office][0])


def _day(chance: random.Random) -> str:
    month, day, quarter = chance.randint(1, 12), chance.randint(1, 28), chance.choice(("I", "II", "III", "IV"))
    forms: tuple[Callable[[], str], ...] = (
        lambda: f"{month}/2026", lambda: f"{month:02d}/2026", lambda: f"{day:02d}/{month:02d}/2026",
        lambda: f"{day}/{month}/2026", lambda: f"Tháng {month}/2026", lambda: f"Tháng {month:02d} năm 2026",
        lambda: f"Quý {quarter}/2026", lambda: f"Quý {quarter} năm 2026", lambda: f"Trước ngày {day:02d}/{month:02d}/2026",
        lambda: f"Trong tháng {month}/2026", lambda: "Thường xuyên", lambda: "Năm 2026", lambda: "2026 - 2028",
        lambda: f"Từ tháng {min(month, 9)} đến tháng {min(month, 9) + 3}/2026", lambda: f"Trước {day}/{month}/2026",
        lambda: "Hằng quý", lambda: f"Ngày {day:02d} hằng tháng", lambda: "6 tháng đầu năm 2026",
        lambda: f"{day:02d}-{month:02d}-2026", lambda: f"Chậm nhất {day:02d}/{month:02d}/2026",
        lambda: f"Hoàn thành trong quý {quarter}/2026", lambda: "Cả năm", lambda: f"{day:02d}.{month:02d}.2026",
    )  # fmt: skip
    return chance.choice(forms)()


def _rows(chance: random.Random, office: str, columns: Sequence[str], most: int) -> list[tuple[str, ...]]:
    units, groups = OFFICES[office]
    first = chance.randint(1, 30)
    rows = []
    for number in range(first, first + most):
        lead = chance.choice(units) if chance.random() < 0.85 else chance.choice(groups)
        second = chance.choice([one for one in units if one != lead])
        support = chance.choice(("", second, chance.choice(groups), f"{second}; {chance.choice(groups).lower()}"))
        task = " ".join(filter(None, (chance.choice(_DOES), chance.choice(_WHAT), chance.choice(_THEN))))
        row = {
            "tt": str(number), "task": task, "lead": lead, "support": support, "product": chance.choice(_GIVES),
            "due": _day(chance),
        }  # fmt: skip
        rows.append(tuple(row[one] for one in columns))
    return rows


def _face(pattern: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    hyphened = "-{}" in pattern
    weight = "Bold" if bold else "Regular" if hyphened else ""
    if not hyphened and "DejaVu" in pattern and bold:
        weight = "-Bold"
    try:
        return ImageFont.truetype(str(_FONTS / pattern.format(weight)), size)
    except OSError:  # not installed here: one that a library of ours brings along has the letters, too
        import matplotlib

        own = "DejaVuSerif-Bold.ttf" if bold else "DejaVuSerif.ttf"
        return ImageFont.truetype(f"{matplotlib.get_data_path()}/fonts/ttf/{own}", size)


def _folded(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def _drawn(
    chance: random.Random, office: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]], face: str, dpi: int,
    landscape: bool, *, ruled: bool,
) -> tuple[NDArray[np.uint8], int]:  # fmt: skip
    """The sheet, and how many of the rows went on it."""
    long, short = round(11.7 * dpi), round(8.27 * dpi)
    wide, tall = (long, short) if landscape else (short, long)
    paper = chance.randint(244, 255)
    image = Image.new("L", (wide, tall), paper)
    draw = ImageDraw.Draw(image)
    ink = chance.randint(0, 45)
    size = round(chance.choice((11, 12, 12, 13)) * dpi / 72 * (0.9 if "DejaVu" in face else 1.0))
    plain, bold = _face(face, size, bold=False), _face(face, size, bold=True)
    left, right, y = round(0.07 * wide), round(0.94 * wide), round(0.07 * tall)
    for text, font in (
        (f"PHỤ LỤC {chance.choice(('I', 'II', '01'))}", bold),
        (f"NHIỆM VỤ TRỌNG TÂM CỦA {office}", bold),
    ):
        draw.text((wide / 2, y), text, ink, font, anchor="ma")
        y += round(1.5 * size)
    y += size
    pen, pad = chance.choice((1, 2, 3)) * max(1, dpi // 150), round(0.05 * dpi)
    gap = 0 if ruled else round(0.08 * dpi)
    room = plain.getlength("30/12/2026") + 2 * pad + 2 * gap + 2 * pen  # no word is wider than its column
    shares = {**_SHARES, "due": max(_SHARES["due"], room / (right - left))}
    total = sum(shares[one] for one in columns)
    edges = [left]
    for one in columns:
        edges.append(edges[-1] + round(shares[one] / total * (right - left)))
    leading = round(size * chance.choice((1.2, 1.3, 1.4)))
    middle = chance.random() < 0.5

    def height_of(texts: Sequence[str], font: ImageFont.FreeTypeFont) -> tuple[list[list[str]], int]:
        folded = [_folded(text, font, edges[at + 1] - edges[at] - 2 * pad - 2 * gap) for at, text in enumerate(texts)]
        return folded, max(map(len, folded)) * leading + 2 * pad + (round(0.35 * size) if not ruled else 0)

    def put(texts: Sequence[str], font: ImageFont.FreeTypeFont, y: int, shade: int | None = None) -> int:
        folded, high = height_of(texts, font)
        if shade is not None and ruled:
            draw.rectangle((edges[0], y, edges[-1], y + high), fill=shade)
        for at, lines in enumerate(folded):
            down = (high - 2 * pad - len(lines) * leading) // 2 if middle and ruled else 0
            centred = font is bold or columns[at] in ("tt", "due")
            for place, line in enumerate(lines):
                top = y + pad + down + place * leading
                if centred:
                    draw.text(((edges[at] + edges[at + 1]) / 2, top), line, ink, font, anchor="ma")
                else:
                    draw.text((edges[at] + pad, top), line, ink, font)
            if ruled:
                draw.rectangle((edges[at], y, edges[at + 1], y + high), outline=ink, width=pen)
        return y + high

    y = put([chance.choice(_HEADS[one]) for one in columns], bold, y, chance.choice((None, None, 215)))
    kept = 0
    for row in rows:
        if y + height_of(row, plain)[1] > 0.95 * tall:
            break
        y = put(row, plain, y)
        kept += 1
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_GRAY2BGR), kept


def _stamp(sheet: NDArray[np.uint8], chance: random.Random) -> NDArray[np.uint8]:
    """A round red seal over the text, half of its ink gone."""
    tall, wide = sheet.shape[:2]
    radius = round(0.085 * max(tall, wide))
    x, y = chance.randint(wide // 3, 3 * wide // 4), chance.randint(tall // 3, 2 * tall // 3)
    layer = np.full_like(sheet, 255)
    red = (chance.randint(30, 70), chance.randint(30, 60), chance.randint(195, 225))
    for share, pen in ((1.0, 22), (0.93, 60), (0.6, 50)):
        cv2.circle(layer, (x, y), round(share * radius), red, max(2, radius // pen), cv2.LINE_AA)
    turns = np.linspace(0.4, 0.1 + np.pi, 9)
    for at, letter in zip(turns, "UBND*HL*M", strict=True):
        place = (round(x - 0.76 * radius * np.cos(at)) - 12, round(y - 0.76 * radius * np.sin(at)) + 12)
        cv2.putText(layer, letter, place, cv2.FONT_HERSHEY_DUPLEX, radius / 200, red, max(2, radius // 60), cv2.LINE_AA)
    star = [
        (round(x + size * radius * np.sin(turn * np.pi / 5)), round(y - size * radius * np.cos(turn * np.pi / 5)))
        for turn, size in ((n, 0.4 if n % 2 == 0 else 0.16) for n in range(10))
    ]
    cv2.fillPoly(layer, [np.array(star, np.int32)], red, cv2.LINE_AA)
    spots = np.random.default_rng(chance.randint(0, 2**31)).random((tall // 6 + 1, wide // 6 + 1)).astype(np.float32)
    worn = cv2.resize(cv2.GaussianBlur(spots, (0, 0), 1.5), (wide, tall))
    layer[worn > 0.56] = 255
    return np.minimum(sheet, layer)


def _scan(sheet: NDArray[np.uint8], chance: random.Random, most: float, *, worn: bool) -> NDArray[np.uint8]:
    """Laid askew on the glass; the sensor's grain; a copy of a copy where it is worn."""
    tall, wide = sheet.shape[:2]
    angle = chance.uniform(0.25, 1.0) * most * chance.choice((-1, 1))
    turning = cv2.getRotationMatrix2D((wide / 2, tall / 2), angle, 0.97)
    sheet = cv2.warpAffine(sheet, turning, (wide, tall), flags=cv2.INTER_AREA, borderValue=(250, 250, 250))
    sheet = cv2.GaussianBlur(sheet, (0, 0), chance.uniform(0.5, 0.9) if worn else chance.uniform(0.3, 0.8))
    grain = np.random.default_rng(chance.randint(0, 2**31))
    noisy = sheet.astype(np.float32) + grain.normal(0, 14 if worn else 7, sheet.shape[:2])[:, :, None]
    if worn:
        dots = grain.random((tall, wide)) < 0.0004
        noisy[cv2.dilate(dots.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = 60
    clipped: NDArray[np.uint8] = np.clip(noisy, 0, 255).astype(np.uint8)
    return clipped


def _photo(sheet: NDArray[np.uint8], chance: random.Random) -> NDArray[np.uint8]:
    """On a desk, seen aslant, a hand's shadow over it, a little out of focus."""
    tall, wide = sheet.shape[:2]
    source = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    most = 0.05
    to = source * 0.9 + np.array([0.05 * wide, 0.05 * tall], np.float32)
    to += np.array(
        [[chance.uniform(-most, most) * wide, chance.uniform(-most, most) * tall] for _ in range(4)], np.float32
    )
    moving: Any = cv2.getPerspectiveTransform(source, to)
    desk = np.full_like(sheet, 0)
    desk[:] = (chance.randint(40, 90), chance.randint(60, 100), chance.randint(80, 120))
    seen = cv2.warpPerspective(sheet, moving, (wide, tall), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), moving, (wide, tall))
    picture = np.where(mask[:, :, None] > 127, seen, desk).astype(np.float32)
    light = np.ones((tall, wide), np.float32)
    x, y = chance.randint(0, wide), chance.randint(0, tall)
    cv2.ellipse(light, (x, y), (wide // 3, tall // 3), chance.randint(0, 90), 0, 360, 0.55, -1)
    light = cv2.GaussianBlur(cv2.resize(light, (wide // 8, tall // 8)), (0, 0), wide / 160)
    picture *= cv2.resize(light, (wide, tall))[:, :, None]
    picture *= np.linspace(chance.uniform(0.7, 0.85), 1.0, wide, dtype=np.float32)[None, :, None]
    picture = cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.5, 1.0))
    picture += np.random.default_rng(chance.randint(0, 2**31)).normal(0, 6, picture.shape).astype(np.float32)
    clipped: NDArray[np.uint8] = np.clip(picture, 0, 255).astype(np.uint8)
    return clipped
