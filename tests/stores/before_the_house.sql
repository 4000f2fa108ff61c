BEGIN TRANSACTION;
CREATE TABLE agency (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	bundled_as VARCHAR, 
	full_name VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	groups JSON NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_agency PRIMARY KEY (id), 
	CONSTRAINT uq_agency_bundled_as UNIQUE (bundled_as), 
	CONSTRAINT uq_agency_name UNIQUE (name)
);
INSERT INTO "agency" VALUES(1,'Văn phòng UBND tỉnh','Văn phòng UBND tỉnh','Văn phòng Ủy ban nhân dân tỉnh Khánh Hòa','VP','department','["departments"]',1);
INSERT INTO "agency" VALUES(2,'Thanh tra tỉnh','Thanh tra tỉnh','Thanh tra tỉnh Khánh Hòa','TTR','department','["departments"]',1);
INSERT INTO "agency" VALUES(3,'Sở Nội vụ','Sở Nội vụ','Sở Nội vụ tỉnh Khánh Hòa','SNV','department','["departments"]',1);
INSERT INTO "agency" VALUES(4,'Sở Tư pháp','Sở Tư pháp','Sở Tư pháp tỉnh Khánh Hòa','STP','department','["departments"]',1);
INSERT INTO "agency" VALUES(5,'Sở Tài chính','Sở Tài chính','Sở Tài chính tỉnh Khánh Hòa','STC','department','["departments"]',1);
INSERT INTO "agency" VALUES(6,'Sở Công Thương','Sở Công Thương','Sở Công Thương tỉnh Khánh Hòa','SCT','department','["departments"]',1);
INSERT INTO "agency" VALUES(7,'Sở Nông nghiệp và Môi trường','Sở Nông nghiệp và Môi trường','Sở Nông nghiệp và Môi trường tỉnh Khánh Hòa','NNMT','department','["departments"]',1);
INSERT INTO "agency" VALUES(8,'Sở Xây dựng','Sở Xây dựng','Sở Xây dựng tỉnh Khánh Hòa','SXD','department','["departments"]',1);
INSERT INTO "agency" VALUES(9,'Sở Khoa học và Công nghệ','Sở Khoa học và Công nghệ','Sở Khoa học và Công nghệ tỉnh Khánh Hòa','KHCN','department','["departments"]',1);
INSERT INTO "agency" VALUES(10,'Sở Văn hóa, Thể thao và Du lịch','Sở Văn hóa, Thể thao và Du lịch','Sở Văn hóa, Thể thao và Du lịch tỉnh Khánh Hòa','VHTTDL','department','["departments"]',1);
INSERT INTO "agency" VALUES(11,'Sở Giáo dục và Đào tạo','Sở Giáo dục và Đào tạo','Sở Giáo dục và Đào tạo tỉnh Khánh Hòa','GDDT','department','["departments"]',1);
INSERT INTO "agency" VALUES(12,'Sở Y tế','Sở Y tế','Sở Y tế tỉnh Khánh Hòa','SYT','department','["departments"]',1);
INSERT INTO "agency" VALUES(13,'Sở Dân tộc và Tôn giáo','Sở Dân tộc và Tôn giáo','Sở Dân tộc và Tôn giáo tỉnh Khánh Hòa','DTTG','department','["departments"]',1);
INSERT INTO "agency" VALUES(14,'Ban Quản lý Khu kinh tế và Khu công nghiệp tỉnh','Ban Quản lý Khu kinh tế và Khu công nghiệp tỉnh','Ban Quản lý Khu kinh tế và Khu công nghiệp tỉnh Khánh Hòa','KKT','department','["departments"]',1);
INSERT INTO "agency" VALUES(15,'Công an tỉnh','Công an tỉnh','Công an tỉnh Khánh Hòa','CA','vertical','[]',1);
INSERT INTO "agency" VALUES(16,'Bộ Chỉ huy Quân sự tỉnh','Bộ Chỉ huy Quân sự tỉnh','Bộ Chỉ huy Quân sự tỉnh Khánh Hòa','QS','vertical','[]',1);
INSERT INTO "agency" VALUES(17,'Bảo hiểm xã hội tỉnh','Bảo hiểm xã hội tỉnh','Bảo hiểm xã hội tỉnh Khánh Hòa','BHXH','vertical','[]',1);
INSERT INTO "agency" VALUES(18,'Chi cục Thống kê tỉnh','Chi cục Thống kê tỉnh','Chi cục Thống kê tỉnh Khánh Hòa','TK','vertical','[]',1);
INSERT INTO "agency" VALUES(19,'Thuế tỉnh Khánh Hòa','Thuế tỉnh Khánh Hòa','Thuế tỉnh Khánh Hòa','THUE','vertical','[]',1);
INSERT INTO "agency" VALUES(20,'Chi cục Hải quan khu vực XIII','Chi cục Hải quan khu vực XIII','Chi cục Hải quan khu vực XIII','HQ','vertical','[]',1);
INSERT INTO "agency" VALUES(21,'Ngân hàng Nhà nước Khu vực 10','Ngân hàng Nhà nước Khu vực 10','Ngân hàng Nhà nước chi nhánh Khu vực 10','NHNN','vertical','[]',1);
INSERT INTO "agency" VALUES(22,'Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh','Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh','Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh Khánh Hòa','XT','public_unit','[]',1);
INSERT INTO "agency" VALUES(23,'Trung tâm Phục vụ hành chính công tỉnh','Trung tâm Phục vụ hành chính công tỉnh','Trung tâm Phục vụ hành chính công tỉnh Khánh Hòa','HCC','public_unit','[]',1);
INSERT INTO "agency" VALUES(24,'Ban Quản lý Dự án Phát triển tỉnh','Ban Quản lý Dự án Phát triển tỉnh','Ban Quản lý Dự án Phát triển tỉnh Khánh Hòa','DAPT','public_unit','[]',1);
INSERT INTO "agency" VALUES(25,'Báo và Phát thanh, Truyền hình Khánh Hòa','Báo và Phát thanh, Truyền hình Khánh Hòa','Báo và Phát thanh, Truyền hình Khánh Hòa','BAO','party','[]',1);
INSERT INTO "agency" VALUES(26,'Văn phòng Tỉnh ủy','Văn phòng Tỉnh ủy','Văn phòng Tỉnh ủy Khánh Hòa','TUVP','party','[]',1);
INSERT INTO "agency" VALUES(27,'Ban Tuyên giáo và Dân vận Tỉnh ủy','Ban Tuyên giáo và Dân vận Tỉnh ủy','Ban Tuyên giáo và Dân vận Tỉnh ủy Khánh Hòa','TGDV','party','[]',1);
INSERT INTO "agency" VALUES(28,'Ủy ban MTTQ Việt Nam tỉnh','Ủy ban MTTQ Việt Nam tỉnh','Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Khánh Hòa','MT','party','[]',1);
INSERT INTO "agency" VALUES(29,'Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh','Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh','Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Khánh Hòa','LHH','association','[]',1);
INSERT INTO "agency" VALUES(30,'Hội Doanh nhân trẻ Khánh Hòa','Hội Doanh nhân trẻ Khánh Hòa','Hội Doanh nhân trẻ Khánh Hòa','DNT','association','[]',1);
INSERT INTO "agency" VALUES(31,'Tổng công ty Khánh Việt','Tổng công ty Khánh Việt','Tổng công ty Khánh Việt','KV','enterprise','[]',1);
INSERT INTO "agency" VALUES(32,'Công ty TNHH Nhà nước MTV Yến sào Khánh Hòa','Công ty TNHH Nhà nước MTV Yến sào Khánh Hòa','Công ty TNHH Nhà nước MTV Yến sào Khánh Hòa','YS','enterprise','[]',1);
INSERT INTO "agency" VALUES(33,'UBND phường Bắc Nha Trang','UBND phường Bắc Nha Trang','Ủy ban nhân dân phường Bắc Nha Trang','22333','ward','["communes"]',1);
INSERT INTO "agency" VALUES(34,'UBND phường Nha Trang','UBND phường Nha Trang','Ủy ban nhân dân phường Nha Trang','22366','ward','["communes"]',1);
INSERT INTO "agency" VALUES(35,'UBND phường Tây Nha Trang','UBND phường Tây Nha Trang','Ủy ban nhân dân phường Tây Nha Trang','22390','ward','["communes"]',1);
INSERT INTO "agency" VALUES(36,'UBND phường Nam Nha Trang','UBND phường Nam Nha Trang','Ủy ban nhân dân phường Nam Nha Trang','22402','ward','["communes"]',1);
INSERT INTO "agency" VALUES(37,'UBND phường Bắc Cam Ranh','UBND phường Bắc Cam Ranh','Ủy ban nhân dân phường Bắc Cam Ranh','22411','ward','["communes"]',1);
INSERT INTO "agency" VALUES(38,'UBND phường Cam Ranh','UBND phường Cam Ranh','Ủy ban nhân dân phường Cam Ranh','22420','ward','["communes"]',1);
INSERT INTO "agency" VALUES(39,'UBND phường Ba Ngòi','UBND phường Ba Ngòi','Ủy ban nhân dân phường Ba Ngòi','22423','ward','["communes"]',1);
INSERT INTO "agency" VALUES(40,'UBND phường Cam Linh','UBND phường Cam Linh','Ủy ban nhân dân phường Cam Linh','22432','ward','["communes"]',1);
INSERT INTO "agency" VALUES(41,'UBND xã Cam Hiệp','UBND xã Cam Hiệp','Ủy ban nhân dân xã Cam Hiệp','22435','commune','["communes"]',1);
INSERT INTO "agency" VALUES(42,'UBND xã Cam Lâm','UBND xã Cam Lâm','Ủy ban nhân dân xã Cam Lâm','22453','commune','["communes"]',1);
INSERT INTO "agency" VALUES(43,'UBND xã Cam An','UBND xã Cam An','Ủy ban nhân dân xã Cam An','22465','commune','["communes"]',1);
INSERT INTO "agency" VALUES(44,'UBND xã Nam Cam Ranh','UBND xã Nam Cam Ranh','Ủy ban nhân dân xã Nam Cam Ranh','22480','commune','["communes"]',1);
INSERT INTO "agency" VALUES(45,'UBND xã Vạn Ninh','UBND xã Vạn Ninh','Ủy ban nhân dân xã Vạn Ninh','22489','commune','["communes"]',1);
INSERT INTO "agency" VALUES(46,'UBND xã Tu Bông','UBND xã Tu Bông','Ủy ban nhân dân xã Tu Bông','22498','commune','["communes"]',1);
INSERT INTO "agency" VALUES(47,'UBND xã Đại Lãnh','UBND xã Đại Lãnh','Ủy ban nhân dân xã Đại Lãnh','22504','commune','["communes"]',1);
INSERT INTO "agency" VALUES(48,'UBND xã Vạn Thắng','UBND xã Vạn Thắng','Ủy ban nhân dân xã Vạn Thắng','22516','commune','["communes"]',1);
INSERT INTO "agency" VALUES(49,'UBND xã Vạn Hưng','UBND xã Vạn Hưng','Ủy ban nhân dân xã Vạn Hưng','22525','commune','["communes"]',1);
INSERT INTO "agency" VALUES(50,'UBND phường Ninh Hòa','UBND phường Ninh Hòa','Ủy ban nhân dân phường Ninh Hòa','22528','ward','["communes"]',1);
INSERT INTO "agency" VALUES(51,'UBND xã Bắc Ninh Hòa','UBND xã Bắc Ninh Hòa','Ủy ban nhân dân xã Bắc Ninh Hòa','22546','commune','["communes"]',1);
INSERT INTO "agency" VALUES(52,'UBND xã Tây Ninh Hòa','UBND xã Tây Ninh Hòa','Ủy ban nhân dân xã Tây Ninh Hòa','22552','commune','["communes"]',1);
INSERT INTO "agency" VALUES(53,'UBND xã Hòa Trí','UBND xã Hòa Trí','Ủy ban nhân dân xã Hòa Trí','22558','commune','["communes"]',1);
INSERT INTO "agency" VALUES(54,'UBND phường Đông Ninh Hòa','UBND phường Đông Ninh Hòa','Ủy ban nhân dân phường Đông Ninh Hòa','22561','ward','["communes"]',1);
INSERT INTO "agency" VALUES(55,'UBND xã Tân Định','UBND xã Tân Định','Ủy ban nhân dân xã Tân Định','22576','commune','["communes"]',1);
INSERT INTO "agency" VALUES(56,'UBND phường Hòa Thắng','UBND phường Hòa Thắng','Ủy ban nhân dân phường Hòa Thắng','22591','ward','["communes"]',1);
INSERT INTO "agency" VALUES(57,'UBND xã Nam Ninh Hòa','UBND xã Nam Ninh Hòa','Ủy ban nhân dân xã Nam Ninh Hòa','22597','commune','["communes"]',1);
INSERT INTO "agency" VALUES(58,'UBND xã Khánh Vĩnh','UBND xã Khánh Vĩnh','Ủy ban nhân dân xã Khánh Vĩnh','22609','commune','["communes"]',1);
INSERT INTO "agency" VALUES(59,'UBND xã Trung Khánh Vĩnh','UBND xã Trung Khánh Vĩnh','Ủy ban nhân dân xã Trung Khánh Vĩnh','22612','commune','["communes"]',1);
INSERT INTO "agency" VALUES(60,'UBND xã Bắc Khánh Vĩnh','UBND xã Bắc Khánh Vĩnh','Ủy ban nhân dân xã Bắc Khánh Vĩnh','22615','commune','["communes"]',1);
INSERT INTO "agency" VALUES(61,'UBND xã Tây Khánh Vĩnh','UBND xã Tây Khánh Vĩnh','Ủy ban nhân dân xã Tây Khánh Vĩnh','22624','commune','["communes"]',1);
INSERT INTO "agency" VALUES(62,'UBND xã Nam Khánh Vĩnh','UBND xã Nam Khánh Vĩnh','Ủy ban nhân dân xã Nam Khánh Vĩnh','22648','commune','["communes"]',1);
INSERT INTO "agency" VALUES(63,'UBND xã Diên Khánh','UBND xã Diên Khánh','Ủy ban nhân dân xã Diên Khánh','22651','commune','["communes"]',1);
INSERT INTO "agency" VALUES(64,'UBND xã Diên Điền','UBND xã Diên Điền','Ủy ban nhân dân xã Diên Điền','22657','commune','["communes"]',1);
INSERT INTO "agency" VALUES(65,'UBND xã Diên Lâm','UBND xã Diên Lâm','Ủy ban nhân dân xã Diên Lâm','22660','commune','["communes"]',1);
INSERT INTO "agency" VALUES(66,'UBND xã Diên Thọ','UBND xã Diên Thọ','Ủy ban nhân dân xã Diên Thọ','22672','commune','["communes"]',1);
INSERT INTO "agency" VALUES(67,'UBND xã Diên Lạc','UBND xã Diên Lạc','Ủy ban nhân dân xã Diên Lạc','22678','commune','["communes"]',1);
INSERT INTO "agency" VALUES(68,'UBND xã Suối Hiệp','UBND xã Suối Hiệp','Ủy ban nhân dân xã Suối Hiệp','22702','commune','["communes"]',1);
INSERT INTO "agency" VALUES(69,'UBND xã Suối Dầu','UBND xã Suối Dầu','Ủy ban nhân dân xã Suối Dầu','22708','commune','["communes"]',1);
INSERT INTO "agency" VALUES(70,'UBND xã Khánh Sơn','UBND xã Khánh Sơn','Ủy ban nhân dân xã Khánh Sơn','22714','commune','["communes"]',1);
INSERT INTO "agency" VALUES(71,'UBND xã Tây Khánh Sơn','UBND xã Tây Khánh Sơn','Ủy ban nhân dân xã Tây Khánh Sơn','22720','commune','["communes"]',1);
INSERT INTO "agency" VALUES(72,'UBND xã Đông Khánh Sơn','UBND xã Đông Khánh Sơn','Ủy ban nhân dân xã Đông Khánh Sơn','22732','commune','["communes"]',1);
INSERT INTO "agency" VALUES(73,'UBND đặc khu Trường Sa','UBND đặc khu Trường Sa','Ủy ban nhân dân đặc khu Trường Sa','22736','special_zone','["communes"]',1);
INSERT INTO "agency" VALUES(74,'UBND phường Đô Vinh','UBND phường Đô Vinh','Ủy ban nhân dân phường Đô Vinh','22738','ward','["communes"]',1);
INSERT INTO "agency" VALUES(75,'UBND phường Bảo An','UBND phường Bảo An','Ủy ban nhân dân phường Bảo An','22741','ward','["communes"]',1);
INSERT INTO "agency" VALUES(76,'UBND phường Phan Rang','UBND phường Phan Rang','Ủy ban nhân dân phường Phan Rang','22759','ward','["communes"]',1);
INSERT INTO "agency" VALUES(77,'UBND phường Đông Hải','UBND phường Đông Hải','Ủy ban nhân dân phường Đông Hải','22780','ward','["communes"]',1);
INSERT INTO "agency" VALUES(78,'UBND xã Bác Ái Tây','UBND xã Bác Ái Tây','Ủy ban nhân dân xã Bác Ái Tây','22786','commune','["communes"]',1);
INSERT INTO "agency" VALUES(79,'UBND xã Bác Ái','UBND xã Bác Ái','Ủy ban nhân dân xã Bác Ái','22795','commune','["communes"]',1);
INSERT INTO "agency" VALUES(80,'UBND xã Bác Ái Đông','UBND xã Bác Ái Đông','Ủy ban nhân dân xã Bác Ái Đông','22801','commune','["communes"]',1);
INSERT INTO "agency" VALUES(81,'UBND xã Ninh Sơn','UBND xã Ninh Sơn','Ủy ban nhân dân xã Ninh Sơn','22810','commune','["communes"]',1);
INSERT INTO "agency" VALUES(82,'UBND xã Lâm Sơn','UBND xã Lâm Sơn','Ủy ban nhân dân xã Lâm Sơn','22813','commune','["communes"]',1);
INSERT INTO "agency" VALUES(83,'UBND xã Mỹ Sơn','UBND xã Mỹ Sơn','Ủy ban nhân dân xã Mỹ Sơn','22822','commune','["communes"]',1);
INSERT INTO "agency" VALUES(84,'UBND xã Anh Dũng','UBND xã Anh Dũng','Ủy ban nhân dân xã Anh Dũng','22828','commune','["communes"]',1);
INSERT INTO "agency" VALUES(85,'UBND phường Ninh Chử','UBND phường Ninh Chử','Ủy ban nhân dân phường Ninh Chử','22834','ward','["communes"]',1);
INSERT INTO "agency" VALUES(86,'UBND xã Công Hải','UBND xã Công Hải','Ủy ban nhân dân xã Công Hải','22840','commune','["communes"]',1);
INSERT INTO "agency" VALUES(87,'UBND xã Vĩnh Hải','UBND xã Vĩnh Hải','Ủy ban nhân dân xã Vĩnh Hải','22846','commune','["communes"]',1);
INSERT INTO "agency" VALUES(88,'UBND xã Thuận Bắc','UBND xã Thuận Bắc','Ủy ban nhân dân xã Thuận Bắc','22849','commune','["communes"]',1);
INSERT INTO "agency" VALUES(89,'UBND xã Ninh Hải','UBND xã Ninh Hải','Ủy ban nhân dân xã Ninh Hải','22852','commune','["communes"]',1);
INSERT INTO "agency" VALUES(90,'UBND xã Xuân Hải','UBND xã Xuân Hải','Ủy ban nhân dân xã Xuân Hải','22861','commune','["communes"]',1);
INSERT INTO "agency" VALUES(91,'UBND xã Ninh Phước','UBND xã Ninh Phước','Ủy ban nhân dân xã Ninh Phước','22870','commune','["communes"]',1);
INSERT INTO "agency" VALUES(92,'UBND xã Phước Hậu','UBND xã Phước Hậu','Ủy ban nhân dân xã Phước Hậu','22873','commune','["communes"]',1);
INSERT INTO "agency" VALUES(93,'UBND xã Phước Dinh','UBND xã Phước Dinh','Ủy ban nhân dân xã Phước Dinh','22888','commune','["communes"]',1);
INSERT INTO "agency" VALUES(94,'UBND xã Phước Hữu','UBND xã Phước Hữu','Ủy ban nhân dân xã Phước Hữu','22891','commune','["communes"]',1);
INSERT INTO "agency" VALUES(95,'UBND xã Thuận Nam','UBND xã Thuận Nam','Ủy ban nhân dân xã Thuận Nam','22897','commune','["communes"]',1);
INSERT INTO "agency" VALUES(96,'UBND xã Phước Hà','UBND xã Phước Hà','Ủy ban nhân dân xã Phước Hà','22900','commune','["communes"]',1);
INSERT INTO "agency" VALUES(97,'UBND xã Cà Ná','UBND xã Cà Ná','Ủy ban nhân dân xã Cà Ná','22909','commune','["communes"]',1);
CREATE TABLE agency_alias (
	id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	alias VARCHAR NOT NULL, 
	CONSTRAINT pk_agency_alias PRIMARY KEY (id), 
	CONSTRAINT fk_agency_alias_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT uq_agency_alias_agency_id_alias UNIQUE (agency_id, alias)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE assignment (
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	percent INTEGER NOT NULL, 
	due DATE, 
	held BOOLEAN NOT NULL, 
	self_confirmed BOOLEAN NOT NULL, 
	snoozed_until DATE, 
	snoozes INTEGER NOT NULL, 
	asked_at DATETIME, 
	created_at DATETIME NOT NULL, 
	last_update_at DATETIME, 
	next_nudge_at DATETIME, 
	CONSTRAINT pk_assignment PRIMARY KEY (id), 
	CONSTRAINT fk_assignment_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_assignment_task_id_task FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT uq_assignment_task_id_agency_id_role UNIQUE (task_id, agency_id, role)
);
INSERT INTO "assignment" VALUES(1,1,6,'lead','not_started',0,'2025-12-01',1,0,NULL,0,NULL,'2026-01-05 02:00:00.000000',NULL,NULL);
INSERT INTO "assignment" VALUES(2,2,6,'lead','not_started',0,'2025-12-02',1,0,NULL,0,NULL,'2026-01-05 02:00:00.000000',NULL,NULL);
INSERT INTO "assignment" VALUES(3,3,6,'lead','reported',100,NULL,0,0,NULL,0,NULL,'2026-01-05 02:00:00.000000','2026-01-05 02:00:00.000000','2026-01-05 02:00:00.000000');
INSERT INTO "assignment" VALUES(4,4,6,'lead','in_progress',30,'2026-01-20',0,0,NULL,0,NULL,'2026-01-05 02:00:00.000000','2026-01-05 02:00:00.000000','2026-01-05 02:00:00.000000');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	channel VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	detail JSON NOT NULL, 
	previous VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id), 
	CONSTRAINT uq_audit_hash UNIQUE (hash)
);
INSERT INTO "audit" VALUES(1,'2026-01-05 02:00:00.000000',NULL,'system','membership.granted','membership:1','{"person": 1, "role": "officer", "agency": 9, "until": null}','0000000000000000000000000000000000000000000000000000000000000000','7dbbd312a36c8262ea46e336f49b395a9d7d974c394ca363fb90531da9c5e467');
INSERT INTO "audit" VALUES(2,'2026-01-05 02:00:00.000000',NULL,'system','membership.granted','membership:2','{"person": 2, "role": "focal", "agency": 6, "until": null}','7dbbd312a36c8262ea46e336f49b395a9d7d974c394ca363fb90531da9c5e467','51b8566cf4bf9239562b14b98accbb71200d251e536c0a57012e672ffc86a6d9');
INSERT INTO "audit" VALUES(3,'2026-01-05 02:00:00.000000',NULL,'system','assigned','tasks:8','{"assignments": {"1:lead": [1], "2:lead": [2], "3:lead": [3], "4:lead": [4]}, "digest": "312985eee59a37feec8b92f2fc95db50fd465aa35649889f2e2a7ea5f81eaa73"}','51b8566cf4bf9239562b14b98accbb71200d251e536c0a57012e672ffc86a6d9','74ade7783f9d87e4a1e71f403c78ff7201e3ceddac96f9379d51bf1dd4401f15');
INSERT INTO "audit" VALUES(4,'2026-01-05 02:00:00.000000',NULL,'system','plan.imported','plan:1','{"tasks": 4, "added": 4, "changed": 0, "withdrawn": 0, "source": "", "document": ""}','74ade7783f9d87e4a1e71f403c78ff7201e3ceddac96f9379d51bf1dd4401f15','2c5e4072a9dc8c14870f6cf0bd826f276bf31165228b400a2ddf783eca212d04');
INSERT INTO "audit" VALUES(5,'2026-01-05 02:00:00.000000',2,'telegram','update.progress','assignment:4','{"update": 5, "state": "in_progress", "percent": 30, "day": "2026-01-05", "digest": "84c4c8bf6c05717f0d555155401bc21c6a870e9df4ebb414b36768fda59a77e3"}','2c5e4072a9dc8c14870f6cf0bd826f276bf31165228b400a2ddf783eca212d04','40dbee3f95d40cad3f194f345505bed275cb761cf0be296fcd33fa71d7b6183e');
INSERT INTO "audit" VALUES(6,'2026-01-05 02:00:00.000000',2,'telegram','update.report','assignment:3','{"update": 6, "state": "reported", "percent": 100, "day": "2026-01-05", "digest": "e4441d3d4d97a9f900604cdc18aebc9864d805390f65a7efaeb2623aa2b946a7"}','40dbee3f95d40cad3f194f345505bed275cb761cf0be296fcd33fa71d7b6183e','16f053d8306dce737d4d5a8387e4bdac419bc43eb647090026ad3677900d43b7');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	links INTEGER NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO "audit_head" VALUES(1,6,'16f053d8306dce737d4d5a8387e4bdac419bc43eb647090026ad3677900d43b7');
CREATE TABLE beat (
	channel VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	gap_from DATETIME, 
	gap_until DATETIME, 
	CONSTRAINT pk_beat PRIMARY KEY (channel)
);
INSERT INTO "beat" VALUES('telegram','2026-01-05 02:00:00.000000',NULL,NULL);
CREATE TABLE blocker (
	id INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	update_id INTEGER, 
	opened_at DATETIME NOT NULL, 
	must_act_agency_id INTEGER, 
	resolved_at DATETIME, 
	resolved_by_id INTEGER, 
	CONSTRAINT pk_blocker PRIMARY KEY (id), 
	CONSTRAINT fk_blocker_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT fk_blocker_must_act_agency_id_agency FOREIGN KEY(must_act_agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_blocker_resolved_by_id_person FOREIGN KEY(resolved_by_id) REFERENCES person (id), 
	CONSTRAINT fk_blocker_update_id_update_entry FOREIGN KEY(update_id) REFERENCES update_entry (id)
);
CREATE TABLE briefing (
	person_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	digest_id INTEGER, 
	CONSTRAINT pk_briefing PRIMARY KEY (person_id, day), 
	CONSTRAINT fk_briefing_digest_id_digest FOREIGN KEY(digest_id) REFERENCES digest (id), 
	CONSTRAINT fk_briefing_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "briefing" VALUES(1,'2026-01-05',2);
CREATE TABLE calendar_override (
	day DATE NOT NULL, 
	working BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_calendar_override PRIMARY KEY (day)
);
CREATE TABLE contact (
	id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	chat_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	person_id INTEGER, 
	agency_id INTEGER, 
	name VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	preferred BOOLEAN NOT NULL, 
	blocked_at DATETIME, 
	last_in_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT fk_contact_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_contact_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_contact_channel_chat_id UNIQUE (channel, chat_id)
);
INSERT INTO "contact" VALUES(1,'telegram','chat-Hạnh','private',1,NULL,'Hạnh','',0,NULL,'2026-01-05 02:00:00.000000','2026-01-05 02:00:00.000000');
INSERT INTO "contact" VALUES(2,'telegram','chat-Bình','private',2,NULL,'Bình','',0,NULL,'2026-01-05 02:00:00.000000','2026-01-05 02:00:00.000000');
CREATE TABLE conversation (
	contact_id INTEGER NOT NULL, 
	flow VARCHAR NOT NULL, 
	person_id INTEGER, 
	data JSON NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_conversation PRIMARY KEY (contact_id), 
	CONSTRAINT fk_conversation_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_conversation_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "conversation" VALUES(1,'held_close',1,'{"ids": [1]}','2026-01-05 02:00:00.000000');
CREATE TABLE digest (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	items JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	outbox_id INTEGER, 
	CONSTRAINT pk_digest PRIMARY KEY (id), 
	CONSTRAINT fk_digest_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_digest_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_digest_person_id_day UNIQUE (person_id, day)
);
INSERT INTO "digest" VALUES(1,2,'2026-01-05','[["task", 4, "1", "2026-01-20", false]]','2026-01-05 02:00:00.000000',1);
INSERT INTO "digest" VALUES(2,1,'2026-01-05','[]','2026-01-05 02:00:00.000000',2);
CREATE TABLE "duty_nudge" (
	id INTEGER NOT NULL, 
	duty_period_id INTEGER NOT NULL, 
	rung VARCHAR NOT NULL, 
	person_id INTEGER, 
	created_at DATETIME NOT NULL, 
	digest_id INTEGER, 
	outbox_id INTEGER, 
	note VARCHAR NOT NULL, 
	contact_id INTEGER, 
	snooze INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_duty_nudge PRIMARY KEY (id), 
	CONSTRAINT fk_duty_nudge_digest_id_digest FOREIGN KEY(digest_id) REFERENCES digest (id), 
	CONSTRAINT fk_duty_nudge_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_duty_nudge_duty_period_id_duty_period FOREIGN KEY(duty_period_id) REFERENCES duty_period (id), 
	CONSTRAINT fk_duty_nudge_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_duty_nudge_duty_period_id_rung_person_id_snooze UNIQUE (duty_period_id, rung, person_id, snooze), 
	CONSTRAINT fk_duty_nudge_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id)
);
CREATE TABLE duty_period (
	id INTEGER NOT NULL, 
	duty_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	due DATE NOT NULL, 
	opened_at DATETIME NOT NULL, 
	next_nudge_at DATETIME, 
	closed_at DATETIME, 
	reported_at DATETIME, 
	reported_by_id INTEGER, 
	document_number VARCHAR NOT NULL, snoozed_until DATE, snoozes INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_duty_period PRIMARY KEY (id), 
	CONSTRAINT fk_duty_period_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_duty_period_duty_id_reporting_duty FOREIGN KEY(duty_id) REFERENCES reporting_duty (id), 
	CONSTRAINT fk_duty_period_reported_by_id_person FOREIGN KEY(reported_by_id) REFERENCES person (id), 
	CONSTRAINT uq_duty_period_duty_id_agency_id_period UNIQUE (duty_id, agency_id, period)
);
CREATE TABLE duty_prompt (
	id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	duty_period_id INTEGER NOT NULL, 
	CONSTRAINT pk_duty_prompt PRIMARY KEY (id), 
	CONSTRAINT fk_duty_prompt_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_duty_prompt_duty_period_id_duty_period FOREIGN KEY(duty_period_id) REFERENCES duty_period (id), 
	CONSTRAINT fk_duty_prompt_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT uq_duty_prompt_outbox_id_position UNIQUE (outbox_id, position)
);
CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	update_id INTEGER, 
	sha256 VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	album VARCHAR NOT NULL, 
	person_id INTEGER, 
	at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT fk_evidence_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_evidence_sha256_evidence_blob FOREIGN KEY(sha256) REFERENCES evidence_blob (sha256), 
	CONSTRAINT fk_evidence_update_id_update_entry FOREIGN KEY(update_id) REFERENCES update_entry (id), 
	CONSTRAINT uq_evidence_assignment_id_sha256 UNIQUE (assignment_id, sha256)
);
CREATE TABLE evidence_blob (
	sha256 VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	mime VARCHAR NOT NULL, 
	stored_at DATETIME NOT NULL, 
	CONSTRAINT pk_evidence_blob PRIMARY KEY (sha256)
);
CREATE TABLE extension (
	id INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	old_due DATE, 
	asked_due DATE NOT NULL, 
	reason VARCHAR NOT NULL, 
	update_id INTEGER, 
	asked_at DATETIME NOT NULL, 
	asked_by_id INTEGER, 
	decision VARCHAR NOT NULL, 
	granted_due DATE, 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	document_number VARCHAR NOT NULL, 
	CONSTRAINT pk_extension PRIMARY KEY (id), 
	CONSTRAINT fk_extension_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id), 
	CONSTRAINT fk_extension_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT fk_extension_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id), 
	CONSTRAINT fk_extension_update_id_update_entry FOREIGN KEY(update_id) REFERENCES update_entry (id)
);
CREATE TABLE flood (
	contact_id INTEGER NOT NULL, 
	level FLOAT NOT NULL, 
	at DATETIME NOT NULL, 
	silenced BOOLEAN NOT NULL, 
	CONSTRAINT pk_flood PRIMARY KEY (contact_id), 
	CONSTRAINT fk_flood_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id)
);
INSERT INTO "flood" VALUES(1,5.0,'2026-01-05 02:00:00.000000',0);
INSERT INTO "flood" VALUES(2,2.0,'2026-01-05 02:00:00.000000',0);
CREATE TABLE group_digest (
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	items JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	outbox_id INTEGER, 
	CONSTRAINT pk_group_digest PRIMARY KEY (id), 
	CONSTRAINT fk_group_digest_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_group_digest_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT uq_group_digest_contact_id_day UNIQUE (contact_id, day)
);
CREATE TABLE import_run (
	id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	source_name VARCHAR NOT NULL, 
	source_sha256 VARCHAR NOT NULL, 
	report JSON NOT NULL, 
	CONSTRAINT pk_import_run PRIMARY KEY (id), 
	CONSTRAINT fk_import_run_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_import_run_plan_id_plan FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
INSERT INTO "import_run" VALUES(1,1,'2026-01-05 02:00:00.000000',NULL,'','','{"plan": {"id": 1, "number": "1/KH", "title": "K\u1ebf ho\u1ea1ch 1/KH", "issuer": "UBND t\u1ec9nh", "date": "2026-01-02"}, "rows_read": 0, "tasks": 4, "sub_rows": 0, "indicators": 0, "reporting": 0, "warnings": [], "new": true, "held": 3, "unassigned": 0, "added": [{"task": 1, "annex": "", "section": "I", "number": "1", "title": "Vi\u1ec7c c\u0169 1", "classified": false}, {"task": 2, "annex": "", "section": "I", "number": "2", "title": "Vi\u1ec7c c\u0169 2", "classified": false}, {"task": 3, "annex": "", "section": "I", "number": "3", "title": "Vi\u1ec7c c\u0169 3", "classified": false}, {"task": 4, "annex": "", "section": "I", "number": "4", "title": "Vi\u1ec7c m\u1edbi 4", "classified": false}], "changed": [], "withdrawn": [], "warnings_by_kind": {}}');
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	event_id VARCHAR NOT NULL, 
	chat_key VARCHAR NOT NULL, 
	received_at DATETIME NOT NULL, 
	payload JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	handled_at DATETIME, 
	error VARCHAR NOT NULL, claimed_by INTEGER, 
	CONSTRAINT pk_inbox PRIMARY KEY (id), 
	CONSTRAINT uq_inbox_channel_event_id UNIQUE (channel, event_id)
);
INSERT INTO "inbox" VALUES(1,'telegram','a215a2c1e1cd47dcb5128caabaecb9d4','chat-Bình','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
INSERT INTO "inbox" VALUES(2,'telegram','5413726d997b4b7b8039343b8e6f5063','chat-Bình','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
INSERT INTO "inbox" VALUES(3,'telegram','0e4a64aa81b94c8988d7184373b0aa20','chat-Hạnh','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
INSERT INTO "inbox" VALUES(4,'telegram','aa40464ee4a44995855a3a0b23b207f3','chat-Hạnh','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
INSERT INTO "inbox" VALUES(5,'telegram','316e4dc174624dbb9137b54a3afc8ae8','chat-Hạnh','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
INSERT INTO "inbox" VALUES(6,'telegram','a346ce20c12f4c1c8eb48e3ad838d4a7','chat-Hạnh','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
INSERT INTO "inbox" VALUES(7,'telegram','285409660b464db79439e907561fda04','chat-Hạnh','2026-01-05 02:00:00.000000','{}','done',0,'2026-01-05 02:00:00.000000','',NULL);
CREATE TABLE indicator (
	id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	annex VARCHAR NOT NULL, 
	section VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	target_raw VARCHAR NOT NULL, 
	op VARCHAR NOT NULL, 
	value FLOAT, 
	heading_only BOOLEAN NOT NULL, 
	lead_named JSON NOT NULL, 
	lead JSON NOT NULL, 
	lead_groups JSON NOT NULL, 
	support_named JSON NOT NULL, 
	support JSON NOT NULL, 
	support_groups JSON NOT NULL, 
	warnings JSON NOT NULL, 
	source_row INTEGER NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_indicator PRIMARY KEY (id), 
	CONSTRAINT fk_indicator_plan_id_plan FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
CREATE TABLE indicator_value (
	id INTEGER NOT NULL, 
	indicator_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	person_id INTEGER, 
	at DATETIME NOT NULL, 
	value FLOAT, 
	text VARCHAR NOT NULL, on_behalf BOOLEAN DEFAULT 0 NOT NULL, document_number VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_indicator_value PRIMARY KEY (id), 
	CONSTRAINT fk_indicator_value_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_indicator_value_indicator_id_indicator FOREIGN KEY(indicator_id) REFERENCES indicator (id), 
	CONSTRAINT fk_indicator_value_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE invitation (
	id INTEGER NOT NULL, 
	code_sha256 VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	agency_id INTEGER, 
	person_id INTEGER, 
	membership_id INTEGER, 
	until DATE, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	used_by_id INTEGER, 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT fk_invitation_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_invitation_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id), 
	CONSTRAINT fk_invitation_membership_id_membership FOREIGN KEY(membership_id) REFERENCES membership (id), 
	CONSTRAINT fk_invitation_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_invitation_used_by_id_person FOREIGN KEY(used_by_id) REFERENCES person (id), 
	CONSTRAINT uq_invitation_code_sha256 UNIQUE (code_sha256)
);
CREATE TABLE join_request (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	decision VARCHAR NOT NULL, 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	CONSTRAINT pk_join_request PRIMARY KEY (id), 
	CONSTRAINT fk_join_request_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_join_request_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id), 
	CONSTRAINT fk_join_request_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	agency_id INTEGER, 
	deputy_of_id INTEGER, 
	until DATE, 
	granted_by_id INTEGER, 
	since DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT fk_membership_agency_id_agency FOREIGN KEY(agency_id) REFERENCES agency (id), 
	CONSTRAINT fk_membership_deputy_of_id_membership FOREIGN KEY(deputy_of_id) REFERENCES membership (id), 
	CONSTRAINT fk_membership_granted_by_id_person FOREIGN KEY(granted_by_id) REFERENCES person (id), 
	CONSTRAINT fk_membership_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "membership" VALUES(1,1,'officer',9,NULL,NULL,NULL,'2026-01-05 02:00:00.000000',NULL);
INSERT INTO "membership" VALUES(2,2,'focal',6,NULL,NULL,NULL,'2026-01-05 02:00:00.000000',NULL);
CREATE TABLE milestone (
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	start DATE, 
	due DATE, 
	CONSTRAINT pk_milestone PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_task_id_task FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT uq_milestone_task_id_slot UNIQUE (task_id, slot)
);
INSERT INTO "milestone" VALUES(1,1,1,'','date',NULL,'2025-12-01');
INSERT INTO "milestone" VALUES(2,2,1,'','date',NULL,'2025-12-02');
INSERT INTO "milestone" VALUES(3,3,1,'','date',NULL,'2025-12-03');
INSERT INTO "milestone" VALUES(4,4,1,'','date',NULL,'2026-01-20');
CREATE TABLE "nudge" (
	id INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	slot VARCHAR NOT NULL, 
	rung VARCHAR NOT NULL, 
	person_id INTEGER, 
	due VARCHAR NOT NULL, 
	snooze INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	digest_id INTEGER, 
	outbox_id INTEGER, 
	note VARCHAR NOT NULL, 
	contact_id INTEGER, 
	CONSTRAINT pk_nudge PRIMARY KEY (id), 
	CONSTRAINT fk_nudge_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_nudge_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_nudge_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT uq_nudge_assignment_id_slot_rung_person_id_due_snooze UNIQUE (assignment_id, slot, rung, person_id, due, snooze), 
	CONSTRAINT fk_nudge_digest_id_digest FOREIGN KEY(digest_id) REFERENCES digest (id), 
	CONSTRAINT fk_nudge_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id)
);
INSERT INTO "nudge" VALUES(1,4,'1','before_30',2,'2026-01-20',0,'2026-01-05 02:00:00.000000',1,1,'',NULL);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	inbox_id INTEGER, 
	sequence INTEGER, 
	payload JSON NOT NULL, 
	grounds JSON NOT NULL, 
	has_choices BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	not_before DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	ambiguous INTEGER NOT NULL, 
	provider_message_id VARCHAR NOT NULL, 
	error VARCHAR NOT NULL, 
	sent_at DATETIME, claimed_by INTEGER, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_outbox_inbox_id_inbox FOREIGN KEY(inbox_id) REFERENCES inbox (id), 
	CONSTRAINT uq_outbox_inbox_id_sequence UNIQUE (inbox_id, sequence)
);
INSERT INTO "outbox" VALUES(1,2,'telegram',2,NULL,NULL,'{"text": "NH\u1eaeC VI\u1ec6C th\u1ee9 Hai, 5/1/2026\n1 nhi\u1ec7m v\u1ee5 c\u1ea7n c\u1eadp nh\u1eadt.\n\nS\u1eaeP T\u1edaI\n1. #4 Vi\u1ec7c m\u1edbi 4\n   KH 1/KH, m\u1ee5c I, s\u1ed1 4 \u00b7 c\u00f2n 15 ng\u00e0y, th\u1ee9 Ba 20/1/2026\n   C\u1ea7n: B\u00e1o c\u00e1o\n\nTr\u1ea3 l\u1eddi ng\u1eafn, kh\u00f4ng c\u1ea7n d\u1ea5u. V\u00ed d\u1ee5: \u201c1 xong, 2 duoc 50%, 3 vuong kinh phi\u201d.", "choices": [[{"label": "C\u1eadp nh\u1eadt", "do": "update", "args": {"assignment": 4}}, {"label": "G\u1eedi minh ch\u1ee9ng", "do": "evidence", "args": {"assignment": 4}}], [{"label": "V\u01b0\u1edbng m\u1eafc", "do": "blocker", "args": {"assignment": 4}}, {"label": "Xin gia h\u1ea1n", "do": "extend", "args": {"assignment": 4}}], [{"label": "Nh\u1eafc l\u1ea1i sau", "do": "snooze", "args": {"assignments": [4], "periods": [], "days": 3}}]]}','[["focal", 6]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'1','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(2,1,'telegram',2,NULL,NULL,'{"text": "VI\u1ec6C CH\u1edc C\u00c1N B\u1ed8 T\u1ed4NG H\u1ee2P th\u1ee9 Hai, 5/1/2026\n\u2022 3 l\u01b0\u1ee3t giao \u0111\u00e3 qu\u00e1 h\u1ea1n khi nh\u1eadp k\u1ebf ho\u1ea1ch, ch\u01b0a nh\u1eafc ai: c\u1ea7n \u0111\u00f3ng, gia h\u1ea1n, chuy\u1ec3n c\u01a1 quan ho\u1eb7c b\u1eaft \u0111\u1ea7u nh\u1eafc\n\nC\u1ea2NH B\u00c1O S\u1edaM\n\u26a0\ufe0f S\u1eafp \u0111\u1ebfn h\u1ea1n m\u00e0 ch\u01b0a c\u1eadp nh\u1eadt: 1", "choices": [[{"label": "Qu\u00e1 h\u1ea1n khi nh\u1eadp (3)", "do": "held", "args": {}}], [{"label": "\u26a0\ufe0f C\u1ea3nh b\u00e1o", "do": "status_warnings", "args": {}}]]}','[["officer", 9]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'2','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(3,2,'telegram',0,1,0,'{"text": "\u0110\u00e3 ghi nh\u1eadn: #4 Vi\u1ec7c m\u1edbi 4 \u2013 \u0111ang th\u1ef1c hi\u1ec7n 30% (c\u00f2n 15 ng\u00e0y, th\u1ee9 Ba 20/1/2026).", "choices": [[{"label": "S\u1eeda", "do": "update", "args": {"assignment": 4}}, {"label": "H\u1ee7y", "do": "undo", "args": {"update": 5}}]]}','[["focal", 6]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'3','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(4,1,'telegram',1,2,0,'{"text": "S\u1edf C\u00f4ng Th\u01b0\u01a1ng b\u00e1o c\u00e1o ho\u00e0n th\u00e0nh\n#3 Vi\u1ec7c c\u0169 3\nK\u1ebft qu\u1ea3 ph\u1ea3i c\u00f3: B\u00e1o c\u00e1o\n\u201c#3 xong theo v\u0103n b\u1ea3n 7/BC-SCT\u201d \u2013 B\u00ecnh, v\u0103n b\u1ea3n 7/BC-SCT\nMinh ch\u1ee9ng: ch\u01b0a c\u00f3", "choices": [[{"label": "Ch\u1ea5p nh\u1eadn", "do": "accept", "args": {"assignment": 3, "report": 6}}, {"label": "Tr\u1ea3 l\u1ea1i", "do": "return", "args": {"assignment": 3, "report": 6}}], [{"label": "Xem nhi\u1ec7m v\u1ee5", "do": "card", "args": {"assignment": 3}}]]}','[["officer", 9]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'4','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(5,2,'telegram',0,2,1,'{"text": "\u0110\u00e3 ghi nh\u1eadn: #3 Vi\u1ec7c c\u0169 3 \u2013 \u0111\u00e3 b\u00e1o c\u00e1o ho\u00e0n th\u00e0nh, ch\u1edd nghi\u1ec7m thu; v\u0103n b\u1ea3n 7/BC-SCT.", "choices": [[{"label": "S\u1eeda", "do": "update", "args": {"assignment": 3}}, {"label": "H\u1ee7y", "do": "undo", "args": {"update": 6}}]]}','[["focal", 6]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'5','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(6,1,'telegram',0,3,0,'{"text": "NHI\u1ec6M V\u1ee4 #4 \ud83d\udfe2 \u0111ang th\u1ef1c hi\u1ec7n 30%\nR\u00f5 vi\u1ec7c: Vi\u1ec7c m\u1edbi 4\nR\u00f5 ng\u01b0\u1eddi: S\u1edf C\u00f4ng Th\u01b0\u01a1ng (ch\u1ee7 tr\u00ec)\nR\u00f5 tr\u00e1ch nhi\u1ec7m: \u0111\u1ea7u m\u1ed1i B\u00ecnh\nR\u00f5 th\u1ea9m quy\u1ec1n: UBND t\u1ec9nh giao (KH 1/KH, m\u1ee5c I, s\u1ed1 4); nghi\u1ec7m thu: S\u1edf Khoa h\u1ecdc v\u00e0 C\u00f4ng ngh\u1ec7\nR\u00f5 th\u1eddi gian:\n \u2022 c\u00f2n 15 ng\u00e0y, th\u1ee9 Ba 20/1/2026\nR\u00f5 k\u1ebft qu\u1ea3: B\u00e1o c\u00e1o\n\nG\u1ea7n \u0111\u00e2y:\n05/01 09:00 B\u00ecnh: c\u1eadp nh\u1eadt ti\u1ebfn \u0111\u1ed9 \u2013 \u201c#4 \u0111\u01b0\u1ee3c 30%\u201d", "choices": [[{"label": "Chi ti\u1ebft, l\u1ecbch s\u1eed", "do": "card_whole", "args": {"assignment": 4}}, {"label": "L\u1ecbch s\u1eed nh\u1eafc", "do": "nudge_log", "args": {"task": 4}}], [{"label": "Nh\u1eadp h\u1ed9 c\u01a1 quan", "do": "on_behalf", "args": {"assignment": 4}}], [{"label": "T\u1ea1m d\u1eebng", "do": "standing", "args": {"assignment": 4, "act": "suspend"}}, {"label": "H\u1ee7y nhi\u1ec7m v\u1ee5", "do": "standing", "args": {"assignment": 4, "act": "cancel"}}], [{"label": "\u0110\u1ed5i th\u1eddi h\u1ea1n, c\u01a1 quan", "do": "task_card", "args": {"task": 4}}]]}','[["officer", 9]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'6','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(7,1,'telegram',0,4,0,'{"text": "Nh\u1eafc vi\u1ec7c ngay, ngo\u00e0i l\u1ecbch t\u1ef1 \u0111\u1ed9ng (1 k\u1ebf ho\u1ea1ch anh/ch\u1ecb theo d\u00f5i):\n/nhac s\u1edf c\u00f4ng th\u01b0\u01a1ng \u2013 nh\u1eafc m\u1ed9t c\u01a1 quan\n/nhac #12 \u2013 nh\u1eafc m\u1ecdi c\u01a1 quan ch\u01b0a xong nhi\u1ec7m v\u1ee5 #12\n/nhac qu\u00e1 h\u1ea1n \u2013 nh\u1eafc t\u1ea5t c\u1ea3 vi\u1ec7c qu\u00e1 h\u1ea1n\n/nhac tu\u1ea7n n\u00e0y \u2013 xem tr\u01b0\u1edbc l\u1ecbch nh\u1eafc t\u1ef1 \u0111\u1ed9ng\nTr\u01b0\u1edbc khi g\u1eedi, \u0110\u00f4n \u0110\u1ed1c cho bi\u1ebft bao nhi\u00eau ng\u01b0\u1eddi s\u1ebd nh\u1eadn.", "choices": [[{"label": "Nh\u1eafc t\u1ea5t c\u1ea3 vi\u1ec7c qu\u00e1 h\u1ea1n", "do": "nudge_about", "args": {"what": "overdue"}}], [{"label": "Tu\u1ea7n n\u00e0y nh\u1eafc nh\u1eefng g\u00ec", "do": "nudge_week", "args": {}}, {"label": "Qu\u00e1 h\u1ea1n khi nh\u1eadp", "do": "held", "args": {}}], [{"label": "M\u1ed1c nh\u1eafc c\u1ee7a k\u1ebf ho\u1ea1ch", "do": "ladder", "args": {}}]]}','[["officer", 9]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'7','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(8,1,'telegram',0,5,0,'{"text": "\u0110\u00c3 QU\u00c1 H\u1ea0N KHI NH\u1eacP K\u1ebe HO\u1ea0CH: 2 nhi\u1ec7m v\u1ee5, 2 l\u01b0\u1ee3t giao\nCh\u01b0a nh\u1eafc ai. Ch\u1ecdn s\u1ed1 \u0111\u1ec3 \u0111\u00f3ng, gia h\u1ea1n, chuy\u1ec3n c\u01a1 quan ho\u1eb7c b\u1eaft \u0111\u1ea7u nh\u1eafc.\n\n1. #1 Vi\u1ec7c c\u0169 1\n   S\u1edf C\u00f4ng Th\u01b0\u01a1ng \u00b7 KH 1/KH \u00b7 qu\u00e1 h\u1ea1n 35 ng\u00e0y (1/12/2025)\n2. #2 Vi\u1ec7c c\u0169 2\n   S\u1edf C\u00f4ng Th\u01b0\u01a1ng \u00b7 KH 1/KH \u00b7 qu\u00e1 h\u1ea1n 34 ng\u00e0y (2/12/2025)", "choices": [[{"label": "1", "do": "held_one", "args": {"ids": [1]}}, {"label": "2", "do": "held_one", "args": {"ids": [2]}}]]}','[["officer", 9]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'8','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(9,1,'telegram',0,6,0,'{"text": "#1 Vi\u1ec7c c\u0169 1\nS\u1edf C\u00f4ng Th\u01b0\u01a1ng \u00b7 KH 1/KH, m\u1ee5c I, s\u1ed1 1\nqu\u00e1 h\u1ea1n 35 ng\u00e0y (1/12/2025)\nK\u1ebft qu\u1ea3 ph\u1ea3i c\u00f3: B\u00e1o c\u00e1o\nAnh/ch\u1ecb x\u1eed l\u00fd th\u1ebf n\u00e0o?", "choices": [[{"label": "\u0110\u00f3ng (\u0111\u00e3 xong)", "do": "held_close", "args": {"ids": [1]}}, {"label": "Gia h\u1ea1n", "do": "held_extend", "args": {"ids": [1]}}], [{"label": "Chuy\u1ec3n c\u01a1 quan", "do": "held_move", "args": {"ids": [1]}}, {"label": "B\u1eaft \u0111\u1ea7u nh\u1eafc", "do": "held_start", "args": {"ids": [1]}}], [{"label": "Xem nhi\u1ec7m v\u1ee5", "do": "card", "args": {"assignment": 1}}]]}','[["officer", 9]]',1,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'9','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "outbox" VALUES(10,1,'telegram',0,7,0,'{"text": "#1 Vi\u1ec7c c\u0169 1 \u2013 S\u1edf C\u00f4ng Th\u01b0\u01a1ng\nV\u0103n b\u1ea3n n\u00e0o cho th\u1ea5y \u0111\u00e3 ho\u00e0n th\u00e0nh? V\u00ed d\u1ee5: \u201cb\u00e1o c\u00e1o 123/BC-STC ng\u00e0y 15/12/2023\u201d. G\u00f5 /huy \u0111\u1ec3 tho\u00e1t."}','[["officer", 9]]',0,'2026-01-05 02:00:00.000000','sent','2026-01-05 02:00:00.000000',0,0,'10','','2026-01-05 02:00:00.000000',NULL);
CREATE TABLE person (
	id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	erased_at DATETIME, 
	warned_classified_at DATETIME, 
	CONSTRAINT pk_person PRIMARY KEY (id)
);
INSERT INTO "person" VALUES(1,'2026-01-05 02:00:00.000000',NULL,NULL);
INSERT INTO "person" VALUES(2,'2026-01-05 02:00:00.000000',NULL,NULL);
CREATE TABLE "plan" (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	issuer VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	date DATE, 
	year INTEGER, 
	coordinator_id INTEGER, 
	acceptance BOOLEAN NOT NULL, 
	ladder JSON, 
	imported_at DATETIME NOT NULL, 
	source_name VARCHAR NOT NULL, 
	warnings JSON NOT NULL, 
	CONSTRAINT pk_plan PRIMARY KEY (id), 
	CONSTRAINT fk_plan_coordinator_id_agency FOREIGN KEY(coordinator_id) REFERENCES agency (id)
);
INSERT INTO "plan" VALUES(1,'1/KH','UBND tỉnh','Kế hoạch 1/KH','2026-01-02',2026,9,1,'null','2026-01-05 02:00:00.000000','','[]');
CREATE TABLE plan_file (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	sent_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	document_number VARCHAR NOT NULL, 
	plan_id INTEGER, 
	"plan" JSON, 
	answers JSON NOT NULL, 
	CONSTRAINT pk_plan_file PRIMARY KEY (id), 
	CONSTRAINT fk_plan_file_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_plan_file_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_plan_file_plan_id_plan FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
CREATE TABLE prompt (
	id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	CONSTRAINT pk_prompt PRIMARY KEY (id), 
	CONSTRAINT fk_prompt_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT fk_prompt_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_prompt_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT uq_prompt_outbox_id_position UNIQUE (outbox_id, position)
);
INSERT INTO "prompt" VALUES(1,1,2,1,4,1);
INSERT INTO "prompt" VALUES(2,3,2,0,4,0);
INSERT INTO "prompt" VALUES(3,4,1,0,3,0);
INSERT INTO "prompt" VALUES(4,5,2,0,3,0);
INSERT INTO "prompt" VALUES(5,6,1,0,4,0);
INSERT INTO "prompt" VALUES(6,9,1,0,1,0);
CREATE TABLE report_draft (
	id INTEGER NOT NULL, 
	duty_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	due DATE NOT NULL, 
	created_at DATETIME NOT NULL, 
	outbox_id INTEGER, 
	CONSTRAINT pk_report_draft PRIMARY KEY (id), 
	CONSTRAINT fk_report_draft_duty_id_reporting_duty FOREIGN KEY(duty_id) REFERENCES reporting_duty (id), 
	CONSTRAINT fk_report_draft_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_report_draft_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_report_draft_duty_id_period_person_id UNIQUE (duty_id, period, person_id)
);
CREATE TABLE reporting_duty (
	id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	who VARCHAR NOT NULL, 
	addressee VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	day_rule VARCHAR NOT NULL, 
	due DATE, 
	text VARCHAR NOT NULL, 
	opens_at DATETIME, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_reporting_duty PRIMARY KEY (id), 
	CONSTRAINT fk_reporting_duty_plan_id_plan FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
CREATE TABLE rollup_cell (
	day VARCHAR NOT NULL, 
	measure VARCHAR NOT NULL, 
	plan_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_rollup_cell PRIMARY KEY (day, measure, plan_id, agency_id)
);
CREATE TABLE rollup_kept (
	assignment_id INTEGER NOT NULL, 
	counted VARCHAR NOT NULL, 
	CONSTRAINT pk_rollup_kept PRIMARY KEY (assignment_id), 
	CONSTRAINT fk_rollup_kept_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id)
);
CREATE TABLE rollup_mark (
	id INTEGER NOT NULL, 
	update_id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	import_id INTEGER NOT NULL, 
	day DATE, 
	CONSTRAINT pk_rollup_mark PRIMARY KEY (id)
);
CREATE TABLE setting (
	"key" VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
CREATE TABLE shown_day (
	day DATE NOT NULL, 
	plan_id INTEGER NOT NULL, 
	counts JSON NOT NULL, 
	CONSTRAINT pk_shown_day PRIMARY KEY (day, plan_id)
);
CREATE TABLE slot (
	assignment_id INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	start DATE, 
	original_due DATE, 
	due DATE, 
	reported_on DATE, 
	CONSTRAINT pk_slot PRIMARY KEY (assignment_id, slot), 
	CONSTRAINT fk_slot_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id)
);
INSERT INTO "slot" VALUES(1,1,'','date',NULL,'2025-12-01','2025-12-01',NULL);
INSERT INTO "slot" VALUES(2,1,'','date',NULL,'2025-12-02','2025-12-02',NULL);
INSERT INTO "slot" VALUES(3,1,'','date',NULL,'2025-12-03','2025-12-03','2026-01-05');
INSERT INTO "slot" VALUES(4,1,'','date',NULL,'2026-01-20','2026-01-20',NULL);
CREATE TABLE task (
	id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	annex VARCHAR NOT NULL, 
	section VARCHAR NOT NULL, 
	section_title VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	output VARCHAR NOT NULL, 
	deadline_raw VARCHAR NOT NULL, 
	notes VARCHAR NOT NULL, 
	heading_only BOOLEAN NOT NULL, 
	classified BOOLEAN NOT NULL, 
	parent_number VARCHAR NOT NULL, 
	lead_named JSON NOT NULL, 
	lead JSON NOT NULL, 
	lead_groups JSON NOT NULL, 
	support_named JSON NOT NULL, 
	support JSON NOT NULL, 
	support_groups JSON NOT NULL, 
	lead_raw VARCHAR NOT NULL, 
	support_raw VARCHAR NOT NULL, 
	children JSON NOT NULL, 
	warnings JSON NOT NULL, 
	source_row INTEGER NOT NULL, 
	printed JSON, 
	document_number VARCHAR NOT NULL, 
	added_at DATETIME, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_task PRIMARY KEY (id), 
	CONSTRAINT fk_task_plan_id_plan FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
INSERT INTO "task" VALUES(1,1,0,'','I','','1','Việc cũ 1','Báo cáo','','',0,0,'','[]','["S\u1edf C\u00f4ng Th\u01b0\u01a1ng"]','[]','[]','[]','[]','','','[]','[]',0,'null','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "task" VALUES(2,1,1,'','I','','2','Việc cũ 2','Báo cáo','','',0,0,'','[]','["S\u1edf C\u00f4ng Th\u01b0\u01a1ng"]','[]','[]','[]','[]','','','[]','[]',0,'null','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "task" VALUES(3,1,2,'','I','','3','Việc cũ 3','Báo cáo','','',0,0,'','[]','["S\u1edf C\u00f4ng Th\u01b0\u01a1ng"]','[]','[]','[]','[]','','','[]','[]',0,'null','','2026-01-05 02:00:00.000000',NULL);
INSERT INTO "task" VALUES(4,1,3,'','I','','4','Việc mới 4','Báo cáo','','',0,0,'','[]','["S\u1edf C\u00f4ng Th\u01b0\u01a1ng"]','[]','[]','[]','[]','','','[]','[]',0,'null','','2026-01-05 02:00:00.000000',NULL);
CREATE TABLE update_entry (
	id INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	channel VARCHAR NOT NULL, 
	inbox_id INTEGER, 
	sequence INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	document_number VARCHAR NOT NULL, 
	on_behalf BOOLEAN NOT NULL, 
	undoes_id INTEGER, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, 
	effects JSON NOT NULL, 
	CONSTRAINT pk_update_entry PRIMARY KEY (id), 
	CONSTRAINT fk_update_entry_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT fk_update_entry_inbox_id_inbox FOREIGN KEY(inbox_id) REFERENCES inbox (id), 
	CONSTRAINT fk_update_entry_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_update_entry_undoes_id_update_entry FOREIGN KEY(undoes_id) REFERENCES update_entry (id), 
	CONSTRAINT uq_update_entry_inbox_id_assignment_id_sequence UNIQUE (inbox_id, assignment_id, sequence)
);
INSERT INTO "update_entry" VALUES(1,1,'created','2026-01-05 02:00:00.000000',NULL,'system',NULL,0,'','1/KH',0,NULL,'{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-01", null]]}','{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-01", null]]}','[]');
INSERT INTO "update_entry" VALUES(2,2,'created','2026-01-05 02:00:00.000000',NULL,'system',NULL,0,'','1/KH',0,NULL,'{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-02", null]]}','{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-02", null]]}','[]');
INSERT INTO "update_entry" VALUES(3,3,'created','2026-01-05 02:00:00.000000',NULL,'system',NULL,0,'','1/KH',0,NULL,'{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-03", null]]}','{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-03", null]]}','[]');
INSERT INTO "update_entry" VALUES(4,4,'created','2026-01-05 02:00:00.000000',NULL,'system',NULL,0,'','1/KH',0,NULL,'{"state": "not_started", "percent": 0, "slots": [[1, "2026-01-20", null]]}','{"state": "not_started", "percent": 0, "slots": [[1, "2026-01-20", null]]}','[]');
INSERT INTO "update_entry" VALUES(5,4,'progress','2026-01-05 02:00:00.000000',2,'telegram',1,0,'#4 được 30%','',0,NULL,'{"state": "not_started", "percent": 0, "slots": [[1, "2026-01-20", null]]}','{"state": "in_progress", "percent": 30, "slots": [[1, "2026-01-20", null]]}','[]');
INSERT INTO "update_entry" VALUES(6,3,'report','2026-01-05 02:00:00.000000',2,'telegram',2,0,'#3 xong theo văn bản 7/BC-SCT','7/BC-SCT',0,NULL,'{"state": "not_started", "percent": 0, "slots": [[1, "2025-12-03", null]]}','{"state": "reported", "percent": 100, "slots": [[1, "2025-12-03", "2026-01-05"]]}','[{"changed": "assignment:3", "before": {"held": true}}]');
CREATE TABLE upload_link (
	id INTEGER NOT NULL, 
	token_sha256 VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	assignment_id INTEGER, 
	on_behalf_id INTEGER, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	inbox_id INTEGER, 
	CONSTRAINT pk_upload_link PRIMARY KEY (id), 
	CONSTRAINT fk_upload_link_assignment_id_assignment FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	CONSTRAINT fk_upload_link_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_upload_link_inbox_id_inbox FOREIGN KEY(inbox_id) REFERENCES inbox (id), 
	CONSTRAINT fk_upload_link_on_behalf_id_agency FOREIGN KEY(on_behalf_id) REFERENCES agency (id), 
	CONSTRAINT fk_upload_link_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_upload_link_token_sha256 UNIQUE (token_sha256)
);
CREATE INDEX ix_audit_person_id_action_at ON audit (person_id, action, at);
CREATE INDEX ix_inbox_state_id ON inbox (state, id);
CREATE INDEX ix_contact_person_id ON contact (person_id);
CREATE INDEX ix_join_request_person_id ON join_request (person_id);
CREATE INDEX ix_membership_agency_id ON membership (agency_id);
CREATE INDEX ix_membership_person_id ON membership (person_id);
CREATE INDEX ix_import_run_plan_id ON import_run (plan_id);
CREATE INDEX ix_indicator_plan_id ON indicator (plan_id);
CREATE INDEX ix_outbox_contact_id_id ON outbox (contact_id, id);
CREATE INDEX ix_outbox_state_not_before ON outbox (state, not_before);
CREATE INDEX ix_plan_file_state ON plan_file (state);
CREATE INDEX ix_reporting_duty_opens_at ON reporting_duty (opens_at);
CREATE INDEX ix_reporting_duty_plan_id ON reporting_duty (plan_id);
CREATE INDEX ix_task_plan_id ON task (plan_id);
CREATE INDEX ix_assignment_agency_state ON assignment (agency_id, role, state);
CREATE INDEX ix_assignment_held ON assignment (held);
CREATE INDEX ix_assignment_state_due ON assignment (state, due);
CREATE INDEX ix_assignment_sweep ON assignment (next_nudge_at);
CREATE INDEX ix_assignment_task_id ON assignment (task_id);
CREATE INDEX ix_duty_period_agency_id ON duty_period (agency_id);
CREATE INDEX ix_duty_period_next_nudge_at ON duty_period (next_nudge_at);
CREATE INDEX ix_indicator_value_indicator_id ON indicator_value (indicator_id);
CREATE INDEX ix_milestone_task_id ON milestone (task_id);
CREATE INDEX ix_duty_prompt_contact_id ON duty_prompt (contact_id);
CREATE INDEX ix_prompt_contact_id ON prompt (contact_id);
CREATE INDEX ix_prompt_outbox_id ON prompt (outbox_id);
CREATE INDEX ix_update_entry_assignment_id_id ON update_entry (assignment_id, id);
CREATE INDEX ix_blocker_assignment_id ON blocker (assignment_id);
CREATE INDEX ix_evidence_assignment_id ON evidence (assignment_id);
CREATE INDEX ix_extension_assignment_id ON extension (assignment_id);
CREATE TRIGGER update_entry_no_update BEFORE UPDATE ON update_entry BEGIN SELECT RAISE(ABORT, 'update_entry is append-only'); END;
CREATE TRIGGER update_entry_no_delete BEFORE DELETE ON update_entry BEGIN SELECT RAISE(ABORT, 'update_entry is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER indicator_value_no_update BEFORE UPDATE ON indicator_value BEGIN SELECT RAISE(ABORT, 'indicator_value is append-only'); END;
CREATE TRIGGER indicator_value_no_delete BEFORE DELETE ON indicator_value BEGIN SELECT RAISE(ABORT, 'indicator_value is append-only'); END;
CREATE INDEX ix_upload_link_contact_id ON upload_link (contact_id);
CREATE INDEX ix_upload_link_inbox_id ON upload_link (inbox_id);
CREATE INDEX ix_assignment_asked ON assignment (asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX ix_nudge_assignment_id ON nudge (assignment_id);
CREATE UNIQUE INDEX ix_nudge_group ON nudge (assignment_id, slot, rung, due, snooze, contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX ix_nudge_nobody ON nudge (assignment_id, slot, rung, due, snooze) WHERE person_id IS NULL AND contact_id IS NULL;
CREATE UNIQUE INDEX ix_duty_nudge_group ON duty_nudge (duty_period_id, rung, snooze, contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX ix_duty_nudge_nobody ON duty_nudge (duty_period_id, rung, snooze) WHERE person_id IS NULL AND contact_id IS NULL;
COMMIT;