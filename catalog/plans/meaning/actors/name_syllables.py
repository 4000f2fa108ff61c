"""The syllables in small letters that names of Vietnamese bodies are made of; any other one begins what a body does.

From the official names of departments and of inner units of offices, schools and hospitals (facts of August 2026).
"""

NAME_SYLLABLES = frozenset(
    {
        "an", "ba", "ban", "binh", "biên", "biểu", "buôn", "bài", "bán", "bí", "bưu", "bướu", "bạc", "báo", "bản",
        "bảo", "bất", "bằng", "bền", "bệnh", "bị", "bồi", "bộ", "bức", "cao", "chiến", "chiếu", "chuyên",
        "chuyển", "chuẩn", "cháy", "chí", "chính", "chăm", "chăn", "chấp", "chất", "chẩn", "chế", "chỉ",
        "chống", "chứa", "chức", "chứng", "chữ", "chữa", "con", "các", "cách", "cán", "cây", "có", "côn",
        "công", "cơ", "cư", "cảng", "cảnh", "cấp", "cổ", "cộng", "cục", "của", "cứu", "cửa", "cực", "cựu", "da",
        "danh", "di", "dinh", "diễn", "doanh", "du", "dân", "dưỡng", "dược", "dịch", "dục", "dụng", "dự",
        "dựng", "em", "gia", "giao", "giá", "giám", "giáo", "giáp", "giúp", "giải", "giảm", "giống", "giới",
        "hai", "hiểm", "hiệp", "hoạch", "huy", "huyện", "huấn", "hàm", "hàng", "hành", "hình", "hóa", "hạ",
        "hạch", "hạt", "hải", "hậu", "học", "họng", "hồ", "hồi", "hộ", "hội", "hợp", "hữu", "kho", "khoa",
        "khu", "khuyến", "khuẩn", "khách", "khám", "khí", "không", "khảo", "khối", "khởi", "kinh", "kiếm",
        "kiến", "kiểm", "kê", "ký", "kế", "kết", "kỹ", "lao", "liên", "liễu", "luyện", "luật", "làm", "làng",
        "lâm", "lãnh", "lý", "lưu", "lương", "lường", "lượng", "lệnh", "liệu", "lịch", "lợi",
        "lực", "ma", "minh", "môn",
        "miền", "muối", "mê", "môi", "mũi", "mưu", "mạch", "mại", "mầm", "mắt", "mặt", "một", "mới", "mỹ",
        "nghiên", "nghiệm", "nghiệp", "nghèo", "nghĩa", "nghề", "nghệ", "ngoài", "ngoại", "nguyên", "ngành",
        "ngân", "ngũ", "ngư", "người", "ngữ", "nhi", "nhiều", "nhiễm", "nhà", "nhân", "nhạc", "nhận", "nhập",
        "nhỏ", "ninh", "niên", "non", "nuôi", "nâng", "nông", "núi", "năng", "nước", "nạn", "nội", "nữ", "phi",
        "phim", "pháo", "pháp", "phát", "phòng", "phó", "phóng", "phương", "phường", "phạm", "phần", "phẩm",
        "phận", "phố", "phối", "phổ", "phổi", "phụ", "phục", "phủ", "quan", "quy", "quyền", "quân", "quả",
        "quản", "quận", "quốc", "quỹ", "riêng", "rét", "răng", "rừng", "sau", "sinh", "sách", "sáng", "sát",
        "sóc", "sư", "sản", "sắt", "số", "sốt", "soát", "sở", "sức", "sử", "sự", "tai", "tham", "thanh", "thao", "thi",
        "thiên", "thiết", "thoát", "thuật", "thuế", "thuộc", "thành", "thí", "thôn", "thông", "thú", "thư",
        "thương", "thường", "thưởng", "thần", "thập", "thắng", "thể", "thị", "thống", "thủy", "tim", "tin",
        "tinh", "tiêu", "tiến", "tiếp", "tiểu", "toàn", "toán", "tra", "trang", "trinh", "trung", "truyền",
        "trách", "trí", "trùng", "trúc", "trường", "trưởng", "trả", "trấn", "triển", "trận", "trật", "trắc", "trẻ",
        "trị", "trọt", "trồng", "trợ", "trữ", "trực", "tuyên", "tuyến", "tuệ", "tuổi", "tài", "tàng", "tác",
        "tái", "tâm", "tên", "tìm", "tích", "tín", "tôn", "túy", "tư", "tượng", "tạo", "tải", "tầng", "tật",
        "tế", "tễ", "tỉnh", "tồn", "tổ", "tổng", "tộc", "tử", "tự", "ung", "viên", "viễn", "việc", "viện", "và",
        "vi", "vùng", "văn", "vận", "vật", "về", "vệ", "vốn", "vụ", "vừa", "vững", "vực", "xanh", "xuyên", "xuất",
        "xây", "xã", "xét", "xúc", "xạ", "y", "án", "âm", "đa", "đai", "điều", "điện", "đo", "đoàn", "đoán",
        "đua", "đào", "đê", "đô", "đăng", "đường", "đại", "đạo", "đảm", "đảng", "đất", "đấu", "đầu", "đẳng",
        "đặc", "địa", "định", "đỏ", "đối", "đồn", "đồng", "đổi", "độc", "đội", "động", "ương", "ảnh", "ấn",
        "ấp", "ở", "ủy", "ứng",
        "thực", "khoáng", "dầu", "thép", "đạc", "đồ", "thám", "trọng", "đình", "ngưỡng", "lễ", "tân", "tần",
        "cạnh", "khẩu", "hệ", "tiền", "liệt", "sĩ", "sỹ", "huyết", "máu", "thận", "niệu", "tiết", "cột", "sống",
        "bỏng", "thẩm", "tạng", "gan", "mật", "tụy", "hô", "hấp", "dị", "xương", "khớp", "lão", "sơ", "chủng",
        "tội", "khoán", "hối", "thầu", "nợ", "phúc", "đốc", "mạng", "lữ", "lãm", "cai", "nghiện", "dâm", "chèo",
        "tuồng", "kịch", "xiếc", "vũ", "bay", "tàu", "sân", "than", "măng", "su", "phê", "chè", "lúa", "gạo",
        "trụ", "bình", "hòa", "khai", "trái", "phiếu", "thẻ",
    }
)  # fmt: skip
"""In small letters, as they stand inside names ("Ban Quản lý dự án", "Trạm Y tế xã")."""
