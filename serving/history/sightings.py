"""Sightings: what is kept of a posting, and how two sightings of the same posting become one."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from features.folding import fold_posting
from features.posting import Posting
from features.reading.ids import marketplace_digits
from features.text.copies import FORMAT, signature

__all__ = ["Sighting", "client_key", "key_of", "key_of_client", "merged", "posting_key", "sighting_of"]

#: In bytes; an index of PostgreSQL takes 2,704 with all that belongs to them.
_LONGEST_KEY = 2_000
#: Characters of a longer one that are kept for a reader.
_SHOWN_OF_KEY = 100


@dataclass(frozen=True, slots=True)
class Sighting:
    """One posting as it was seen.

    Parameters
    ----------
    posting : str
        The posting's key.
    client : str or None
        The client's key, where the page showed one.
    first_seen_s, last_seen_s : int or None
        Unix seconds, from the postings' own ``observed_at``; ``None`` when that was never known.
    values : bytes
        The signature of the text, 256 bytes.
    words : int
        Words that the signature was made of.
    format : str
        The signature's format, `features.text.copies.FORMAT` when it was made.
    """

    posting: str
    client: str | None
    first_seen_s: int | None
    last_seen_s: int | None
    values: bytes
    words: int
    format: str


def posting_key(posting: Posting) -> str | None:
    """Return what tells a posting from every other; ``None`` when neither its id nor its address is known.

    A marketplace writes one id in several ways, in ids and in addresses: its digits alone are the key.
    """
    return key_of(posting.source, posting.id, posting.url)


def key_of(source: str | None, id_: str | None, url: str | None = None) -> str | None:
    """Return the key of the posting that a marketplace, an id and an address name."""
    name = marketplace_digits(id_) or marketplace_digits(url) or id_ or url
    return None if name is None else _key(source, name)


def client_key(posting: Posting) -> str | None:
    """Return what tells a client from every other; ``None`` where the page showed none."""
    return None if posting.client.id is None else key_of_client(posting.source, posting.client.id)


def key_of_client(source: str | None, id_: str) -> str:
    """Return the key of the client that a marketplace and an id name."""
    return _key(source, id_)


def sighting_of(posting: Posting) -> Sighting | None:
    """Return what may be kept of a posting; ``None`` without a key, or with too few words to tell anything."""
    key = posting_key(posting)
    made = None if key is None else signature(fold_posting(posting))
    if key is None or made is None:
        return None
    at = posting.observed_at.at if posting.observed_at else None
    seen = None if at is None else int(at.timestamp())
    return Sighting(key, client_key(posting), seen, seen, made.values, made.words, FORMAT)


def merged(old: Sighting, new: Sighting) -> Sighting:
    """Return one sighting of two of the same posting.

    A client once known stays known. The signature made of the most words is kept, because a list shows only the beginning of
    a text; one of another format than today's gives way, because nothing can be compared with it any more.
    """
    outdated = old.format != FORMAT
    text = new if outdated or new.words > old.words else old
    first = [seen for seen in (old.first_seen_s, new.first_seen_s) if seen is not None]
    last = [seen for seen in (old.last_seen_s, new.last_seen_s) if seen is not None]
    return Sighting(
        old.posting,
        old.client or new.client,
        min(first, default=None),
        max(last, default=None),
        text.values,
        text.words,
        text.format,
    )


def _key(source: str | None, name: str) -> str:
    # A source left out means this marketplace, as it does for the currency of a pay.
    key = f"{(source or 'upwork').casefold()}:{name}"
    written = key.encode(errors="surrogatepass")
    if len(written) <= _LONGEST_KEY and b"\0" not in written and _is_unicode(written):
        return key
    # Such a key no index of PostgreSQL takes: what it stands for is as well told from others by its digest.
    return f"{key[:_SHOWN_OF_KEY].encode('ascii', 'replace').decode().replace(chr(0), '?')}:{sha256(written).hexdigest()}"


def _is_unicode(written: bytes) -> bool:
    try:
        written.decode()
    except UnicodeDecodeError:
        return False
    return True
