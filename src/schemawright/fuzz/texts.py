from __future__ import annotations
from typing import NamedTuple
import random
class TextSpec(NamedTuple):
    min_length: int = 0
    max_length: int | None = None
    patterns: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    dialect: str = "2020-12"
W=["","a","b","foo","bar","aaa","f.o","x","fooooo","X_a","12","2020-01-01","2020-01-01T00:00:00Z","127.0.0.1","a@b.c","é","abcdefghij"*30]+["a"*i for i in range(1,300,7)]
class Texts:
    def __init__(self, spec, accept=None):
        self.pool=[w for w in W+["a"*spec.min_length,"é"*(spec.max_length or spec.min_length or 1)] if spec.min_length<=len(w) and (spec.max_length is None or len(w)<=spec.max_length) and (accept is None or accept(w))]
    def draw(self,c): return c.pick(self.pool) if self.pool else None
    def boundaries(self): return tuple(self.pool[:25])
    def near_misses(self): return ()
