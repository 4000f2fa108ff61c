"""What denies a "xong" outright: not done, done only for what comes next, done but not all."""

from handlers.replies.rules.rule import DONE, Rule, rule

DENIALS: tuple[Rule, ...] = (
    rule(
        "tưởng xong nên chưa làm",
        "not_started",
        rf"\b(?:tuong|nghi|nghe)\b.*{DONE}\b.*\bnen\b.*\bchua (?:lam|trien khai|bat dau|thuc hien|co)\b",
        "Em tưởng phòng khác làm xong rồi nên bên em chưa làm gì",
    ),
    rule(
        "duyệt xong mới làm",
        "after",
        rf"\b{DONE} (?:(?:roi|thi|la|em|minh|ben em|don vi|moi|se) )+(?:lam|trien khai|bat dau|thuc hien"
        rf"|khoi cong|tien hanh)\b"
        r"(?! (?:bao cao|bien ban|van ban|cong van|to trinh))",
        "Duyệt xong là em làm",
    ),
    rule(
        "cả hai đợt đều xong",
        "step",
        rf"^(?:ca )?(?:dot|giai doan|buoc|khau|phan|vong) \w+(?: \w+)? (?:va|lan|voi) \w+.*\bdeu (?:da )?{DONE}\b",
        "Cả đợt 1 và đợt 2 đều đã xong",
    ),
    rule(
        "chưa xong",
        "unfinished",
        r"\b(?:chua|khong|cha|chang|dau co|dau|kho|mai moi|kho ma|chua the"
        rf"|khong the)\b(?: \w+){{0,10}}? {DONE}\b|\b{DONE}(?: (?:thi|la|cung|hoi|rat|qua))* kho\b(?! khan)",
        "NV 12 chua xong",
    ),
    rule(
        "xong vướng mắc",
        "unfinished",
        rf"\b{DONE} (?:\w+ ){{0,2}}?(?:vuong|kho khan|ach tac)",
        "Đã giải quyết xong vướng mắc",
    ),
    rule(
        "xong nhưng còn",
        "unfinished",
        rf"\b{DONE}\b.*\b(?:con(?! gi)|cho|(?<!tu )doi|thieu|nhung|dang|tru|ngoai|moi|se|(?<!nhu )neu(?! (?:tren|ra)\b)"
        rf"|mai|tra lai|tra ve"
        r"|lam lai|sua|hong|ma so|sao|quai|lai|rieng(?! (?:biet|tu))|trong pham vi|o (?:cap|khau|mu[c_]|buoc)"
        r"|(?:den|toi) (?:buoc|khau|giai doan|phan))\b"
        rf"|\b{DONE} song\b|\b{DONE}\b.*\bdoi(?:_| )voi \w",
        "Xong rồi còn chờ duyệt",
    ),
    rule(
        "hôm nay xong",
        "unfinished",
        rf"^(?!.*\b(?:da|vua|roi|qua)\b)(?:.*\b(?:to_|buoi to[i_])\b(?: \w+){{0,3}} {DONE}|.*\b(?:hom nay"
        rf"|trong ngay(?! hom qua)|trong buoi)\b.*{DONE}"
        rf"|.*{DONE}.*\b(?:hom nay|trong ngay(?! hom qua)|trong buoi)\b)",
        "Hôm nay xong nhé anh",
    ),
    rule(
        "xong mà chưa",
        "unfinished",
        rf"\b{DONE}\b.*\b(?:chua|khong(?! (?:can|phai|co gi|van de|sao|con)))\b",
        "Làm xong chưa gửi",
    ),
    rule(
        "chưa kịp",
        "unfinished",
        r"\b(?:chua|khong) (?:kip(?! (?:lam|trien khai|thuc hien))|dat|xong)\b|\bkhong (?:dung"
        r"|dam bao) (?:han|tien do)\b",
        "Bên em không kịp tiến độ",
    ),
)
