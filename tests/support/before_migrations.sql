CREATE TABLE about (
	name VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY (name)
);
INSERT INTO "about" VALUES('schema','1');
CREATE TABLE band (
	band BIGINT NOT NULL,
	sighting INTEGER NOT NULL,
	PRIMARY KEY (band, sighting),
	FOREIGN KEY(sighting) REFERENCES sighting (id)
) WITHOUT ROWID;
CREATE TABLE event (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	posting INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	what VARCHAR NOT NULL,
	at_ms BIGINT NOT NULL,
	details TEXT NOT NULL,
	undone_ms BIGINT,
	PRIMARY KEY (id),
	UNIQUE (name),
	FOREIGN KEY(posting) REFERENCES seen_posting (id) ON DELETE CASCADE
);
CREATE TABLE score (
	id INTEGER NOT NULL,
	posting INTEGER NOT NULL,
	at_ms BIGINT NOT NULL,
	bundle VARCHAR NOT NULL,
	answer TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(posting) REFERENCES seen_posting (id) ON DELETE CASCADE
);
CREATE TABLE seen_posting (
	id INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	client VARCHAR,
	first_seen_ms BIGINT,
	last_seen_ms BIGINT,
	texts TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE ("key")
);
CREATE TABLE sighting (
	id INTEGER NOT NULL,
	posting VARCHAR NOT NULL,
	client VARCHAR,
	first_seen_s BIGINT,
	last_seen_s BIGINT,
	"values" BLOB NOT NULL,
	words INTEGER NOT NULL,
	format VARCHAR NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (posting)
);
CREATE TABLE snapshot (
	id INTEGER NOT NULL,
	posting INTEGER NOT NULL,
	at_ms BIGINT NOT NULL,
	page TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(posting) REFERENCES seen_posting (id) ON DELETE CASCADE
);
CREATE INDEX ix_seen_posting_client ON seen_posting (client);
CREATE INDEX snapshot_of_posting ON snapshot (posting, at_ms);
CREATE INDEX score_of_posting ON score (posting, at_ms);
CREATE INDEX ix_event_posting ON event (posting);
