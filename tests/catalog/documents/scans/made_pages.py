"""Pages of plans that nobody has seen, typeset and then made a scan or a photo of; every one by its seed.

`page(how)` gives the picture and what stands in its table. The offices, tasks and numbers are invented.
"""

import io
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_FOLDER = "/usr/share/fonts/truetype/"
FONTS = {
    "serif": ("liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSerif-Bold.ttf"),
    "sans": ("liberation2/LiberationSans-Regular.ttf", "liberation2/LiberationSans-Bold.ttf"),
    "free": ("freefont/FreeSerif.ttf", "freefont/FreeSerifBold.ttf"),
    "dejavu": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
}
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời hạn")
WIDTHS = (0.05, 0.36, 0.17, 0.17, 0.15, 0.10)

OFFICES = {
    "bệnh viện": (
        ("Rà soát, sửa đổi quy chế khám bệnh, chữa bệnh ngoài giờ; niêm yết công khai giá dịch vụ tại khoa Khám bệnh", "Phòng Kế hoạch tổng hợp", "Các khoa lâm sàng", "Quy chế sửa đổi", "3/2026"),
        ("Triển khai bệnh án điện tử, thay thế bệnh án giấy ở tất cả các khoa điều trị nội trú", "Phòng Công nghệ thông tin", "Các khoa, phòng", "Báo cáo nghiệm thu", "9/2026"),
        ("Tập huấn kiểm soát nhiễm khuẩn cho toàn thể nhân viên y tế, học viên thực tập", "Khoa Kiểm soát nhiễm khuẩn", "Phòng Điều dưỡng", "02 lớp tập huấn", "Quý II/2026"),
        ("Đấu thầu thuốc, hóa chất, vật tư tiêu hao năm 2027", "Khoa Dược", "Phòng Tài chính - Kế toán", "Kết quả lựa chọn nhà thầu", "11/2026"),
        ("Khảo sát sự hài lòng của người bệnh nội trú và ngoại trú mỗi quý một lần", "Phòng Quản lý chất lượng", "", "Báo cáo khảo sát", "Thường xuyên"),
        ("Sửa chữa hệ thống khí y tế, máy phát điện dự phòng khu nhà B", "Phòng Vật tư - Thiết bị y tế", "Phòng Hành chính quản trị", "Biên bản nghiệm thu", "30/6/2026"),
    ),
    "trường đại học": (
        ("Xây dựng đề án mở ngành đào tạo Khoa học dữ liệu trình độ đại học", "Khoa Công nghệ thông tin", "Phòng Đào tạo", "Đề án được phê duyệt", "10/2026"),
        ("Tự đánh giá chương trình đào tạo ngành Luật theo bộ tiêu chuẩn mới", "Phòng Khảo thí và Bảo đảm chất lượng", "Khoa Luật", "Báo cáo tự đánh giá", "8/2026"),
        ("Tổ chức tuần sinh hoạt công dân đầu khóa cho tân sinh viên", "Phòng Công tác sinh viên", "Đoàn Thanh niên, Hội Sinh viên", "Kế hoạch, báo cáo", "9/2026"),
        ("Nâng cấp thư viện số, mua quyền truy cập cơ sở dữ liệu sách điện tử", "Trung tâm Thông tin - Thư viện", "Phòng Kế hoạch - Tài chính", "Hợp đồng, biên bản bàn giao", "12/2026"),
        ("Rà soát định mức giờ giảng của giảng viên", "Phòng Tổ chức cán bộ", "Các khoa", "Quyết định ban hành", "5/2026"),
    ),
    "xã": (
        ("Ra quân dọn vệ sinh, trồng cây xanh hai bên đường liên thôn; duy trì mô hình “Ngày thứ Bảy xanh”", "Phòng Kinh tế", "Ủy ban Mặt trận Tổ quốc xã", "Báo cáo kết quả", "2/2026"),
        ("Cấp giấy chứng nhận quyền sử dụng đất lần đầu cho 156 hộ tái định cư", "Chi nhánh Văn phòng đăng ký đất đai", "Phòng Kinh tế", "156 giấy chứng nhận", "7/2026"),
        ("Kiểm kê tài sản công sau sắp xếp đơn vị hành chính, báo cáo tỉnh trước ngày 15/4/2026", "Văn phòng HĐND và UBND", "Các trường học trên địa bàn", "Biên bản kiểm kê", "15/4/2026"),
        ("Rà soát hộ nghèo, hộ cận nghèo theo chuẩn đa chiều giai đoạn 2026-2030", "Phòng Văn hóa - Xã hội", "Trưởng các thôn", "Danh sách, quyết định công nhận", "11/2026"),
        ("Diễn tập phòng cháy, chữa cháy và cứu nạn, cứu hộ tại chợ trung tâm", "Công an xã", "Ban Chỉ huy quân sự xã", "01 cuộc diễn tập", "Quý III/2026"),
        ("Vận động nhân dân hiến đất mở rộng đường ngõ xóm", "Ủy ban Mặt trận Tổ quốc xã", "Hội Nông dân, Hội Phụ nữ", "", "Thường xuyên"),
    ),
    "sở": (
        ("Trình ban hành bảng giá đất áp dụng từ ngày 01/01/2027", "Sở Nông nghiệp và Môi trường", "Sở Tài chính, Thuế tỉnh, UBND các xã, phường", "Nghị quyết của HĐND tỉnh", "12/2026"),
        ("Phát triển 25 sản phẩm OCOP đạt từ 3 sao trở lên, xây dựng 3 điểm giới thiệu sản phẩm", "Sở Công Thương", "Các xã, phường", "25 sản phẩm được công nhận", "10/2026"),
        ("Rút ngắn ít nhất 30% thời gian giải quyết thủ tục hành chính lĩnh vực đầu tư, xây dựng", "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "Quyết định công bố", "6/2026"),
        ("Tổ chức giải chạy bán marathon ven biển, gắn với quảng bá ẩm thực địa phương", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh; Sở Y tế", "Giải chạy", "4/2026"),
        ("Đào tạo nghề cho 4.500 lao động nông thôn, trong đó có 40% là lao động nữ", "Sở Nội vụ", "Sở Giáo dục và Đào tạo", "4.500 người được cấp chứng chỉ", "12/2026"),
        ("Kiểm tra việc chấp hành pháp luật về an toàn thực phẩm tại bếp ăn tập thể", "Sở Y tế", "Sở Công Thương; Sở Nông nghiệp và Môi trường", "Kết luận kiểm tra", "Quý IV/2026"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class How:
    """One made page: `rulings` "" for none, `red` a stamp, `photo` a page on a table, `section` a merged row."""

    name: str
    office: str
    font: str = "serif"
    dpi: int = 300
    landscape: bool = True
    points: float = 12
    turned: float = 0.0
    red: bool = False
    photo: bool = False
    noise: float = 3.0
    blur: float = 0.4
    jpeg: int = 80
    rulings: bool = True
    section: str = ""
    quarter: int = 0
    seed: int = 1
    rows: int = 99


UNSEEN = (
    How("flat", "bệnh viện", turned=-0.4, seed=3),
    How("stamped", "sở", dpi=200, landscape=False, turned=1.3, red=True, noise=5, seed=4),
    How("photo", "trường đại học", dpi=200, photo=True, seed=5),
    How("commune", "xã", font="dejavu", points=10, turned=2.2, seed=6),
    How("sans", "trường đại học", font="sans", dpi=200, points=11, turned=-1.1, noise=8, jpeg=60, seed=7),
    How("poor", "bệnh viện", dpi=150, points=13, turned=0.5, noise=8, blur=0.7, jpeg=55, seed=8),
    How("photo2", "xã", dpi=220, photo=True, red=True, seed=9),
    How("section", "sở", section="I. NHIỆM VỤ CHUNG", turned=-0.8, seed=10),
    How("turned", "xã", turned=0.3, quarter=90, seed=11),
    How("open", "trường đại học", rulings=False, turned=0.6, seed=12),
    How("stamped2", "bệnh viện", dpi=200, red=True, turned=-1.6, noise=6, seed=13),
    How("photo3", "sở", font="free", dpi=200, photo=True, points=13, seed=14),
)


def rows_of(how: How) -> list[list[str]]:
    """What stands in its table, without the head; numbers go on as in a plan cut from a longer one."""
    chance = random.Random(how.seed)
    first = chance.randint(1, 9)
    return [[str(first + place), *row] for place, row in enumerate(OFFICES[how.office][: how.rows])]


def page(how: How) -> bytes:
    """The page as JPEG."""
    chance = random.Random(how.seed)
    picture = _typeset(how)
    if how.red:
        picture = _stamped(picture, chance)
    if how.photo:
        picture = _photographed(picture, chance)
    elif how.turned:
        picture = picture.rotate(how.turned, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if how.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(how.blur * how.dpi / 200))
    if how.noise:
        grain = np.random.default_rng(how.seed).normal(128, how.noise * 4, picture.size[::-1])
        gray = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).convert("RGB")
        picture = Image.blend(picture, gray, 0.06)
    if how.quarter:
        picture = picture.rotate(how.quarter, expand=True)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=how.jpeg, dpi=(how.dpi, how.dpi))
    return written.getvalue()


def as_pdf(pictures: list[bytes], dpi: int = 300) -> bytes:
    """Pictures as the pages of a PDF, as a scanner makes one."""
    pages = [Image.open(io.BytesIO(one)) for one in pictures]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return written.getvalue()


def _font(how: How, bold: bool, scale: float = 1.0) -> ImageFont.FreeTypeFont:
    return _typeface(FONTS[how.font][bold], round(how.points * scale * how.dpi / 72))


def _typeface(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A face of Debian, or the one that a library of ours brings along, which has the letters, too."""
    try:
        return ImageFont.truetype(_FOLDER + name, size)
    except OSError:
        import matplotlib

        own = "DejaVuSans-Bold.ttf" if "Bold" in name else "DejaVuSans.ttf"
        return ImageFont.truetype(f"{matplotlib.get_data_path()}/fonts/ttf/{own}", size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _typeset(how: How) -> Image.Image:
    inch = how.dpi
    size = (11.69, 8.27) if how.landscape else (8.27, 11.69)
    width, height = round(size[0] * inch), round(size[1] * inch)
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    left, right, top = round(0.8 * inch), width - round(0.6 * inch), round(0.9 * inch)
    for line, bold, scale in (
        ("PHỤ LỤC", True, 1.1),
        (f"NHIỆM VỤ CỦA {how.office.upper()} NĂM 2026", True, 1.0),
        ("(Kèm theo Kế hoạch số 47/KH ngày 12 tháng 01 năm 2026)", False, 1.0),
    ):
        font = _font(how, bold, scale)
        draw.text(((width - font.getlength(line)) / 2, top), line, "black", font)
        top += round(font.size * 1.3)
    top += round(0.1 * inch)
    edges = [left]
    for share in WIDTHS:
        edges.append(edges[-1] + round(share * (right - left)))
    pen, pad = max(2, round(inch / 110)), round(0.06 * inch)
    plain, bold = _font(how, False), _font(how, True)
    step = round(plain.size * 1.22)

    def rule(*ends: tuple[float, float]) -> None:
        if how.rulings:
            draw.line(ends, "black", pen)

    def row(cells: tuple[str, ...] | list[str], font: ImageFont.FreeTypeFont, y: int) -> int:
        texts = [
            _wrapped(cell, font, edges[i + 1] - edges[i] - 2 * pad - (0 if how.rulings else pad))
            for i, cell in enumerate(cells)
        ]
        tall = max(map(len, texts)) * step + 2 * pad
        for i, lines in enumerate(texts):
            for place, line in enumerate(lines):
                room = edges[i + 1] - edges[i] - font.getlength(line)
                x = edges[i] + (room / 2 if i in (0, 5) or font is bold else pad)
                draw.text((x, y + pad + place * step), line, "black", font)
        for edge in edges:
            rule((edge, y), (edge, y + tall))
        rule((edges[0], y), (edges[-1], y))
        return y + tall

    top = row(HEAD, bold, top)
    if how.section:
        draw.text((edges[1] + pad, top + pad), how.section, "black", bold)
        tall = step + 2 * pad
        for edge in (edges[0], edges[-1]):
            rule((edge, top), (edge, top + tall))
        rule((edges[0], top), (edges[-1], top))
        top += tall
    for one in rows_of(how):
        top = row(one, plain, top)
    rule((edges[0], top), (edges[-1], top))
    assert top < height, (how.name, top, height)
    return picture


def _stamped(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A round red stamp over the table."""
    width, height = picture.size
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    radius = round(min(width, height) * 0.1)
    x, y = chance.randint(width // 4, 3 * width // 4), chance.randint(height // 3, height // 2)
    red = (205, 35, 40, 190)
    for size, pen in ((radius, radius // 22), (round(radius * 0.66), radius // 40)):
        draw.ellipse((x - size, y - size, x + size, y + size), outline=red, width=max(2, pen))
    font = _typeface(FONTS["serif"][1], radius // 4)
    draw.text((x - radius // 2, y - radius // 8), "★ TỈNH ★", red, font)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _photographed(picture: Image.Image, chance: random.Random) -> Image.Image:
    """The page lies on a table, seen from one side, one half of it in the shade."""
    width, height = picture.size

    def off(most: float) -> float:
        return chance.uniform(0.2, 1) * most * width

    corners = [
        (off(0.04), off(0.03)), (off(0.03), height - off(0.03)),
        (width - off(0.04), height - off(0.02)), (width - off(0.05), off(0.03)),
    ]  # fmt: skip
    source = [(0, 0), (0, height), (width, height), (width, 0)]
    table = Image.new("RGB", picture.size, (112, 98, 88))
    seen = picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, _matrix(corners, source), Image.Resampling.BICUBIC
    )
    mask = Image.new("L", picture.size, 255).transform(
        picture.size, Image.Transform.PERSPECTIVE, _matrix(corners, source)
    )
    table.paste(seen, mask=mask)
    shade = Image.linear_gradient("L").resize(picture.size).point(lambda value: 255 - value // 3)
    return Image.composite(table, Image.new("RGB", picture.size, (20, 18, 15)), shade)


def _matrix(to: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """The eight numbers of Pillow's perspective: from a place of the result to one of the source."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        pivot = max(range(i, 8), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(8):
            if k != i:
                rows[k] = [a - rows[k][i] * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[8] for row in rows]
