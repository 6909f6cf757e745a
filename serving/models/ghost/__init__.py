"""Ghost: the chance that nobody is hired on this posting within 30 days of publication.

The flow: the client's record (`features.client_record`) updates the level of its marketplace, a learned layer moves it
within bounds (`marketplace`), and the activity on the page moves the log odds by named steps (`activity`). The same of many
postings at once, in arrays, is `numbers` and `many`.
"""

from serving.models.ghost.looking import can_be_unseen
from serving.models.ghost.model import GhostModel
from serving.models.ghost.view import GhostView

__all__ = ["GhostModel", "GhostView", "can_be_unseen"]
