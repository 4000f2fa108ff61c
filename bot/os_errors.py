"""Why the operating system refused something, in a few Vietnamese words."""

import errno

_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này", errno.EACCES: "không có quyền", errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "đường dẫn đi qua một tệp", errno.ENOSPC: "đĩa đã đầy", errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EPERM: "không được phép", errno.ENAMETOOLONG: "tên quá dài",
    errno.EADDRINUSE: "đang có chương trình khác dùng", errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó",
}  # fmt: skip


def why(problem: OSError) -> str:
    """The reason of an error, as it goes into a sentence."""
    return _REASONS.get(problem.errno or 0, problem.strerror or "lỗi hệ thống")
