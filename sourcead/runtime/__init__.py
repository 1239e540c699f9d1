"""The helpers generated code may call. Each is named for what it does and needs NumPy only."""

from .arrays import broadcast_like, require_length, scatter_like, unbroadcast
from .special import polygamma

__all__ = ["broadcast_like", "polygamma", "require_length", "scatter_like", "unbroadcast"]
