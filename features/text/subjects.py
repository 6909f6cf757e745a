"""Words that name a channel or a means of payment and nothing else."""

from __future__ import annotations

__all__ = ["SUBJECTS"]

#: Channels and means of payment as subjects. They are honest work as often as danger ("Telegram bot developer"), so the
#: word model never sees them: only the act asked of the candidate, which is a rule's business, makes them danger.
SUBJECTS = frozenset(
    [
        "telegram",
        "whatsapp",
        "skype",
        "signal",
        "discord",
        "wechat",
        "viber",
        "bot",
        "bots",
        "crypto",
        "cryptocurrency",
        "bitcoin",
        "btc",
        "usdt",
        "wallet",
        "wallets",
        "blockchain",
        "web0",
        "paypal",
        "stripe",
        "phishing",
        "scam",
        "scams",
        "gmail",
    ]
)
